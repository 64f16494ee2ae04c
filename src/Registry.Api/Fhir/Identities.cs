using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Under which names a resource is stored once.</summary>
internal static class Identities
{
    private const string Content = "urn:registry:content";
    private const string Sitting = "urn:registry:sitting";
    private const string Refused = "urn:registry:refused";

    public static BusinessIdentifier Of(FhirIdentifier identifier) => new(identifier.System, identifier.Value);

    /// <summary>
    /// For a score without a business identifier: what it says. A resend that is equal in patient, instrument, time and value is
    /// the same score; a second one of the same day differs in time or value.
    /// </summary>
    public static BusinessIdentifier? OfContent(ObservationReading reading, Guid patient)
    {
        if (reading.Identifiers.Count > 0 || reading is not { Instrument: { } instrument, Effective: { } effective }) return null;
        // Without a total, what was answered tells one from another.
        var answers = reading.Total is null && reading.Items is { } items ? string.Join(',', items) : "";
        return new(Content, Digest($"{patient:N}|{instrument.Code}|{effective.Text}|{effective.EndText}|{reading.Total}|{answers}"));
    }

    /// <summary>
    /// For a response, and for an Observation derived from one: the sitting they tell of. An EHR often sends both, each under a name
    /// of its own; where patient, instrument, day and total are the same they are one score, whichever comes first.
    /// </summary>
    /// <remarks>An Observation that does not say where it comes from is never joined: it may be a second sitting.</remarks>
    public static BusinessIdentifier? OfSitting(ObservationReading reading, Guid patient) =>
        reading is { IsFromResponse: true, Kind: ReadingKind.Score, Score: { } score } ? new(Sitting, Digest($"{patient:N}|{score.Instrument.Code}|{score.On:uuuu-MM-dd}|{score.Total}")) : null;

    /// <summary>The names that can only be known once the patient is.</summary>
    public static IEnumerable<BusinessIdentifier> ThatNameThePatient(ObservationReading reading, Guid patient)
    {
        if (OfContent(reading, patient) is { } content) yield return content;
        if (OfSitting(reading, patient) is { } sitting) yield return sitting;
        if (reading.IsSafetyConcern) yield return OfRefused(reading, patient);
    }

    /// <summary>Of answers about self-harm on a form that was refused.</summary>
    public static BusinessIdentifier OfRefused(ObservationReading reading, Guid patient) =>
        new(Refused, Digest($"{patient:N}|{reading.Instrument!.Code}|{reading.Effective!.Text}|{string.Join(',', reading.Items!)}"));

    /// <summary>Of a resource that waits: its own name, or what it says to the letter.</summary>
    public static string OfWaiting(ImportEntry entry) => entry.Observation!.Identifiers is [{ } own, ..]
        ? Digest($"{own.System}|{own.Value}") : Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(entry.Resource.Json)));

    /// <summary>Every name of an observation, the sender's own first.</summary>
    public static IReadOnlyList<BusinessIdentifier> Of(ObservationReading reading, Guid patient) =>
        OfContent(reading, patient) is { } content ? [content] : [.. reading.Identifiers.Select(Of)];

    private static string Digest(string said) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
}
