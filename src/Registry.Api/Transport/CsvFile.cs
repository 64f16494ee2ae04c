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
        await Write(file, headings, rows, http.RequestAborted);
        await Send(http, name, "text/csv; charset=utf-8", file);
    }

    public static async Task Write(Stream to, string[] headings, IEnumerable<string[]> rows, CancellationToken ct)
    {
        await using var csv = CsvWriter.Create(to, SpreadsheetSafe, leaveOpen: true);
        await csv.WriteRecordAsync(headings, ct);
        foreach (var row in rows) await csv.WriteRecordAsync(row, ct);
    }

    /// <summary>Any file, with its digest.</summary>
    public static async Task Send(HttpContext http, string name, string mediaType, MemoryStream file)
    {
        var body = file.GetBuffer().AsMemory(0, (int)file.Length);
        http.Response.ContentType = mediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        http.Response.Headers[ContentDigest.Header] = ContentDigest.Of(body.Span);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
