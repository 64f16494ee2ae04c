using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>The ten invented patients of the public New York State guide, March 2025, as facts.</summary>
internal static class NewYorkFixture
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "nys-2025-03.json"))).RootElement;

    public static readonly YearMonth Month = new(2025, 3);

    public static readonly IReadOnlyList<MeasuredEpisode> Patients = [.. Root.GetProperty("patients").EnumerateArray().Select((p, i) => Read(p, i + 1))];

    public static JsonElement Expected => Root.GetProperty("expected");

    public static MeasuredEpisode Patient(int number) => Patients[number - 1];

    private static MeasuredEpisode Read(JsonElement patient, int number)
    {
        var enrolled = Day(patient.GetProperty("enrolled"));
        var discharge = patient.GetProperty("discharge") is { ValueKind: JsonValueKind.Object } given ? given : (JsonElement?)null;
        var ended = discharge is { } left ? Day(left.GetProperty("date")) : (LocalDate?)null;
        var scores = patient.GetProperty("scores").EnumerateArray().Select(s => new Score(Guid.CreateVersion7(), ScaleOf(patient), Day(s.GetProperty("date")), null, s.GetProperty("total").GetInt32(), null));
        return new(new()
        {
            EpisodeId = new(new Guid(number, 0, 0, new byte[8])),
            PatientId = new(new Guid(number, 1, 0, new byte[8])),
            EnrolledOn = enrolled,
            EndedOn = ended,
            PrimaryScale = ScaleOf(patient),
            StatusChanges = [new(enrolled, EpisodeStatus.Treatment), .. ended is { } on ? [new StatusChange(on, EpisodeStatus.Inactive)] : Array.Empty<StatusChange>()],
            Scores = [.. scores],
            Contacts = [.. ContactDays(patient, enrolled, ended).Select(on => new ContactFact(ContactPurpose.FollowUp, ContactMode.Phone, on, 20, Kept: true))],
            Consultations = patient.GetProperty("lastPsychReview").GetString() is { } day ? [new(LocalDatePattern.Iso.Parse(day).Value, 10, HasRecommendation: true)] : [],
        }, default)
        {
            DischargeReason = discharge is null ? null : discharge.Value.GetProperty("reason").GetString() is "graduated" ? DischargeReason.Graduated : DischargeReason.Other,
            Traits = new() { BirthDate = new(1980, 1, number) },
            Coverage = [new(patient.GetProperty("medicaid").GetBoolean() ? PayerCategory.MedicaidManagedCare : PayerCategory.Commercial, new(2024, 1, 1), null)],
        };
    }

    /// <summary>The guide gives no contacts but those of March and the last one of P4: monthly ones are filled in, so that nobody else lapses.</summary>
    private static IEnumerable<LocalDate> ContactDays(JsonElement patient, LocalDate enrolled, LocalDate? ended)
    {
        var seenInMarch = patient.GetProperty("treatmentContactInMonth").GetBoolean();
        var last = seenInMarch ? new LocalDate(2025, 3, 20) : ended ?? new LocalDate(2024, 12, 10);
        for (var day = enrolled; day < last; day = day.PlusDays(30)) yield return day;
        yield return last;
    }

    private static Instrument ScaleOf(JsonElement patient) => patient.GetProperty("primaryScale").GetString() switch
    {
        "gad7" => Instruments.Gad7,
        "pcl5" => Instruments.Pcl5,
        _ => Instruments.Phq9,
    };

    private static LocalDate Day(JsonElement day) => LocalDatePattern.Iso.Parse(day.GetString()!).Value;
}
