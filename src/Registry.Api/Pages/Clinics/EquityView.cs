using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>What is told apart, and by what.</summary>
internal sealed record EquityAsked
{
    [FromQuery(Name = "month")] public Month? Month { get; init; }

    /// <summary>race, ethnicity, language, payer, age-band, sex or gender; by default race.</summary>
    [FromQuery(Name = "by")] public string? By { get; init; }

    /// <summary>Code of the metric; by default that of improvement.</summary>
    [FromQuery(Name = "metric")] public string? Metric { get; init; }
}

/// <summary>One figure of a month told apart by groups of patients.</summary>
/// <param name="Clinic">Null for the whole organization, of which only published figures are shown.</param>
/// <param name="Everybody">Null when nothing of the month is published, as are the groups then empty.</param>
/// <param name="Largest">The group to which the others are compared.</param>
/// <param name="UnknownShare">Percent of whom the group is not known.</param>
public sealed record EquityView(
    ClinicSeen? Clinic, string Place, YearMonth Month, LocalDate KnownOn, string By, Metric Metric, EquityLine? Everybody, string? Largest, decimal? UnknownShare, IReadOnlyList<EquityLine> Groups)
{
    private string Address => Clinic is { } clinic ? PageLinks.Equity(clinic.Id) : PageLinks.OrganizationEquity;

    public string Link(string? by = null, Metric? metric = null, YearMonth? month = null) => With(Address, by, metric, month);

    public string Csv => With(Address + "/csv", null, null, null);

    private string With(string page, string? by, Metric? metric, YearMonth? month) =>
        PageLinks.With(page, ("month", Words.Of(month ?? Month)), ("by", by ?? By), ("metric", (metric ?? Metric).Code));

    internal DataTable AsTable() => new(
        Words.EquityColumns,
        [.. (Everybody is { } all ? Groups.Append(all) : Groups).Select(g => (IReadOnlyList<string>)[
            g.Name, DataTable.Number(g.Value), DataTable.Number(g.Numerator), DataTable.Number(g.Denominator), DataTable.Number(g.Low), DataTable.Number(g.High), Words.NoValue(g.NoValue),
            DataTable.Number(g.DifferenceToLargest), DataTable.Number(g.RatioToLargest), DataTable.Number(g.DifferenceToAll), DataTable.Number(g.RatioToAll)])]);
}

/// <param name="Low">Lower end of Wilson's 95% interval; of shares only, as is the upper.</param>
public sealed record EquityLine(
    string Name, decimal? Value, decimal? Numerator, decimal? Denominator, decimal? Low, decimal? High, string? NoValue,
    decimal? DifferenceToLargest, decimal? RatioToLargest, decimal? DifferenceToAll, decimal? RatioToAll);
