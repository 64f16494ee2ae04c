using System.Runtime.InteropServices;

namespace Registry.Sandbox;

/// <summary>The three system calls that .NET does not offer.</summary>
internal static class Posix
{
    public const int Interrupt = 2;
    public const int Quit = 3;

    private const uint OwnerOnly = 0x1C0; // 0700

    /// <summary>False when the process is gone or not ours.</summary>
    public static bool Signal(int process, int signal) => Native.Kill(process, signal) == 0;

    public static void ChangeOwner(string path, Account account)
    {
        if (Native.ChangeOwner(path, account.UserId, account.GroupId) != 0) throw LastError("give away", path);
    }

    /// <summary>Fails when anything, also a link, already has that name: in a folder anyone may write to, that is the point.</summary>
    public static void MakePrivateFolder(string path)
    {
        if (Native.MakeDirectory(path, OwnerOnly) != 0) throw LastError("create", path);
    }

    private static SandboxException LastError(string act, string path) =>
        SandboxException.Database($"Could not {act} {path}: {Marshal.GetLastPInvokeErrorMessage()}.");

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int Kill(int process, int signal);

        [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

        [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int MakeDirectory([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
    }
}
