using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One kind of fact about episodes: where it lies, whose it is, what the rules read of it, and how.</summary>
/// <remarks>
/// One range scan of one index a kind, over the owners asked about and nobody else; rows come as they are. Packed into arrays
/// and joined an episode at a time, the same facts cost the database three times as much.
/// </remarks>
/// <param name="Owner">The column that says whose it is; it leads an index after the organization.</param>
/// <param name="Columns">What is read after the owner; $4 is the day from which the stamps of contacts are wanted.</param>
/// <param name="Counts">Which rows count; $3 is the day asked about.</param>
/// <param name="IsKept">Whether the rows that stood at a past moment can be asked for.</param>
internal sealed record FactKind(string Name, string Table, string Owner, string Columns, string Counts, bool IsKept, Action<EpisodeInReading, NpgsqlDataReader> Read)
{
    public bool IsOfPatient => Owner == "patient_id";

    /// <summary>Where two of one day must come in the order recorded, since the later one decides; the id tells it.</summary>
    public string Order { get; init; } = "";

    /// <summary>As the rows stand: $1 is the organization, $2 the owners.</summary>
    public string Now { get => field ?? $"select {Owner}, {Columns} from {Table} where organization_id = $1 and {Owner} = any($2) and {Counts} {Order}"; init; }

    /// <summary>As they stood at $5, by patient: a version that was replaced is found by the patient it is about.</summary>
    public string Known { get => field ?? (IsKept ? $"select {Owner}, {Columns} from unnest($2) as about (patient) cross join lateral {Table}_known($1, about.patient, $5) as known where {Counts} {Order}" : Now); init; }

    public static readonly FactKind StatusChanges = new("status changes", "episode_status_change", "episode_id", "sequence, status, on_day, recorded_at", "true", IsKept: false,
        (episode, row) => episode.Add(row.GetInt32(1), new StatusChange(row.Day(3)!.Value, Kebab.Parse<EpisodeStatus>(row.GetString(2))), row.Moment(4)!.Value));

    public static readonly FactKind Scores = new("scores", "assessment", "patient_id", "administered_on, id, instrument, administered_at, total, self_harm_answer, origin = 'prorated', received_on, reviewed_on",
        $"administered_on <= $3 and {AssessmentConfiguration.Counts}", IsKept: true,
        (episode, row) => episode.Add(new Score(row.GetGuid(2), Instruments.ByCode(row.GetString(3))!, row.Day(1)!.Value, row.Moment(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetInt16(6))
        {
            IsProrated = row.GetBoolean(7),
            ReceivedOn = row.Day(8),
            ReviewedOn = row.Day(9),
        }));

    public static readonly FactKind Contacts = new("contacts", "contact", "episode_id",
        "on_day, purpose, mode, minutes, kept, case when on_day >= $4 then id end, case when on_day >= $4 then staff_member_id end, case when on_day >= $4 then started_at end",
        "on_day <= $3 and not entered_in_error", IsKept: true,
        (episode, row) => episode.Add(new ContactFact(Kebab.Parse<ContactPurpose>(row.GetString(2)), Kebab.Parse<ContactMode>(row.GetString(3)), row.Day(1)!.Value, row.GetInt32(4), row.GetBoolean(5))
        {
            Stamp = row.IsDBNull(6) ? default : Stamp(row, 6),
        }));

    public static readonly FactKind Consultations = new("consultations", "consultation", "episode_id", "on_day, id, consultant_id, started_at, minutes, recommendation, recommendation_state, settled_on",
        "on_day <= $3 and not entered_in_error", IsKept: true,
        (episode, row) => episode.Add(
            new ConsultationFact(row.Day(1)!.Value, row.GetInt32(5), !row.IsDBNull(6)) { Stamp = Stamp(row, 2) },
            row.IsDBNull(6) ? null : new RecommendationFact(row.GetGuid(2), row.Day(1)!.Value, Kebab.Parse<RecommendationState>(row.GetString(7)), row.Day(8))));

    public static readonly FactKind Plans = new("relapse prevention plans", "relapse_prevention_plan", "episode_id", "on_day, id, staff_member_id, started_at, minutes", "on_day <= $3 and not entered_in_error", IsKept: true,
        (episode, row) => episode.Add(new PlanFact(row.Day(1)!.Value, row.GetInt32(5)) { Stamp = Stamp(row, 2) }));

    public static readonly FactKind TeamEntries = new("team entries", "team_entry", "episode_id", TeamEntryFacts.Columns, "on_day <= $3 and not entered_in_error", IsKept: true,
        (episode, row) => episode.AddTeamEntry(row)) { Order = "order by on_day, id" };

    // A safety flag is the patient's until somebody clears it, and outlives the episode in which it was raised.
    public static readonly FactKind SafetyFlags = new("safety flags", "team_entry", "patient_id", "episode_id, on_day, cleared_on",
        $"on_day <= $3 and {TeamEntryConfiguration.IsSafetyFlag}", IsKept: true,
        (episode, row) => episode.PatientWasFlagged(row.GetGuid(1), new(ManualFlagKind.Safety, row.Day(2)!.Value, row.Day(3)))) { Order = "order by on_day, id" };

    // An amendment or a retraction takes a score out of quarantine.
    public static readonly FactKind WantSomebody = new("scores that want somebody", "assessment", "patient_id", "administered_on, id, status = 'quarantined', instrument, self_harm_answer, received_on",
        $"administered_on <= $3 and {AssessmentConfiguration.WantsSomebody}", IsKept: true,
        (episode, row) => WantsSomebody(episode, row.GetGuid(2), row.GetString(4), row.Day(1)!.Value, row.IsDBNull(5) ? null : row.GetInt16(5), isQuarantined: row.GetBoolean(3), row.Day(6))) { Order = "order by administered_on, id" };

    public static readonly FactKind Waiting = new("what waits to be mapped", "quarantine_entry", "patient_id", "received_on, settled_on", "received_on <= $3", IsKept: false,
        (episode, row) => episode.Add(new DataQualityFact("waiting-for-mapping", row.Day(1)!.Value, row.Day(2)))) { Order = "order by received_on, id" };

    public static readonly FactKind TreatingProviders = new("treating providers", "care_team_assignment", "patient_id", "episode_id, from_on", "role = 'treating-provider'", IsKept: true,
        (episode, row) => episode.TreatingProviderFrom(row.GetGuid(1), row.Day(2)!.Value));

    // A referral that was closed was no care.
    public static readonly FactKind EpisodesBefore = new("episodes before", "episode", "patient_id", "id, enrolled_on, ended_on",
        "ended_on is not null and (referred_on is null or exists (select from episode_status_change c where c.organization_id = $1 and c.episode_id = id and c.status = 'treatment'))", IsKept: true,
        (episode, row) => episode.PatientHadEpisode(row.GetGuid(1), row.Day(2)!.Value, row.Day(3)!.Value));

    public static readonly FactKind Identifiers = new("identifiers", "patient_identifier", "patient_id", "system, id, value_encrypted", "true", IsKept: false,
        (episode, row) => episode.PatientIsKnownAs(row.GetString(1), row.GetGuid(2), row.Bytes(3)!));

    /// <summary>Everything the rules know of an episode besides its own row.</summary>
    public static readonly IReadOnlyList<FactKind> All =
        [StatusChanges, Scores, Contacts, Consultations, Plans, TeamEntries, SafetyFlags, WantSomebody, Waiting, TreatingProviders, EpisodesBefore, Identifiers];

    internal static void WantsSomebody(EpisodeInReading episode, Guid assessment, string instrument, LocalDate on, int? answer, bool isQuarantined, LocalDate? received)
    {
        if (isQuarantined) episode.Add(new DataQualityFact("total-items-mismatch", on, null, assessment));
        if (answer is > 0 and var selfHarm) episode.Add(new SelfHarmAnswer(assessment, Instruments.ByCode(instrument)!, on, selfHarm) { ReceivedOn = received });
    }

    /// <summary>Two kinds with rows of one shape in one statement: which a row is, its last column says.</summary>
    public FactKind And(FactKind other)
    {
        var (first, second) = (this with { Columns = $"{Columns}, true" }, other with { Columns = $"{other.Columns}, false" });
        return new($"{Name} and {other.Name}", Table, Owner, Columns, Counts, IsKept, (episode, row) => (row.GetBoolean(row.FieldCount - 1) ? Read : other.Read)(episode, row))
        {
            Now = $"{first.Now} union all {second.Now}",
            Known = $"{first.Known} union all {second.Known}",
        };
    }

    private static WorkStamp Stamp(NpgsqlDataReader row, int at) => new(row.GetGuid(at), row.GetGuid(at + 1), row.Moment(at + 2));
}
