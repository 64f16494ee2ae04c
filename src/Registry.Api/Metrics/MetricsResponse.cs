using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One definition of the catalogue.</summary>
/// <param name="Version">Raised whenever the same facts could give another figure.</param>
/// <param name="Denominator">Null for a plain count.</param>
internal sealed record MetricDefinitionResponse(string Code, string Name, int Version, string Title, MetricUnit Unit, string Numerator, string? Denominator, string? Exclusions, string Source)
{
    public static MetricDefinitionResponse Of(Metric m) => new(m.Code, m.Name, m.Version, m.Title, m.Unit, m.Numerator, m.Denominator, m.Exclusions, m.Source);
}

/// <param name="KnownAt">The moment of a past report; null for what is known now.</param>
/// <param name="Profile">The outcome profile by which improvement was judged.</param>
/// <param name="Instrument">The instrument asked for; null when each episode is judged by its primary scale.</param>
/// <param name="Items">The figures of everybody.</param>
/// <param name="Groups">The figures of each group, when groups were asked for.</param>
internal sealed record MetricsResponse(
    string Period, LocalDate From, LocalDate To, LocalDate AsOf, Instant? KnownAt, string Profile, Instrument? Instrument,
    IReadOnlyList<MetricValueResponse> Items, IReadOnlyList<MetricGroupResponse> Groups)
{
    public static MetricsResponse Of(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Question asked, Stratum? stratum) => new(
        question.Period.Name, question.From, question.Period.To, question.AsOf, asked.KnownAt, question.Profile.Name, question.Instrument, Values(episodes, question),
        stratum is null ? [] : [.. episodes.GroupBy(e => stratum.Of(e, question.End)).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new MetricGroupResponse(stratum.Name, g.Key, Values([.. g], question with { AttestedFte = null })))]);

    private static List<MetricValueResponse> Values(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question)
    {
        var report = new MetricsReport(episodes, question);
        return [.. Clinical.Metrics.All.Select(m => MetricValueResponse.Of(report.Of(m)))];
    }
}

/// <param name="By">The stratum: race, ethnicity, language, payer, age-band, sex or gender.</param>
/// <param name="Group">The group; unknown or declined is one of its own.</param>
internal sealed record MetricGroupResponse(string By, string Group, IReadOnlyList<MetricValueResponse> Items);

/// <param name="Value">Null without a denominator, never 0; noValue says why.</param>
/// <param name="Numerator">Null for a median, a mean or a curve.</param>
/// <param name="Low">Lower end of Wilson's 95% interval, in percent; of shares only.</param>
/// <param name="High">Its upper end.</param>
/// <param name="NoValue">empty-denominator, fte-not-attested, median-not-reached, period-not-begun or suppressed.</param>
internal sealed record MetricValueResponse(
    string Code, int Version, MetricUnit Unit, decimal? Value, decimal? Numerator, decimal? Denominator, decimal? Low, decimal? High, string? NoValue, IReadOnlyList<MetricPartResponse> Parts)
{
    public static MetricValueResponse Of(MetricValue v)
    {
        var interval = v.Unit is MetricUnit.Percent && v.Value is not null ? Figures.Wilson((int)v.Numerator!.Value, (int)v.Denominator!.Value) : null;
        return new(v.Code, v.Version, v.Unit, v.Value, v.Numerator, v.Denominator, Figures.PercentOf(interval?.Low), Figures.PercentOf(interval?.High), v.NoValue, [.. v.Parts.Select(p => new MetricPartResponse(p.Name, p.Value))]);
    }
}

internal sealed record MetricPartResponse(string Name, decimal? Value);

/// <summary>Who is behind one figure.</summary>
internal sealed record MetricPatientsResponse(string Metric, int Version, string Period, LocalDate AsOf, Instant? KnownAt, IReadOnlyList<MetricPatientResponse> Items);

/// <param name="Place">Above the line (numerator), below it only (denominator), or in the population and left out (excluded).</param>
/// <param name="Why">The reason, as a code.</param>
/// <param name="Observed">The patient's own number where the metric is a mean or a median.</param>
internal sealed record MetricPatientResponse(Id<Patient> PatientId, Id<Episode> EpisodeId, LocalDate EnrolledOn, Place Place, string Why, decimal Numerator, decimal Denominator, decimal? Observed)
{
    public static MetricPatientResponse Of(PlacedEpisode p) => new(
        p.Episode.Facts.PatientId, p.Episode.Facts.EpisodeId, p.Episode.Facts.EnrolledOn, p.Placement.Place, p.Placement.Why, p.Placement.Numerator, p.Placement.Denominator, p.Placement.Observed);
}

/// <summary>Figures for those who may see no patient: nothing shown lets 1 to 10 people be seen or reckoned.</summary>
/// <param name="KnownAt">15 days after the month: later facts do not change it.</param>
internal sealed record OrganizationMetricsResponse(YearMonth Month, Instant KnownAt, string Profile, IReadOnlyList<AggregateRowResponse> Rows)
{
    public static OrganizationMetricsResponse Of(IReadOnlyList<PublishedFigures> rows) => new(rows[0].Month, rows[0].KnownAt, rows[0].Profile,
        [.. rows.Select(r => new AggregateRowResponse(r.Row.Clinic, r.Row.Group, [.. r.Values.Select(MetricValueResponse.Of)]))]);
}

/// <param name="ClinicId">Null for the organization, and for a group of all its clinics.</param>
/// <param name="Group">Of the stratum asked for; null for everybody.</param>
internal sealed record AggregateRowResponse(Id<Clinic>? ClinicId, string? Group, IReadOnlyList<MetricValueResponse> Items);
