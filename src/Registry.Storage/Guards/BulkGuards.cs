namespace Registry.Storage;

/// <summary>The service's rights on the tables of bulk exports. Their files are the one thing it may delete: they are copies, and they expire.</summary>
internal static class BulkGuards
{
    public static IEnumerable<string> Up()
    {
        yield return "grant select, insert, update on bulk_export to registry_service";
        yield return "grant select, insert, delete on bulk_file, bulk_file_chunk to registry_service";
    }
}
