using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One episode while its facts come in, a kind at a time.</summary>
internal sealed class EpisodeInReading
{
    /// <summary>Expects the aliases e for episode and patient.</summary>
    public const string Columns = """
        e.id, e.patient_id, e.enrolled_on, e.ended_on, e.primary_scale,
        e.consent_on, e.consent_withdrawn_on, e.initiating_visit_on, e.last_seen_by_practitioner_on, e.care_plan_on,
        patient.given_name_encrypted, patient.family_name_encrypted, patient.birth_date_encrypted, e.clinic_id, e.discharge_reason, e.program
        """;

    private readonly LocalDate enrolledOn;
    private readonly LocalDate? endedOn;
    private readonly Instrument primaryScale;
    private readonly PrerequisiteFacts prerequisites;
    private readonly byte[] givenName;
    private readonly byte[] familyName;
    private readonly byte[]? birthDate;
    private readonly OrganizationKeys? keys;
    private readonly Id<Clinic> clinicId;
    private readonly DischargeReason? dischargeReason;
    private readonly string program;
    private readonly Instant knownAt;

    private readonly List<(int Sequence, StatusChange Change)> statusChanges = [];
    private readonly List<Score> scores = [];
    private readonly List<DataQualityFact> problems = [];
    private readonly List<SelfHarmAnswer> selfHarmAnswers = [];
    private readonly List<ContactFact> contacts = [];
    private readonly List<ConsultationFact> consultations = [];
    private readonly List<RecommendationFact> recommendations = [];
    private readonly List<PlanFact> plans = [];
    private readonly TeamEntryFacts team = new();
    private readonly List<(Guid Id, CareManagerStretch Stretch)> careManagers = [];
    private LocalDate? treatingProviderSince;
    private LocalDate? previousCareEndedOn;
    private readonly List<(string System, Guid Id, byte[] Value)> identifiers = [];

    /// <param name="keys">Null where nobody is shown whom it is about.</param>
    public EpisodeInReading(NpgsqlDataReader row, OrganizationKeys? keys, Instant? knownAt)
    {
        (EpisodeId, PatientId) = (row.GetGuid(0), row.GetGuid(1));
        (enrolledOn, endedOn) = (row.Day(2)!.Value, row.Day(3));
        primaryScale = Instruments.ByCode(row.GetString(4))!;
        prerequisites = new(row.Day(5), row.Day(6), row.Day(7), row.Day(8), row.Day(9));
        (givenName, familyName, birthDate, this.keys) = (row.Bytes(10)!, row.Bytes(11)!, row.Bytes(12), keys);
        (clinicId, dischargeReason) = (new(row.GetGuid(13)), row.Text(14) is { } reason ? Kebab.Parse<DischargeReason>(reason) : null);
        program = row.GetString(15);
        this.knownAt = knownAt ?? Instant.MaxValue;
    }

    public Guid EpisodeId { get; }
    public Guid PatientId { get; }
    public PatientTraits Traits { get; set; } = PatientTraits.Unknown;
    public IReadOnlyList<CoverageStretch> Coverage { get; set; } = [];

    public void Add(int sequence, StatusChange change, Instant recordedAt)
    {
        if (recordedAt <= knownAt) statusChanges.Add((sequence, change));
    }

    public void Add(Score score)
    {
        if (IsNearEnough(score.On)) scores.Add(score);
    }

    public void Add(DataQualityFact problem)
    {
        if (IsNearEnough(problem.FoundOn)) problems.Add(problem);
    }

    public void Add(SelfHarmAnswer answer)
    {
        if (IsNearEnough(answer.On)) selfHarmAnswers.Add(answer);
    }

    public void Add(ContactFact contact) => contacts.Add(contact);

    public void Add(ConsultationFact consultation, RecommendationFact? recommendation)
    {
        consultations.Add(consultation);
        if (recommendation is { } left) recommendations.Add(left);
    }

    public void Add(PlanFact plan) => plans.Add(plan);

    public void AddTeamEntry(NpgsqlDataReader row) => team.Add(row);

    /// <summary>As a safety risk, in any episode of the patient; one that had ended by then is no concern of it.</summary>
    public void PatientWasFlagged(Guid episode, ManualFlagFact flag)
    {
        if (episode != EpisodeId && !(flag.RaisedOn > endedOn)) team.ManualFlags.Add(flag);
    }

    /// <summary>In any episode of the patient.</summary>
    public void TreatingProviderFrom(Guid episode, LocalDate day)
    {
        if (episode == EpisodeId && !(treatingProviderSince <= day)) treatingProviderSince = day;
    }

    /// <summary>Of any episode of the patient.</summary>
    public void CareManager(Guid episode, Guid id, CareManagerStretch stretch)
    {
        if (episode == EpisodeId) careManagers.Add((id, stretch));
    }

    /// <summary>Any episode of the patient that ended, this one included.</summary>
    public void PatientHadEpisode(Guid id, LocalDate enrolled, LocalDate ended)
    {
        if (id != EpisodeId && enrolled < enrolledOn && !(previousCareEndedOn >= ended)) previousCareEndedOn = ended;
    }

    public void PatientIsKnownAs(string system, Guid id, byte[] value) => identifiers.Add((system, id, value));

    public CaseloadPatient Read() => new(Facts(), DisplayName(), keys?.DecryptDay("patient", "birth_date_encrypted", PatientId, birthDate), Identifier());

    /// <summary>For figures, which name nobody; of who it is they want the age.</summary>
    public MeasuredEpisode Measured(OrganizationKeys keys) => new(Facts(), clinicId)
    {
        Program = program,
        DischargeReason = dischargeReason,
        CareManagers = [.. careManagers.ByDay(static c => c.Stretch.FromOn, static c => c.Id).Select(c => c.Stretch)],
        Traits = Traits with { BirthDate = keys.DecryptDay("patient", "birth_date_encrypted", PatientId, birthDate) },
        Coverage = Coverage,
    };

    private EpisodeFacts Facts()
    {
        statusChanges.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return new()
        {
            EpisodeId = new(EpisodeId),
            PatientId = new(PatientId),
            EnrolledOn = enrolledOn,
            EndedOn = endedOn,
            PrimaryScale = primaryScale,
            StatusChanges = [.. statusChanges.Select(c => c.Change)],
            Scores = scores.InOrder(FactOrder.ByDayThenMoment),
            Contacts = contacts.ByDay(static f => f.On, static f => f.Stamp.Id),
            Consultations = consultations.ByDay(static f => f.On, static f => f.Stamp.Id),
            Recommendations = recommendations.ByDay(static f => f.On, static f => f.Id),
            RelapsePreventionPlans = plans.ByDay(static f => f.On, static f => f.Stamp.Id),
            MinutesEntries = team.Minutes.ByDay(static f => f.On, static f => f.Stamp.Id),
            TreatmentChanges = team.TreatmentChanges.ByDay(static f => f.On),
            ManualFlags = team.ManualFlags.ByDay(static f => f.RaisedOn),
            ConsultationRequests = team.ConsultationRequests.ByDay(static f => f.On),
            Reminders = team.Reminders.ByDay(static f => f.SetOn),
            Acknowledgements = team.Acknowledgements.ByDay(static f => f.On),
            BaselineOverrides = team.BaselineOverrides.ByDay(static f => f.On),
            DataQualityProblems = problems.ByDay(static f => f.FoundOn),
            SelfHarmAnswers = selfHarmAnswers.ByDay(static f => f.On, static f => f.AssessmentId),
            Prerequisites = prerequisites with { TreatingProviderSince = treatingProviderSince },
            PreviousCareEndedOn = previousCareEndedOn,
        };
    }

    private string DisplayName()
    {
        var name = keys is null ? "" : $"{keys.Decrypt("patient", "given_name_encrypted", PatientId, givenName)} {keys.Decrypt("patient", "family_name_encrypted", PatientId, familyName)}".Trim();
        return name.Length == 0 ? "Unnamed" : name;
    }

    /// <summary>Of several identifiers the first by system and value is shown.</summary>
    private string? Identifier() => keys is null || identifiers.Count == 0 ? null
        : identifiers.Select(i => (i.System, Value: keys.Decrypt("patient_identifier", "value_encrypted", i.Id, i.Value)))
            .OrderBy(i => i.System, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal).First().Value;

    /// <summary>Scores are the patient's; an episode takes those from two weeks before it on.</summary>
    private bool IsNearEnough(LocalDate day) => day >= enrolledOn.PlusDays(-14);
}
