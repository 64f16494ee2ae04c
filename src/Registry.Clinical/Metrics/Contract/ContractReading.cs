using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>What the eight tables say, as people with their care. Only from tables that <see cref="ContractCheck"/> found sound.</summary>
/// <param name="Fte">Null where it is more than one care manager can have: the site has several, and the tables do not say who has how much.</param>
/// <param name="NotTaken">The first rows that a caseload registry does not take, by table: such full-time equivalents, visits to the practice, results of instruments that it does not know, and work before any episode.</param>
public sealed record ContractReading(string Site, YearMonth Month, decimal? Fte, IReadOnlyList<ContractPatient> Patients, IReadOnlyList<ContractProblem> NotTaken)
{
    /// <summary>Where somebody attested full-time equivalents already, that word stands.</summary>
    public ContractReading WithoutFte() => this with { Fte = null, NotTaken = [new("site_month", 1, "bhcm_fte", "somebody attested full-time equivalents already"), .. NotTaken] };

    public static ContractReading Of(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables)
    {
        var site = tables["site_month"][0];
        var fte = decimal.Parse(site[2], CultureInfo.InvariantCulture);
        ContractProblem[] shared = AttestedFte.IsOfOnePerson(fte) ? [] : [new("site_month", 1, "bhcm_fte", "one care manager has 0 to 1.5, to two decimals; attest those of each")];
        var begins = tables["cocm_episode"].Where(row => ContractSchema.InstrumentOf(row[5]) is not null).GroupBy(row => row[1]).ToDictionary(g => g.Key, g => g.Min(row => Day(row[2])), StringComparer.Ordinal);
        var notTaken = shared.Concat(tables["practice_visit"].Index().Select(r => new ContractProblem("practice_visit", r.Index + 1, "", "a caseload registry keeps no visits to the practice")))
            .Concat(from row in tables["scale_result"].Index() where ContractSchema.InstrumentOf(row.Item[3]) is null select new ContractProblem("scale_result", row.Index + 1, "instrument", "the registry does not know this instrument"))
            .Concat(from row in tables["cocm_episode"].Index() where ContractSchema.InstrumentOf(row.Item[5]) is null select new ContractProblem("cocm_episode", row.Index + 1, "primary_scale", "the registry does not know this instrument"))
            .Concat(BeforeCare("contact")).Concat(BeforeCare("psych_review"))
            .Take(ContractCheck.Most).ToList();
        var coverage = tables["coverage"].ToLookup(r => r[0]);
        var episodes = tables["cocm_episode"].ToLookup(r => r[1]);
        var contacts = tables["contact"].ToLookup(r => r[1]);
        var results = tables["scale_result"].ToLookup(r => r[1]);
        var reviews = tables["psych_review"].ToLookup(r => r[1]);
        return new(site[0], YearMonthPattern.Iso.Parse(site[1]).Value, shared.Length == 0 ? fte : null,
            [.. tables["patient"].Select(p => Patient(p, coverage[p[0]], [.. episodes[p[0]].Where(e => ContractSchema.InstrumentOf(e[5]) is not null)], contacts[p[0]], results[p[0]], reviews[p[0]]))], notTaken);

        IEnumerable<ContractProblem> BeforeCare(string table) =>
            from row in tables[table].Index()
            where !begins.TryGetValue(row.Item[1], out var begin) || Day(row.Item[2]) < begin
            select new ContractProblem(table, row.Index + 1, ContractSchema.Tables[table][2].Name, "no episode that came in had begun");
    }

    private static ContractPatient Patient(string[] row, IEnumerable<string[]> coverage, List<string[]> episodes, IEnumerable<string[]> contacts, IEnumerable<string[]> results, IEnumerable<string[]> reviews)
    {
        var enrolments = episodes.Select(e => Day(e[2])).Order().ToList();
        return new(row[0], Day(row[1]), [.. coverage.Select(c => new CoverageStretch(Word<PayerCategory>(c[1]), Day(c[2]), Maybe(c[3])))],
            [.. episodes.Select(e => new ContractEpisode(Day(e[2]), Maybe(e[8]), e[9].Length == 0 ? null : Word<DischargeReason>(e[9]), ContractSchema.InstrumentOf(e[5])!,
                [.. contacts.Where(c => IsOf(e, c[2])).Select(Contact(Day(e[2])))],
                [.. reviews.Where(r => IsOf(e, r[2])).Select(r => new ContractReview(Day(r[2]), r[3] == "true"))]))],
            [.. from r in results let instrument = ContractSchema.InstrumentOf(r[3]) where instrument is not null select new ContractScore(Day(r[2]), instrument, int.Parse(r[4], CultureInfo.InvariantCulture))]);

        // What happened belongs to the episode enrolled last by then.
        bool IsOf(string[] episode, string day) => enrolments.LastOrDefault(e => e <= Day(day)) == Day(episode[2]);
    }

    private static Func<string[], ContactFact> Contact(LocalDate enrolledOn) => c => c[4] switch
    {
        "treatment" => new(c[6] == "true" ? ContactPurpose.Collateral : Day(c[2]) == enrolledOn ? ContactPurpose.InitialAssessment : ContactPurpose.FollowUp, Mode(c[5]), Day(c[2]), 0, Kept: true),
        "outreach_attempt" => new(ContactPurpose.OutreachAttempt, Mode(c[5]), Day(c[2]), 0, Kept: false),
        "no_show" => new(ContactPurpose.NoShow, Mode(c[5]), Day(c[2]), 0, Kept: false),
        "scheduling" => new(ContactPurpose.Scheduling, Mode(c[5]), Day(c[2]), 0, Kept: true),
        _ => new(ContactPurpose.Message, ContactMode.Message, Day(c[2]), 0, Kept: true),
    };

    private static ContactMode Mode(string modality) => modality switch
    {
        "in_person" => ContactMode.InPerson,
        "video" => ContactMode.Video,
        _ => ContactMode.Phone,
    };

    private static T Word<T>(string word) where T : struct, Enum => Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static LocalDate Day(string cell) => LocalDatePattern.Iso.Parse(cell).Value;

    private static LocalDate? Maybe(string cell) => cell.Length == 0 ? null : Day(cell);
}

/// <param name="Pseudonym">The same in all tables; never a medical record number.</param>
public sealed record ContractPatient(string Pseudonym, LocalDate BirthDate, IReadOnlyList<CoverageStretch> Coverage, IReadOnlyList<ContractEpisode> Episodes, IReadOnlyList<ContractScore> Scores)
{
    public override string ToString() => nameof(ContractPatient);
}

public sealed record ContractEpisode(
    LocalDate EnrolledOn, LocalDate? DischargedOn, DischargeReason? Reason, Instrument PrimaryScale, IReadOnlyList<ContactFact> Contacts, IReadOnlyList<ContractReview> Reviews)
{
    public override string ToString() => nameof(ContractEpisode);
}

public readonly record struct ContractScore(LocalDate On, Instrument Instrument, int Total);

/// <summary>One patient discussed with the psychiatric consultant.</summary>
public readonly record struct ContractReview(LocalDate On, bool HasRecommendation);
