using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>The eight tables of the public CoCM reporting contract that New York's metrics follow from. Facts only: whatever is derived, the reader derives.</summary>
/// <remarks>Ids are pseudonyms, the same in all tables, never those of the registry. A blank cell is absent. A partial form has no row.</remarks>
public static class NewYorkContract
{
    private const int ReviewDays = 60;

    /// <summary>Whose rows: enrolled patients of one site, with what happened up to the end of the month.</summary>
    /// <param name="pseudonym">Same for the same id, and not to be turned back without its key.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string[]>> Of(IReadOnlyCollection<MeasuredEpisode> episodes, YearMonth month, NewYorkSite site, Func<Guid, string> pseudonym)
    {
        var (first, last) = (month.OnDayOfMonth(1), month.ToDateInterval().End);
        var rows = episodes.Where(e => IsOfMonth(e, first, last) && HasScale(e)).OrderBy(e => e.Facts.EnrolledOn).ThenBy(e => e.Facts.EpisodeId).ToList();
        var patients = rows.GroupBy(e => e.Facts.PatientId).Select(g => g.First()).ToList();
        var leftOut = episodes.Count(e => IsOfMonth(e, first, last) && !HasScale(e));
        string Patient(MeasuredEpisode e) => pseudonym(e.Facts.PatientId.Value);
        return new Dictionary<string, IReadOnlyList<string[]>>
        {
            ["patient"] = [.. patients.Select(e => new[] { Patient(e), Day(e.Traits.BirthDate) })],
            ["coverage"] = [.. patients.SelectMany(e => e.Coverage.Where(c => c.StartOn <= last && !(c.EndOn < first)), (e, c) => new[] { Patient(e), Word(c.Payer), Day(c.StartOn), Day(c.EndOn), "" })],
            ["cocm_episode"] = [.. rows.Select(e => Episode(e, Patient(e), pseudonym, last))],
            ["contact"] = [.. rows.SelectMany(e => e.Facts.Contacts.Where(c => c.On >= e.Facts.EnrolledOn && c.On <= last && Kind(c) is not null), (e, c) => (e, c))
                .Select((x, i) => new[] { Number("c", i), Patient(x.e), Day(x.c.On), "bhcm", Kind(x.c)!, Modality(x.c), x.c.Purpose is ContactPurpose.Collateral ? "true" : "false" })],
            ["scale_result"] = [.. patients.SelectMany(e => e.Facts.Scores.Where(s => !s.IsProrated && ContractSchema.WordOf(s.Instrument) is not null && s.On >= e.Facts.EnrolledOn && s.On <= last), (e, s) => (e, s))
                .Select((x, i) => new[] { Number("s", i), Patient(x.e), Day(x.s.On), ContractSchema.WordOf(x.s.Instrument)!, x.s.Total.ToString(CultureInfo.InvariantCulture), "", "", x.s.Instrument.TotalLoinc })],
            ["psych_review"] = [.. rows.SelectMany(e => e.Facts.Consultations.Where(c => c.On <= last && c.On > last.PlusDays(-ReviewDays)), (e, c) => (e, c))
                .Select((x, i) => new[] { Number("r", i), Patient(x.e), Day(x.c.On), x.c.HasRecommendation ? "true" : "false", "" })],
            ["practice_visit"] = [],
            ["site_month"] = site.Fte is { } fte ? [[site.Id, YearMonthPattern.Iso.Format(month), fte.ToString("0.00", CultureInfo.InvariantCulture), "12", "synchronous contact with patient or caregiver in which treatment was delivered", Day(site.RunOn), "collaborative-care-registry", Notes(leftOut, site.Notice)]] : [],
        };
    }

    /// <summary>Overlapping the month, and every episode without a recorded discharge.</summary>
    private static bool IsOfMonth(MeasuredEpisode e, LocalDate first, LocalDate last) =>
        e.Facts.EnrolledOn <= last && !(e.Facts.EndedOn < first) && e.Facts.StatusChanges.Any(c => c.Status is EpisodeStatus.Treatment && c.On <= last);

    /// <summary>The contract has a word for the scale that the outcome is judged by; an episode without one has no row.</summary>
    private static bool HasScale(MeasuredEpisode e) => ContractSchema.WordOf(e.Facts.PrimaryScale) is not null and not "phq2";

    /// <summary>Whoever compares the tables with our figures, which count every episode, finds here why they differ.</summary>
    private static string Notes(int leftOut, string? notice) => string.Join("; ", new[]
    {
        leftOut == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"episodes left out because their primary scale is none of the contract: {leftOut}"), notice,
    }.Where(note => note is not null));

    private static string[] Episode(MeasuredEpisode e, string patient, Func<Guid, string> pseudonym, LocalDate last)
    {
        var ended = e.Facts.EndedOn is { } on && on <= last;
        return
        [
            pseudonym(e.Facts.EpisodeId.Value), patient, Day(e.Facts.EnrolledOn), "registry", Condition(e.Facts.PrimaryScale), ContractSchema.WordOf(e.Facts.PrimaryScale)!, "recorded", "",
            ended ? Day(e.Facts.EndedOn) : "", ended ? e.DischargeReason is null or DischargeReason.Ineligible ? "other" : Word(e.DischargeReason.Value) : "",
        ];
    }

    private static string? Kind(ContactFact contact) => contact switch
    {
        { IsClinical: true } => "treatment",
        { Purpose: ContactPurpose.NoShow } => "no_show",
        { IsAttempt: true } => "outreach_attempt",
        { Purpose: ContactPurpose.Scheduling } => "scheduling",
        { Purpose: ContactPurpose.CareCoordination } => null,
        _ => "message",
    };

    private static string Modality(ContactFact contact) => contact.Mode switch
    {
        ContactMode.InPerson => "in_person",
        ContactMode.Video => "video",
        ContactMode.Phone => "phone",
        _ => Kind(contact) is "message" ? "" : "phone",
    };

    private static string Condition(Instrument scale) => scale == Instruments.Gad7 ? "anxiety" : scale == Instruments.Pcl5 ? "ptsd" : "depression";

    private static string Word<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Number(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}{index + 1}");

    private static string Day(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : "";
}

/// <param name="Id">The name under which the site reports.</param>
/// <param name="Fte">Attested full-time equivalents. Null where nobody attested any: the site then has no row, because the contract asks for what was attested, and none is not nothing.</param>
public sealed record NewYorkSite(string Id, decimal? Fte, LocalDate RunOn, string? Notice = null);
