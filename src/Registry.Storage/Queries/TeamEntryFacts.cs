using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The team's entries of an episode, sorted by kind. Most episodes have few or none.</summary>
internal sealed class TeamEntryFacts
{
    /// <summary>After the owner: what all kinds have, then each kind's own.</summary>
    public const string Columns = """
        on_day, kind, id, staff_member_id, started_at, minutes, work, by, billed_elsewhere, attendees,
        flag, cleared_on, reason, withdrawn_on, due_on, done_on, flag_id, disposition, snoozed_until, assessment_id, instrument
        """;

    public List<MinutesFact> Minutes { get; } = [];
    public List<TreatmentChangeFact> TreatmentChanges { get; } = [];
    public List<ManualFlagFact> ManualFlags { get; } = [];
    public List<ConsultationRequestFact> ConsultationRequests { get; } = [];
    public List<ReminderFact> Reminders { get; } = [];
    public List<AcknowledgementFact> Acknowledgements { get; } = [];
    public List<BaselineOverrideFact> BaselineOverrides { get; } = [];

    public void Add(NpgsqlDataReader row)
    {
        var on = row.Day(1)!.Value;
        switch (row.GetString(2))
        {
            case "minutes":
                Minutes.Add(new(on, row.GetInt32(6), Kebab.Parse<WorkKind>(row.GetString(7)))
                {
                    By = Kebab.Parse<WorkBy>(row.GetString(8)),
                    BilledElsewhere = row.GetBoolean(9),
                    Attendees = row.GetInt32(10),
                    Stamp = new(row.GetGuid(3), row.GetGuid(4), row.Moment(5)),
                });
                break;
            case "treatment-change":
                TreatmentChanges.Add(new(on));
                break;
            case "manual-flag":
                ManualFlags.Add(new(Kebab.Parse<ManualFlagKind>(row.GetString(11)), on, row.Day(12)));
                break;
            case "consultation-request":
                ConsultationRequests.Add(new(on, row.GetString(13), row.Day(14)));
                break;
            case "reminder":
                Reminders.Add(new(on, row.Day(15)!.Value, row.Day(16)));
                break;
            case "flag-acknowledgement":
                Acknowledgements.Add(new(row.GetString(17), on, row.Text(18), row.Day(19), row.Id(20), row.Text(21)));
                break;
            case "baseline-override":
                BaselineOverrides.Add(new(row.GetGuid(20), on, ""));
                break;
        }
    }
}
