using CsvHelper;

namespace Registry.Api;

/// <summary>A table for a spreadsheet, sent as a file with its digest.</summary>
internal static class CsvFile
{
    /// <summary>Text that a spreadsheet would run as a formula is quoted by an apostrophe.</summary>
    private static readonly CsvWriterOptions SpreadsheetSafe = new() { Injection = CsvInjection.Escape, InjectionEscape = '\'' };

    /// <param name="name">Without a patient's data: file names stay behind in folders of downloads.</param>
    public static async Task Send(HttpContext http, string name, string[] headings, IEnumerable<string[]> rows)
    {
        using var file = new MemoryStream();
        await using (var csv = CsvWriter.Create(file, SpreadsheetSafe, leaveOpen: true))
        {
            await csv.WriteRecordAsync(headings, http.RequestAborted);
            foreach (var row in rows) await csv.WriteRecordAsync(row, http.RequestAborted);
        }

        var body = file.GetBuffer().AsMemory(0, (int)file.Length);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        http.Response.Headers[ContentDigest.Header] = ContentDigest.Of(body.Span);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
