using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The team's entries of an episode, sorted by kind. Most episodes have few or none, so they travel as one text.</summary>
internal sealed class TeamEntryFacts
{
    private static readonly TeamEntryFacts None = new();

    public List<MinutesFact> Minutes { get; } = [];
    public List<TreatmentChangeFact> TreatmentChanges { get; } = [];
    public List<ManualFlagFact> ManualFlags { get; } = [];
    public List<ConsultationRequestFact> ConsultationRequests { get; } = [];
    public List<ReminderFact> Reminders { get; } = [];
    public List<AcknowledgementFact> Acknowledgements { get; } = [];
    public List<BaselineOverrideFact> BaselineOverrides { get; } = [];

    public static TeamEntryFacts Read(string? entries)
    {
        if (entries is null) return None;
        using var json = JsonDocument.Parse(entries);
        var facts = new TeamEntryFacts();
        foreach (var entry in json.RootElement.EnumerateArray()) facts.Add(entry);
        return facts;
    }

    private void Add(JsonElement entry)
    {
        var on = Day(entry, "on_day")!.Value;
        switch (Text(entry, "kind"))
        {
            case "minutes":
                Minutes.Add(new(on, entry.GetProperty("minutes").GetInt32(), Word<WorkKind>(entry, "work"))
                {
                    By = Word<WorkBy>(entry, "by"),
                    BilledElsewhere = entry.GetProperty("billed_elsewhere").GetBoolean(),
                    Attendees = entry.GetProperty("attendees").GetInt32(),
                    Stamp = new(entry.GetProperty("id").GetGuid(), entry.GetProperty("staff_member_id").GetGuid(), Moment(entry, "started_at")),
                });
                break;
            case "treatment-change":
                TreatmentChanges.Add(new(on));
                break;
            case "manual-flag":
                ManualFlags.Add(new(Word<ManualFlagKind>(entry, "flag"), on, Day(entry, "cleared_on")));
                break;
            case "consultation-request":
                ConsultationRequests.Add(new(on, Text(entry, "reason")!, Day(entry, "withdrawn_on")));
                break;
            case "reminder":
                Reminders.Add(new(on, Day(entry, "due_on")!.Value, Day(entry, "done_on")));
                break;
            case "flag-acknowledgement":
                Acknowledgements.Add(new(Text(entry, "flag_id")!, on, Text(entry, "disposition"), Day(entry, "snoozed_until"), Id(entry, "assessment_id"), Text(entry, "instrument")));
                break;
            case "baseline-override":
                BaselineOverrides.Add(new(Id(entry, "assessment_id")!.Value, on, ""));
                break;
        }
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Guid? Id(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetGuid() : null;

    private static LocalDate? Day(JsonElement entry, string name) => Text(entry, name) is { } text ? LocalDatePattern.Iso.Parse(text).Value : null;

    private static Instant? Moment(JsonElement entry, string name) => Text(entry, name) is { } text ? OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant() : null;

    private static T Word<T>(JsonElement entry, string name) where T : struct, Enum => Kebab.Parse<T>(Text(entry, name)!);
}
