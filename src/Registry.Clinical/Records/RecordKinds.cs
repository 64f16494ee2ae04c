using static Registry.Clinical.RecordField;

namespace Registry.Clinical;

/// <summary>What a registry must tell another one, so that every list and flag is the same there: the whole table, by kind.</summary>
/// <remarks>
/// What a listed FHIR resource says in its own elements is not repeated: of patients, scores and episodes only the rest stands here.
/// </remarks>
public static class RecordKinds
{
    private static readonly RecordField OnDay = Day("on-day").Required();
    private static readonly RecordField Staff = new RecordField("staff-member-id", RecordFieldType.Staff).Required();
    private static readonly RecordField Begin = new("started-at", RecordFieldType.Moment);
    private static readonly RecordField Minutes = Number("minutes", 480).Required();
    private static readonly RecordField Note = Text("note", 1000);
    private static readonly RecordField Score = new("assessment-id", RecordFieldType.Score);
    private static readonly RecordField EnteredInError = new RecordField("entered-in-error", RecordFieldType.YesNo).Required();

    public static readonly RecordKind Patient = new("patient", "patient", [new("clinic-id", RecordFieldType.Clinic)]);

    public static readonly RecordKind Assessment = new("assessment", "assessment",
    [
        Code<ScoreOrigin>("origin").Required(), Code<AssessmentStatus>("status").Required(), new("administered-at", RecordFieldType.Moment),
        new("items", RecordFieldType.Answers), Number("self-harm-answer", 3), Day("received-on"), Day("reviewed-on"),
    ]);

    public static readonly RecordKind Episode = new("episode", "episode",
    [
        Text("program", 64).Required(), Code("primary-scale", Instruments.All.Select(i => i.Code)).Required(),
        Day("consent-on"), Day("consent-withdrawn-on"), Day("initiating-visit-on"), Day("last-seen-by-practitioner-on"), Day("care-plan-on"),
        new("is-part2", RecordFieldType.YesNo),
    ]);

    public static readonly RecordKind Contact = new("contact", "contact",
    [
        OnDay, Staff, Code<ContactPurpose>("purpose").Required(), Code<ContactMode>("mode").Required(), Begin, Minutes,
        new RecordField("kept", RecordFieldType.YesNo).Required(), EnteredInError,
    ]);

    public static readonly RecordKind CareTeamAssignment = new("care-team-assignment", "care_team_assignment",
        [Code<StaffRole>("role").Required(), Staff, Day("from-on").Required(), Day("until-on")]);

    public static readonly RecordKind Consultation = new("consultation", "consultation",
    [
        OnDay, new RecordField("consultant-id", RecordFieldType.Staff).Required(), new("review-session-id", RecordFieldType.Session), Begin, Minutes,
        Code<RecommendationKind>("recommendation"), Code<RecommendationState>("recommendation-state").Required(), Day("settled-on"), Note, EnteredInError,
    ]);

    public static readonly RecordKind RelapsePreventionPlan = new("relapse-prevention-plan", "relapse_prevention_plan", [OnDay, Staff, Begin, Minutes, EnteredInError]);

    public static readonly IReadOnlyList<RecordKind> TeamEntries =
    [
        TeamEntry("minutes", Staff, Code<WorkKind>("work").Required(), Code<WorkBy>("by").Required(), Begin, Minutes,
            new RecordField("billed-elsewhere", RecordFieldType.YesNo).Required(), Number("attendees", 50).Required()),
        TeamEntry("treatment-change", Code<TreatmentKind>("treatment").Required(), Code<TreatmentChangeKind>("change").Required(), Text("description", 200).Required()),
        TeamEntry("manual-flag", Code<ManualFlagKind>("flag").Required(), Day("cleared-on")),
        TeamEntry("consultation-request", Code<ConsultationReason>("reason").Required(), Day("withdrawn-on")),
        TeamEntry("reminder", Day("due-on").Required(), Day("done-on")),
        TeamEntry("flag-acknowledgement", Text("flag-id", 8).Required(), Code<FlagDisposition>("disposition"), Day("snoozed-until"), Score, Code("instrument", Instruments.All.Select(i => i.Code))),
        TeamEntry("baseline-override", Score.Required()),
        TeamEntry("note"),
    ];

    /// <summary>Those that no FHIR resource is made for: each is a Basic.</summary>
    public static readonly IReadOnlyDictionary<string, RecordKind> Basic =
        new[] { CareTeamAssignment, Consultation, RelapsePreventionPlan }.Concat(TeamEntries).ToDictionary(kind => kind.Code);

    /// <summary>Every column that some kind of team entry has, once.</summary>
    public static readonly RecordKind AnyTeamEntry = new("team-entry", "team_entry", [.. TeamEntries.SelectMany(kind => kind.Fields).DistinctBy(field => field.Name)]);

    private static RecordKind TeamEntry(string code, params RecordField[] own) => new(code, "team_entry", [OnDay, .. own, Note, EnteredInError]);
}
