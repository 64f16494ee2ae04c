using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>The ten rows of the published caseload table, as facts and as printed.</summary>
internal static class Figure3
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "figure3.json"))).RootElement;

    public static readonly LocalDate ReportDate = Day(Root.GetProperty("reportDate"));

    public static readonly IReadOnlyList<EpisodeFacts> Episodes = [.. Root.GetProperty("facts").EnumerateArray().Select((patient, i) => Facts(patient, i + 1))];

    public static readonly IReadOnlyList<PrintedRow> Printed = [.. Root.GetProperty("expected").EnumerateArray().Select(Row)];

    public static EpisodeFacts Episode(int row) => Episodes[row - 1];

    private static EpisodeFacts Facts(JsonElement patient, int row)
    {
        var contacts = patient.GetProperty("contacts").EnumerateArray().ToList();
        IEnumerable<JsonElement> OfType(string type) => contacts.Where(c => c.GetProperty("type").GetString() == type);
        var enrolled = Day(OfType("initial-assessment").Single().GetProperty("date"));
        var plans = OfType("relapse-prevention-plan").Select(c => new PlanFact(Day(c.GetProperty("date")), Minutes(c))).ToList();
        return new()
        {
            EpisodeId = new(new Guid(row, 0, 0, new byte[8])),
            PatientId = new(new Guid(row, 1, 0, new byte[8])),
            EnrolledOn = enrolled,
            PrimaryScale = Instruments.Phq9,
            StatusChanges =
            [
                new(enrolled, EpisodeStatus.Treatment),
                .. patient.GetProperty("status").GetString() is "relapse-prevention" ? [new StatusChange(plans[^1].On, EpisodeStatus.RelapsePrevention)] : Array.Empty<StatusChange>(),
            ],
            Scores = [.. patient.GetProperty("scores").EnumerateArray().Select(AsScore).OrderBy(score => score.On)],
            Contacts = [.. contacts.Where(c => c.GetProperty("type").GetString() is "initial-assessment" or "follow-up").Select(AsContact)],
            Consultations = [.. OfType("psychiatric-consultation").Select(c => new ConsultationFact(Day(c.GetProperty("date")), Minutes(c), HasRecommendation: true))],
            RelapsePreventionPlans = plans,
        };
    }

    private static Score AsScore(JsonElement score) => new(
        Guid.CreateVersion7(), Instruments.ByCode(score.GetProperty("instrument").GetString())!, Day(score.GetProperty("date")), null, score.GetProperty("total").GetInt32(), null);

    private static ContactFact AsContact(JsonElement contact) => new(
        contact.GetProperty("type").GetString() is "initial-assessment" ? ContactPurpose.InitialAssessment : ContactPurpose.FollowUp,
        ContactMode.InPerson, Day(contact.GetProperty("date")), Minutes(contact), Kept: true);

    private static PrintedRow Row(JsonElement row) => new(
        row.GetProperty("mrn").GetString()!, row.GetProperty("status").GetString()!,
        Cell(row.GetProperty("phq9")), Cell(row.GetProperty("gad7")), Cell(row.GetProperty("pcl5")),
        DayOrNone(row.GetProperty("initialAssessment")), DayOrNone(row.GetProperty("followUp")),
        DayOrNone(row.GetProperty("psychiatricConsultation")), DayOrNone(row.GetProperty("relapsePreventionPlan")),
        row.GetProperty("sessions").GetInt32(), row.GetProperty("weeksSinceInitialAssessment").GetInt32(), row.GetProperty("minutesThisMonth").GetInt32());

    private static PrintedCell? Cell(JsonElement cell) => cell.ValueKind is JsonValueKind.Null
        ? null
        : new(cell.GetProperty("first").GetInt32(), cell.GetProperty("last").GetInt32(), cell.GetProperty("lastIsStale").GetBoolean());

    private static int Minutes(JsonElement contact) => contact.GetProperty("minutes").GetInt32();

    private static LocalDate? DayOrNone(JsonElement day) => day.ValueKind is JsonValueKind.Null ? null : Day(day);

    private static LocalDate Day(JsonElement day) => LocalDatePattern.Iso.Parse(day.GetString()!).Value;
}

internal sealed record PrintedRow(
    string Mrn, string Status, PrintedCell? Phq9, PrintedCell? Gad7, PrintedCell? Pcl5,
    LocalDate? InitialAssessment, LocalDate? FollowUp, LocalDate? Consultation, LocalDate? Plan, int Sessions, int Weeks, int Minutes);

internal sealed record PrintedCell(int First, int Last, bool Stale);
