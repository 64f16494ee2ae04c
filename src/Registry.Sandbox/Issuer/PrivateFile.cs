namespace Registry.Sandbox;

/// <summary>Files with secrets: never readable by others, not even while they are being written, and never half there.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text, bool replace)
    {
        var draft = $"{path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.Write(text);
        try
        {
            File.Move(draft, path, replace);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            File.Delete(draft); // two starts at once: the other's is as good
        }
    }
}
