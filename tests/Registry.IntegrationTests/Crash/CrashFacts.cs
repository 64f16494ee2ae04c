using NodaTime;
using NodaTime.Text;

namespace Registry.IntegrationTests.Crash;

/// <summary>What one patient's team and EHR know: a score of two instruments on each of 25 days, and five calls.</summary>
internal sealed record CrashFacts(string Patient, string Episode, int Number)
{
    public const int Days = 25;
    public const int Calls = 5;

    public static readonly LocalDate EnrolledOn = new(2025, 6, 2);
    public static readonly LocalDate AsOf = EnrolledOn.PlusDays(27);
    public static readonly string[] Instruments = ["phq-9", "gad-7"];

    public int Total(string instrument, int day) => (Number * 7 + day * 5 + instrument.Length + (instrument[0] == 'p' ? 3 : 0)) % 22;

    public int Minutes(int call) => 10 + (Number + call) % 20;

    /// <summary>Every third score has no identifier of its own: then it is known again by what it says.</summary>
    public IEnumerable<Sending> Observations() =>
        from day in Enumerable.Range(0, Days)
        from instrument in Instruments
        let identifier = (day + Number) % 3 == 0 ? null : $"{Number}-{instrument}-{day}"
        select new Sending("/fhir/Observation",
            Intents.Observation(Patient, instrument, Day(day), Total(instrument, day), identifier: identifier).ToJsonString(), "application/fhir+json");

    public IEnumerable<Sending> Contacts() =>
        from call in Enumerable.Range(0, Calls)
        select new Sending($"/v1/episodes/{Episode}/contacts",
            $$"""{"purpose":"follow-up","mode":"phone","on":"{{Day(call)}}","minutes":{{Minutes(call)}}}""", "application/json", IdempotencyKey: $"{Number}-{call}");

    private static string Day(int day) => LocalDatePattern.Iso.Format(EnrolledOn.PlusDays(day));
}
