using System.Globalization;
using System.Text.Json;
using NodaTime.Text;
using Registry.Storage;

namespace Registry.Api;

/// <summary>An answer about an export: a status, the headers of the Bulk Data protocol, and sometimes a manifest.</summary>
internal sealed class BulkAnswer(int status, params (string Name, string Value)[] headers) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;
    public byte[] Manifest { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        foreach (var (name, value) in headers) response.Headers[name] = value;
        response.ContentLength = Manifest.Length;
        if (Manifest.Length == 0) return;
        response.ContentType = "application/json";
        await response.Body.WriteAsync(Manifest, httpContext.RequestAborted);
    }

    public static BulkAnswer Complete(BulkExport export, IReadOnlyList<BulkFile> files, RegistrySettings settings) =>
        new(StatusCodes.Status200OK, ("Expires", HttpDate(export.ExpiresAt!.Value))) { Manifest = ManifestOf(export, files, settings) };

    private static byte[] ManifestOf(BulkExport export, IReadOnlyList<BulkFile> files, RegistrySettings settings)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("transactionTime", InstantPattern.ExtendedIso.Format(export.TransactionTime!.Value));
            json.WriteString("request", export.Request);
            json.WriteBoolean("requiresAccessToken", true);
            json.WriteStartArray("output");
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("type", file.ResourceType);
                json.WriteString("url", $"{BulkEndpoints.StatusAddress(settings, export.Id)}/files/{file.Number}");
                json.WriteNumber("count", file.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("error");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static string HttpDate(NodaTime.Instant at) => at.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A file of an export, a piece at a time, each read when the one before was sent: a slow client holds neither memory nor a connection.</summary>
internal sealed class BulkFileAnswer(BulkFile file) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/fhir+ndjson";
        response.ContentLength = file.Bytes;
        if (file.Sha256 is { } hash) response.Headers[ContentDigest.Header] = ContentDigest.Of(hash);
        var jobs = httpContext.RequestServices.GetRequiredService<BulkJobs>();
        long sent = 0;
        for (var number = 1; sent < file.Bytes; number++)
        {
            var piece = await jobs.Piece(file, number, httpContext.RequestAborted);
            if (piece is null)
            {
                // Cancelled or expired meanwhile: better a broken answer than a short one that looks whole.
                httpContext.Abort();
                return;
            }

            await response.Body.WriteAsync(piece, httpContext.RequestAborted);
            sent += piece.Length;
        }
    }
}
