using System.Security.Cryptography;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>The root key of a test run, in memory and as the file that a service is told of.</summary>
internal static class TestRootKey
{
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(RootKey.Length);

    private static readonly Lazy<string> Written = new(() =>
    {
        var file = Path.Combine(Path.GetTempPath(), $"registry-test-root-key-{Environment.ProcessId}");
        Write(file, Bytes);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.Delete(file);
        return file;
    });

    public static IRootKey Key { get; } = new RootKey(Bytes);

    public static string File => Written.Value;

    /// <summary>A file with a root key, which nobody else can read.</summary>
    public static void Write(string file, byte[] key)
    {
        System.IO.File.WriteAllText(file, Convert.ToBase64String(key));
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
