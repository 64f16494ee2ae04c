namespace Registry.Sandbox;

/// <summary>The sandbox cannot go on, and one sentence says what to do about it. Ends the process with <see cref="ExitCode"/>.</summary>
public sealed class SandboxException(int exitCode, string message) : Exception(message)
{
    public const int BadConfiguration = 2;
    public const int NoDatabase = 3;

    public int ExitCode { get; } = exitCode;

    public static SandboxException Configuration(string message) => new(BadConfiguration, message);

    public static SandboxException Database(string message) => new(NoDatabase, message);
}
