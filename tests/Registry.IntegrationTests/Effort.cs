namespace Registry.IntegrationTests;

/// <summary>How long a test keeps at it: briefly in every run of the suite, and as long as an environment variable says when somebody wants to be surer.</summary>
internal static class Effort
{
    public static int Of(string variable, int everyDay) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var longer) ? longer : everyDay;
}
