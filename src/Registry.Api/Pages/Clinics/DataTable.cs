using System.Globalization;

namespace Registry.Api;

/// <summary>What a chart shows as rows of text: the table under it and the CSV are made of the same cells. An empty cell is nothing to say.</summary>
public sealed record DataTable(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>As programs read it, with a hyphen for a minus; empty for none.</summary>
    public static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A table as a file for a spreadsheet.</summary>
internal sealed class TableCsv(string name, DataTable table) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext) => CsvFile.Send(httpContext, name, [.. table.Headings], table.Rows.Select(row => row.ToArray()));
}
