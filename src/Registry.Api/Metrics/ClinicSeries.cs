using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Months of one clinic out of one reading of the facts, or why they are not shown.</summary>
internal sealed record ClinicSeries(IReadOnlyList<ClinicMonth> Months, Question Asked, Refused? Refused)
{
    /// <summary>Beyond this, months are asked for in two goes.</summary>
    public const int MostMonths = 60;

    /// <param name="to">The last month; null for the last one that is over on the day asked about.</param>
    /// <param name="count">How many months, 1 to 60.</param>
    /// <param name="before">Months before the first that are read too.</param>
    public static async Task<ClinicSeries> Of(
        Id<Clinic> clinicId, YearMonth? to, int count, int before, IReadOnlyList<Metric> metrics, AskedFor asked, Access access, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, MetricsReading.WholeClinics(access), ct) is not { } settings) return No(new(Refusals.NotFound));
        var (question, refused) = asked.In(settings, access);
        if (refused is not null) return No(refused);
        if (count is < 1 or > MostMonths) return No(new(Refusals.MonthsOutOfRange.At("months")));

        var last = to ?? question.AsOf.ToYearMonth().PlusMonths(-1);
        var first = last.PlusMonths(1 - count - before);
        var attested = await connection.AttestationsOf(access.OrganizationId, [clinicId.Value], question.KnownAt, ct);
        MetricQuestion Ask(YearMonth month)
        {
            var asks = new MetricQuestion(MetricPeriod.Month(month), question.AsOf, question.Profile, question.Parameters, PayerProfile.ByName(settings.PayerProfile)!);
            return asks with { AttestedFte = attested.FteOn(asks.End) };
        }

        var span = MetricSpan.Of(Ask(first)) with { Until = Ask(last).End };
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, [clinicId.Value], span, question.KnownAt, ct);
        var months = ClinicMonth.Of(episodes, metrics, first, last, Ask);
        if (metrics != DriftMetrics.All) return new([.. months], question, null);

        var lags = await connection.DocumentationLags(access.OrganizationId, clinicId, first.OnDayOfMonth(1), span.Until, settings.TimeZone, question.KnownAt, ct);
        return new([.. months.Select(m => m.With(lags.GetValueOrDefault(m.Month) ?? DriftMetrics.NoDocumentation(hasBegun: m.Month.OnDayOfMonth(1) <= question.AsOf)))], question, null);
    }

    private static ClinicSeries No(Refused refused) => new([], null!, refused);
}
