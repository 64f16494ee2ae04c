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

    public static BusinessIdentifier Of(FhirIdentifier identifier) => new(identifier.System, identifier.Value);

    /// <summary>
    /// For a score without a business identifier: what it says. A resend that is equal in patient, instrument, time and value is
    /// the same score; a second one of the same day differs in time or value.
    /// </summary>
    public static BusinessIdentifier? OfContent(ObservationReading reading, Guid patient)
    {
        if (reading.Identifiers.Count > 0 || reading is not { Instrument: { } instrument, Effective: { } effective }) return null;
        var said = $"{patient:N}|{instrument.Code}|{effective.Text}|{effective.EndText}|{reading.Total}";
        return new(Content, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said))));
    }

    /// <summary>Every name of an observation, the sender's own first.</summary>
    public static IReadOnlyList<BusinessIdentifier> Of(ObservationReading reading, Guid patient) =>
        OfContent(reading, patient) is { } content ? [content] : [.. reading.Identifiers.Select(Of)];
}
