using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>The ten patients of the published caseload table, with invented names, so that asking for 2023-01-24 shows that very page.</summary>
/// <remarks>The facts are the acceptance fixture itself. Their later story is ours: care ends 90 days after the last contact, so they do not linger.</remarks>
public static class Figure3Caseload
{
    public static readonly LocalDate ReportDate = new(2023, 1, 24);

    internal static readonly SyntheticClinic Clinic = new(new(SyntheticIds.Named("clinic figure 3")), "Figure 3 Clinic (synthetic)", TeamMaker.Zone("America/New_York"), 0);
    public static readonly SyntheticStaff CareManager = TeamMaker.Member("figure 3 care manager", Clinic, "Figura Dreisample", StaffRole.CareManager);
    internal static readonly SyntheticStaff Consultant = TeamMaker.Member("figure 3 consultant", Clinic, "Dr. Tabula Mockwell", StaffRole.PsychiatricConsultant);

    public static Id<Clinic> ClinicId => Clinic.Id;

    internal static IEnumerable<SyntheticPatient> Patients()
    {
        using var file = typeof(Figure3Caseload).Assembly.GetManifestResourceStream("figure3.json")!;
        var fixture = JsonSerializer.Deserialize<Fixture>(file, JsonSerializerOptions.Web)!;
        return [.. fixture.Facts.Select((facts, index) => Patient(facts, Dice.For(3, index)))];
    }

    private static SyntheticPatient Patient(Facts facts, Dice dice)
    {
        var contacts = facts.Contacts.Select(c => (c.Type, On: Day(c.Date), c.Minutes)).ToList();
        var clinical = contacts.Where(c => c.Type is "initial-assessment" or "follow-up").ToList();
        var enrolled = clinical[0].On;
        var last = clinical[^1].On;
        var plan = contacts.Where(c => c.Type == "relapse-prevention-plan").Select(c => (LocalDate?)c.On).Max();

        List<StatusChange> changes = [new(enrolled, EpisodeStatus.Treatment)];
        if (facts.Status == "relapse-prevention") changes.Add(new(plan ?? enrolled, EpisodeStatus.RelapsePrevention));
        var ended = last.PlusDays(90);
        changes.Add(new(ended, EpisodeStatus.Inactive));

        var episode = new SyntheticEpisode(new(Id(dice, enrolled)), enrolled, Instruments.Phq9, TreatingProvider: null, changes,
            [new(CareManager.Id, enrolled, null)], ended, DischargeReason.AdministrativeInactivity, Noon(enrolled),
            [.. clinical.Select(c => new SyntheticContact(new(Id(dice, c.On)), CareManager.Id,
                c.Type == "follow-up" ? ContactPurpose.FollowUp : ContactPurpose.InitialAssessment, ContactMode.Phone, c.On, null, c.Minutes, Kept: true, Noon(c.On)))],
            [.. contacts.Where(c => c.Type == "psychiatric-consultation").Select(c => new SyntheticConsultation(
                new(Id(dice, c.On)), Consultant.Id, c.On, c.Minutes, RecommendationKind.ContinueTreatment, Noon(c.On)))],
            [.. contacts.Where(c => c.Type == "relapse-prevention-plan").Select(c => new SyntheticPlan(new(Id(dice, c.On)), CareManager.Id, c.On, c.Minutes, Noon(c.On)))]);

        return new(new(Id(dice, enrolled)), Clinic.Id, InventedNames.FamilyName(dice), InventedNames.GivenName(dice),
            enrolled.PlusYears(-dice.Between(20, 70)), facts.Mrn, Noon(enrolled), [episode],
            [.. facts.Scores.Select(s => new SyntheticAssessment(new(Id(dice, Day(s.Date))), Instruments.ByCode(s.Instrument)!, Day(s.Date), null, s.Total,
                Items: null, ScoreOrigin.Stated, AssessmentStatus.Final, SourceId: null, Noon(Day(s.Date))))]);
    }

    private static Guid Id(Dice dice, LocalDate day) => SyntheticIds.Next(dice, Noon(day));

    private static Instant Noon(LocalDate day) => Clinic.Zone.AtStartOfDay(day).ToInstant() + Duration.FromHours(12);

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private sealed record Fixture(IReadOnlyList<Facts> Facts);

    private sealed record Facts(string Mrn, string Status, IReadOnlyList<Dated> Contacts, IReadOnlyList<Scored> Scores);

    private sealed record Dated(string Type, string Date, int Minutes);

    private sealed record Scored(string Instrument, string Date, int Total);
}
