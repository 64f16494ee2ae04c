using System.Text;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class DataFoldersTests
{
    [Fact]
    public void A_socket_path_of_107_bytes_stays_in_the_data_folder_and_one_of_108_moves_to_the_temporary_folder()
    {
        var fits = DataFolders.At("/" + new string('d', 107 - "/".Length - "/postgres/socket/.s.PGSQL.5432".Length));
        var tooLong = DataFolders.At(fits.Root + "d");

        Assert.Equal(107, Encoding.UTF8.GetByteCount(fits.Socket + "/.s.PGSQL.5432"));
        Assert.StartsWith(fits.Root, fits.Socket);
        Assert.StartsWith(Path.GetTempPath(), tooLong.Socket);
        Assert.NotEqual(tooLong.Socket, DataFolders.At(tooLong.Root + "d").Socket);
    }

    [Fact]
    public void The_limit_counts_bytes_not_letters() =>
        Assert.True(DataFolders.At("/" + new string('é', 40)).SocketIsElsewhere);

    [Fact]
    public void Root_hands_the_server_to_the_account_postgres_else_to_nobody()
    {
        string[] both = ["root:x:0:0::/root:/bin/sh", "nobody:x:65534:65534::/:/bin/false", "postgres:x:101:104:,,,:/var/lib:/bin/sh"];

        Assert.Equal(101u, Account.Unprivileged(both)!.UserId);
        Assert.Equal(104u, Account.Unprivileged(both)!.GroupId);
        Assert.Equal("nobody", Account.Unprivileged(both[..2])!.Name);
        Assert.Null(Account.Unprivileged(both[..1]));
        Assert.Contains("--clear-groups", Account.Unprivileged(both)!.Switch);
    }
}
