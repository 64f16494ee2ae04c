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
    private const long LargestTable = 200L * 1024 * 1024;

    public static string[] HeadingsOf(string table) => [.. ContractSchema.Tables[table].Select(c => c.Name)];

    /// <summary>Null for what is no archive of CSV files whose headers are those of the contract. What is not one of the eight tables is not read.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string[]>>?> Read(Stream body, CancellationToken ct)
    {
        try
        {
            using var archive = new ZipArchive(body, ZipArchiveMode.Read);
            var tables = new Dictionary<string, IReadOnlyList<string[]>>();
            foreach (var (name, columns) in ContractSchema.Tables)
            {
                if (archive.GetEntry(name + ".csv") is not { } entry) continue;
                if (entry.Length > LargestTable || await ReadTable(entry, columns, ct) is not { } rows) return null;
                tables[name] = rows;
            }

            return tables;
        }
        catch (Exception e) when (e is InvalidDataException or CsvFormatException)
        {
            return null;
        }
    }

    private static async Task<List<string[]>?> ReadTable(ZipArchiveEntry entry, IReadOnlyList<ContractColumn> columns, CancellationToken ct)
    {
        await using var file = await entry.OpenAsync(ct);
        await using var csv = CsvReader.Create(file, new CsvReaderOptions { IncludeValuesInExceptions = false }, leaveOpen: false);
        await csv.ReadHeaderAsync(ct);
        if (!csv.Headers.SequenceEqual(columns.Select(c => c.Name))) return null;
        var rows = new List<string[]>();
        while (await csv.ReadAsync(ct)) rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
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
