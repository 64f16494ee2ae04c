using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_folder_with_both_programs_of_a_recent_version_is_taken()
    {
        var found = await PostgresBinaries.Find(Install("16.4", "initdb", "postgres"), major: null, default);

        Assert.Equal(new Version(16, 4), found.Version);
        Assert.Equal(scratch.Below("16.4", "initdb"), found.Initdb);
    }

    [Fact]
    public async Task A_client_library_alone_is_not_a_server()
    {
        Assert.Null(await PostgresBinaries.Inspect(Install("16.4", "pg_config", "initdb"), default));
        Assert.Null(await PostgresBinaries.Inspect(Install("17.1", "postgres"), default));
    }

    [Fact]
    public async Task A_server_older_than_15_is_not_used() =>
        Assert.Null(await PostgresBinaries.Inspect(Install("14.9", "initdb", "postgres"), default));

    [Fact]
    public async Task A_configured_folder_without_a_server_is_bad_configuration_that_names_itself()
    {
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => PostgresBinaries.Find(scratch.Below("nowhere"), major: null, default));

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains(PrivatePostgresOptions.BinariesVariable, refusal.Message);
        Assert.Contains("nowhere", refusal.Message);
    }

    [Fact]
    public async Task A_cluster_is_run_by_the_version_that_made_it_or_not_at_all()
    {
        var folder = Install("17.2", "initdb", "postgres");

        Assert.Equal(17, (await PostgresBinaries.Find(folder, major: 17, default)).Version.Major);
        Assert.Contains("--reset", (await Assert.ThrowsAsync<SandboxException>(() => PostgresBinaries.Find(folder, major: 16, default))).Message);
    }

    [Fact]
    public async Task Where_no_server_fits_one_sentence_says_how_to_get_one()
    {
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => PostgresBinaries.Find(null, major: 99, default));

        Assert.Equal(3, refusal.ExitCode);
        Assert.Contains("apt-get install postgresql", refusal.Message);
        Assert.Contains("ConnectionStrings__Registry", refusal.Message);
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-1)\n", "15.18")]
    [InlineData("postgres (PostgreSQL) 18beta1\n", "18.0")] // before a release there is no minor number
    [InlineData("postgres (PostgreSQL) 9.6.24\n", "9.6")]
    public void The_version_is_read_from_what_the_server_says(string answer, string expected) =>
        Assert.Equal(Version.Parse(expected), PostgresBinaries.ParseVersion(answer));

    [Fact]
    public void Versioned_folders_are_tried_newest_first_by_number_not_by_text()
    {
        foreach (var version in (string[])["9.6", "15", "18", "17"]) Directory.CreateDirectory(scratch.Below("lib", version, "bin"));

        Assert.Equal(
            [scratch.Below("lib", "18", "bin"), scratch.Below("lib", "17", "bin"), scratch.Below("lib", "15", "bin"), scratch.Below("lib", "9.6", "bin")],
            PostgresBinaries.Versioned(scratch.Below("lib") + "/*/bin"));
    }

    private string Install(string version, params string[] programs)
    {
        var folder = scratch.Below(version);
        Directory.CreateDirectory(folder);
        foreach (var program in programs)
        {
            var file = Path.Combine(folder, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }

        return folder;
    }
}
