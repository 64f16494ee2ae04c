using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Which figures are asked for.</summary>
internal sealed record MetricsAsked
{
    /// <summary>A month (2025-03), a quarter (2025-Q1), or so many days ending on asOf (last-30); by default the month of asOf.</summary>
    [FromQuery(Name = "period")] public string? Period { get; init; }

    /// <summary>Judges outcomes by this instrument; by default by the primary scale of each episode.</summary>
    [FromQuery(Name = "instrument")] public string? Instrument { get; init; }

    /// <summary>Tells groups apart: race, ethnicity, language, payer, age-band, sex or gender.</summary>
    [FromQuery(Name = "by")] public string? By { get; init; }

    /// <summary>Only episodes of this program; by default of all. Full-time equivalents are attested of no program, so there is no caseload for each of them.</summary>
    [FromQuery(Name = "program")] public string? Program { get; init; }

    /// <summary>The episodes that are asked about.</summary>
    public IReadOnlyList<MeasuredEpisode> Of(List<MeasuredEpisode> episodes) => Program is null ? episodes : episodes.FindAll(e => e.Program == Program);

    /// <summary>The question in full, or why it cannot be asked.</summary>
    public (MetricQuestion Question, Stratum? Stratum, Question Asked, Refused? Refused) In(AskedFor asked, CaseloadSettings settings, Access access)
    {
        var (question, refused) = asked.In(settings, access);
        if (refused is not null) return (null!, null, question, refused);

        var period = Period is null ? MetricPeriod.Month(question.AsOf.ToYearMonth()) : MetricPeriod.Parse(Period, question.AsOf);
        var (instrument, stratum) = (Instruments.ByCode(Instrument), Stratum.ByName(By));
        var checks = new Checks().Add(period is null ? Refusals.UnknownPeriod.At("period") : null)
            .Add(Instrument is not null && (instrument is null || question.Profile.For(instrument) is null) ? Refusals.UnknownInstrument.At("instrument") : null)
            .Add(By is not null && stratum is null ? Refusals.UnknownStratum.At("by") : null);
        return checks.Failed ? (null!, null, question, checks.Refused)
            : (new(period!, question.AsOf, question.Profile, question.Parameters, PayerProfile.ByName(settings.PayerProfile)!) { Instrument = instrument }, stratum, question, null);
    }
}
