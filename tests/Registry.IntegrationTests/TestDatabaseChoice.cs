namespace Registry.IntegrationTests;

/// <summary>What REGISTRY_TEST_DB says.</summary>
internal abstract record TestDatabaseChoice
{
    public const string Variable = "REGISTRY_TEST_DB";

    public sealed record Given(string ConnectionString) : TestDatabaseChoice;

    public sealed record Private : TestDatabaseChoice;

    public sealed record Container : TestDatabaseChoice;

    /// <summary>A container where an engine answers and the support was compiled in, else private.</summary>
    public sealed record Auto : TestDatabaseChoice;

    public static TestDatabaseChoice FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    public static TestDatabaseChoice Parse(string? text) => text?.Trim() switch
    {
        null or "" or "auto" => new Auto(),
        "private" => new Private(),
        "container" => new Container(),
        var given when given.Contains('=', StringComparison.Ordinal) => new Given(given),
        var other => throw new ArgumentException($"{Variable} is {other}: expected auto, private, container or a connection string."),
    };
}
