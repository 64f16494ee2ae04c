using System.IO.Compression;
using System.Reflection;
using CsvHelper;
using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The eight tables as CSV files named after them, in one ZIP archive.</summary>
internal static class ContractFiles
{
    /// <summary>No row of the contract comes near it.</summary>
    private const int LongestRow = 64 * 1024;

    public static string[] HeadingsOf(string table) => [.. ContractSchema.Tables[table].Select(c => c.Name)];

    /// <summary>Neither for what is no archive of CSV files whose headers are those of the contract. What is not one of the eight tables is not read.</summary>
    /// <remarks>A table is read until <see cref="ContractCheck.Most"/> of its rows are unsound: no more is said of them, and they cannot come in.</remarks>
    public static async Task<(IReadOnlyDictionary<string, IReadOnlyList<string[]>>? Tables, ContractProblem? TooMuch)> Read(Stream body, CancellationToken ct)
    {
        try
        {
            using var archive = new ZipArchive(body, ZipArchiveMode.Read);
            var (tables, unpacking) = (new Dictionary<string, IReadOnlyList<string[]>>(), new ContractUnpacking());
            foreach (var (name, columns) in ContractSchema.Tables)
            {
                if (archive.GetEntry(name + ".csv") is not { } entry) continue;
                var rows = await ReadTable(entry, columns, unpacking, ct);
                if (unpacking.IsTooMuch) return (null, new(name, 0, "", $"the archive unpacks to more than {ContractUnpacking.MostMegabytes} MiB or {ContractUnpacking.MostRows} rows"));
                if (rows is null) return (null, null);
                tables[name] = rows;
            }

            return (tables, null);
        }
        catch (Exception e) when (e is InvalidDataException or CsvFormatException)
        {
            return (null, null);
        }
    }

    private static async Task<List<string[]>?> ReadTable(ZipArchiveEntry entry, IReadOnlyList<ContractColumn> columns, ContractUnpacking unpacking, CancellationToken ct)
    {
        await using var file = new CountedStream(await entry.OpenAsync(ct), unpacking);
        await using var csv = CsvReader.Create(file, new CsvReaderOptions { IncludeValuesInExceptions = false, PoolStrings = true, MaxRecordSize = LongestRow }, leaveOpen: false);
        await csv.ReadHeaderAsync(ct);
        if (!csv.Headers.SequenceEqual(columns.Select(c => c.Name))) return null;
        var (rows, unsound) = (new List<string[]>(), 0);
        try
        {
            while (unsound < ContractCheck.Most && !unpacking.IsTooMuch && await csv.ReadAsync(ct))
            {
                unpacking.AddRow();
                string[] row = csv.FieldCount == columns.Count ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)] : [];
                if (!ContractCheck.IsSound(columns, row)) unsound++;
                rows.Add(row);
            }
        }
        catch (CsvFormatException)
        {
            // The row is longer than one can be. Where the next begins is unknown.
            rows.Add([]);
        }

        return rows;
    }
}

/// <summary>All eight tables of a month in one archive.</summary>
internal sealed class ContractArchive(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables, YearMonth month) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public const string MediaType = "application/zip";

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // An archive is written in ways that a response does not take.
        using var made = new MemoryStream();
        using (var archive = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in ContractSchema.Tables.Keys)
            {
                await using var file = await archive.CreateEntry(name + ".csv").OpenAsync(httpContext.RequestAborted);
                await CsvFile.Write(file, ContractFiles.HeadingsOf(name), tables[name], httpContext.RequestAborted);
            }
        }

        await CsvFile.Send(httpContext, $"cocm-{YearMonthPattern.Iso.Format(month)}.zip", MediaType, made);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new AlsoAnswers(MediaType));
}

/// <summary>One table.</summary>
internal sealed class ContractTable(string name, IReadOnlyList<string[]> rows) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext) => CsvFile.Send(httpContext, $"{name}.csv", ContractFiles.HeadingsOf(name), rows);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new AlsoAnswers("text/csv"));
}
