namespace Registry.Sandbox;

/// <summary>One start at a time per data folder. The system takes it back when the holder dies.</summary>
internal static class StartLock
{
    public static async Task<FileStream> Take(DataFolders folders, Deadline deadline, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new(folders.StartLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException)
            {
                throw SandboxException.Configuration($"The data folder {folders.Root} belongs to another account: choose another one with --data.");
            }
            catch (IOException)
            {
                await deadline.Wait($"Another process has been starting PostgreSQL in {folders.Root} for too long.", ct);
            }
        }
    }
}
