using System.Text.RegularExpressions;

namespace Registry.IntegrationTests.Deployment;

/// <summary>No container engine runs here, so the shape of the files is what can be checked.</summary>
public sealed class ContainerTests
{
    private static readonly string Dockerfile = Text("Dockerfile");
    private static readonly string Compose = Text("deploy", "compose.yaml");

    [Fact]
    public void The_image_runs_as_a_numbered_user_who_is_not_root()
    {
        var final = Dockerfile[Dockerfile.LastIndexOf("\nFROM", StringComparison.Ordinal)..];
        Assert.Matches(@"(?m)^USER [1-9]\d*:[1-9]\d*$", final);
        Assert.Contains("-chiseled", final, StringComparison.Ordinal);
        Assert.DoesNotContain("RUN", final, StringComparison.Ordinal); // a chiseled image has no shell
    }

    [Fact]
    public void The_image_is_built_from_locked_packages_and_does_not_rewrite_the_interface()
    {
        Assert.Contains("--locked-mode", Dockerfile, StringComparison.Ordinal);
        Assert.Contains("OpenApiGenerateDocumentsOnBuild=false", Dockerfile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("migrate")]
    [InlineData("registry")]
    public void Every_service_has_a_read_only_root_no_capability_and_no_way_to_more(string service)
    {
        Assert.Matches(@"(?s)x-hardened: &hardened\n  read_only: true\n  cap_drop: \[ALL\]\n  security_opt: \[""no-new-privileges:true""\]", Compose);
        Assert.Matches($@"(?m)^  {service}:\n    <<: \*hardened$", Compose);
        Assert.Contains("/tmp", Service(service), StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_signs_in_as_the_lesser_role_and_only_the_migration_as_the_owner()
    {
        Assert.Contains("Username=registry_service", Service("registry"), StringComparison.Ordinal);
        Assert.DoesNotContain("OWNER", Service("registry"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Username=registry_owner", Service("migrate"), StringComparison.Ordinal);
        Assert.Contains("service_completed_successfully", Service("registry"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_stands_in_the_files_and_a_missing_one_stops_the_start() =>
        Assert.All(Regex.Matches(Compose, @"(?i)password[=:]\s*(\S+)").Select(m => m.Groups[1].Value), value => Assert.Matches(@"^\$\{[A-Z_]+:\?\}$", value));

    private static string Service(string name) => Regex.Match(Compose, $@"(?ms)^  {name}:\n(.*?)(?=^  \w+:\n|^\w)").Value;

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));
}
