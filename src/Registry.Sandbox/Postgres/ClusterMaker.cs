namespace Registry.Sandbox;

/// <summary>The steps before the first start: folders, ownership, initdb.</summary>
internal static class ClusterMaker
{
    /// <summary>Creates the data folder, and refuses a default one that somebody else put there for us to fill.</summary>
    public static async Task Prepare(this DataFolders folders, CancellationToken ct)
    {
        folders.Create();
        if (Environment.IsPrivilegedProcess && folders.Root == DataFolders.RootDefault && (await Access.OwnerOf(folders.Root, ct)).UserId != 0)
        {
            throw SandboxException.Database($"{folders.Root} was made by another account: remove it, or choose another folder with --data.");
        }
    }

    /// <summary>An existing cluster runs as its owner, whoever starts it; a new one as the account for servers.</summary>
    public static async Task<Account> AccountFor(DataFolders folders, CancellationToken ct)
    {
        var account = Account.ForServer();
        if (!account.IsOurs && folders.ClusterMajor() is not null && await Access.OwnerOf(folders.Cluster, ct) is { UserId: not 0 } owner) account = owner;
        await Access.RequirePassage(account, folders.Root, ct);
        return account;
    }

    public static async Task Make(DataFolders folders, PostgresBinaries binaries, Account account, bool disposable, CancellationToken ct)
    {
        // Whatever is there without a complete cluster is the remains of an initdb that was killed.
        if (Directory.Exists(folders.Postgres)) Directory.Delete(folders.Postgres, recursive: true);
        OwnFolder(folders.Postgres, account);

        string[] initdb =
        [
            .. account.Switch, binaries.Initdb, "--pgdata", folders.Unfinished, "--username", PrivatePostgres.OwnerRole,
            "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", .. disposable ? ["--no-sync"] : Array.Empty<string>(),
        ];
        var made = await Command.Run(initdb, TimeSpan.FromMinutes(2), ct);
        if (!made.Succeeded) throw SandboxException.Database($"initdb could not make a cluster in {folders.Postgres}: {made.LastLine}");
        Directory.Move(folders.Unfinished, folders.Cluster);
    }

    /// <summary>A new one at each start: below the temporary folder, an old one could be anybody's.</summary>
    public static void MakeSocketFolder(DataFolders folders, Account account)
    {
        if (Directory.Exists(folders.Socket)) Directory.Delete(folders.Socket, recursive: true);
        OwnFolder(folders.Socket, account);
    }

    private static void OwnFolder(string folder, Account account)
    {
        Posix.MakePrivateFolder(folder);
        if (!account.IsOurs) Posix.ChangeOwner(folder, account);
    }
}
