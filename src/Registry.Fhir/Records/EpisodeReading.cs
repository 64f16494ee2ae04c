using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>Reads the EpisodeOfCare of another registry: the dated phases, why it ended, and the values beside.</summary>
public sealed record EpisodeReading(Guid PatientId, IReadOnlyList<StatusChange> Phases, DischargeReason? Reason, RecordReading Rest)
{
    public static (EpisodeReading? Episode, IReadOnlyList<FhirIssue> Issues) Of(FhirResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var json = resource.Json;
        (EpisodeReading?, IReadOnlyList<FhirIssue>) Refused(string element, string text) => (null, [FhirIssue.Refused(IssueCode.Value, resource.Path + element, text)]);

        var rest = RecordReading.Beside(resource, RecordKinds.Episode);
        if (rest.IsRefused) return (null, rest.Issues);
        if (!JsonReads.Has(json, "patient"u8, out var reference) || RecordReading.Id(JsonReads.Text(reference, "reference"u8), "Patient") is not { } patient)
            return Refused(".patient", "The episode names no Patient.");
        var phases = new List<StatusChange>();
        foreach (var history in JsonReads.List(json, "statusHistory"u8))
        {
            var place = $".statusHistory[{phases.Count}]";
            if (!Codes<EpisodeStatus>.ByCode.TryGetValue(Extension(history, "episode-phase") ?? "", out var phase)) return Refused(place, "The extension episode-phase is missing, or no phase of an episode.");
            if (!JsonReads.Has(history, "period"u8, out var period) || LocalDatePattern.Iso.Parse(JsonReads.Text(period, "start"u8) ?? "") is not { Success: true, Value: var day })
                return Refused(place + ".period", "A phase begins on a day.");
            phases.Add(new(day, phase));
        }

        if (phases.Count == 0) return Refused(".statusHistory", "The episode has no history of its phases.");
        var reason = Extension(json, "discharge-reason");
        if (reason is not null && !Codes<DischargeReason>.ByCode.ContainsKey(reason)) return Refused(".extension", "The extension discharge-reason holds no reason that is known here.");
        return (new(patient, phases, reason is null ? null : Codes<DischargeReason>.ByCode[reason], rest), []);
    }

    private static string? Extension(JsonElement element, string name)
    {
        foreach (var extension in JsonReads.List(element, "extension"u8))
        {
            if (JsonReads.Text(extension, "url"u8)?.EndsWith("/StructureDefinition/" + name, StringComparison.Ordinal) == true) return JsonReads.Text(extension, "valueCode"u8);
        }

        return null;
    }

    private static class Codes<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByCode = Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));
    }

    public override string ToString() => nameof(EpisodeReading);
}
