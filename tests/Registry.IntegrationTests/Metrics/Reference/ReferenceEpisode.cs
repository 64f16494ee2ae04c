using NodaTime;

namespace Registry.IntegrationTests;

internal sealed record ReferenceScore(Guid Id, string Instrument, LocalDate On, int Total, int? Item9, bool Partial, LocalDate? Received, LocalDate? Reviewed, string Status)
{
    /// <summary>Nothing but answers came.</summary>
    public const string WithoutTotal = "without-total";
}

/// <summary>One episode as the rows told it at one moment, up to one day.</summary>
internal sealed class ReferenceEpisode
{
    public Guid Id { get; private init; }
    public Guid Patient { get; private init; }
    public Guid Clinic { get; private init; }
    public LocalDate Enrolled { get; private init; }
    public LocalDate? Ended { get; private init; }
    public string? Reason { get; private init; }
    public LocalDate? Born { get; private init; }
    public string Scale { get; private init; } = "";
    public List<(string Status, LocalDate On)> Statuses { get; private init; } = [];
    public List<(Guid Staff, LocalDate From, LocalDate? Until)> CareManagers { get; private init; } = [];
    public List<RawRow> Contacts { get; private init; } = [];
    public List<RawRow> Consultations { get; private init; } = [];
    public List<RawRow> Plans { get; private init; } = [];
    public List<RawRow> Entries { get; private init; } = [];
    public List<ReferenceScore> Scores { get; private init; } = [];
    public List<(string Payer, LocalDate Start, LocalDate? End)> Coverage { get; private init; } = [];

    public static List<ReferenceEpisode> Read(RawRegistry registry, Instant known, LocalDate end)
    {
        List<RawRow> Of(string table, Guid episode) =>
            [.. registry.Known(table, known).Where(r => r.Id("episode_id") == episode && !r.Is("entered_in_error") && r.Day("on_day") <= end).OrderBy(r => r.Day("on_day")).ThenBy(r => r.Id("id"))];

        return [.. registry.Known("episode", known).Select(e => new ReferenceEpisode
        {
            Id = e.Id("id"),
            Patient = e.Id("patient_id"),
            Clinic = e.Id("clinic_id"),
            Enrolled = e.Day("enrolled_on"),
            Ended = e.DayOrNone("ended_on"),
            Reason = e.Text("discharge_reason"),
            Born = registry.Known("patient", known).Single(p => p.Id("id") == e.Id("patient_id")).DayOrNone("birth_date"),
            Scale = e.Text("primary_scale")!,
            Statuses = [.. registry.Known("episode_status_change", known).Where(s => s.Id("episode_id") == e.Id("id")).OrderBy(s => s.Number("sequence")).Select(s => (s.Text("status")!, s.Day("on_day")))],
            CareManagers = [.. registry.Known("care_team_assignment", known).Where(a => a.Id("episode_id") == e.Id("id")).OrderBy(a => a.Day("from_on")).Select(a => (a.Id("staff_member_id"), a.Day("from_on"), a.DayOrNone("until_on")))],
            Contacts = Of("contact", e.Id("id")),
            Consultations = Of("consultation", e.Id("id")),
            Plans = Of("relapse_prevention_plan", e.Id("id")),
            Entries = Of("team_entry", e.Id("id")),
            Scores = [.. registry.Known("assessment", known).Where(a => a.Id("patient_id") == e.Id("patient_id") && a.Day("administered_on") <= end)
                .OrderBy(a => a.Day("administered_on")).ThenBy(a => a.Id("id")).Select(Score)],
            Coverage = CoverageOf(registry, known, e.Id("patient_id")),
        })];
    }

    private static ReferenceScore Score(RawRow a) => new(a.Id("id"), a.Text("instrument")!, a.Day("administered_on"), a.NumberOrNone("total") ?? -1, a.GetValueOrDefault("self_harm_answer") is short answer ? answer : null,
        a.Text("origin") == "prorated", a.DayOrNone("received_on"), a.DayOrNone("reviewed_on"),
        a.NumberOrNone("total") is null && a.Text("status") is "final" or "amended" or "corrected" ? ReferenceScore.WithoutTotal : a.Text("status")!);

    private static List<(string, LocalDate, LocalDate?)> CoverageOf(RawRegistry registry, Instant known, Guid patient)
    {
        var versions = registry.Known("patient_background", known).Where(b => b.Id("patient_id") == patient).Select(b => b.Number("version")).ToList();
        if (versions.Count == 0) return [];
        return [.. registry.Known("patient_coverage", known).Where(c => c.Id("patient_id") == patient && c.Number("version") == versions.Max())
            .Select(c => (c.Text("payer")!, c.Day("start_on"), c.DayOrNone("end_on")))];
    }
}
