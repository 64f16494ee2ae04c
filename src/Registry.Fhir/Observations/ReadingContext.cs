using NodaTime;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>What a reading needs to know besides the text.</summary>
/// <param name="Now">For the rule about the future.</param>
/// <param name="PublicBase">The configured address of this FHIR endpoint, without a slash at the end: what is an own reference.</param>
/// <param name="BirthDate">Of the patient, where it is known already.</param>
/// <param name="Forms">The forms known, by canonical address without a version; null where none is.</param>
/// <param name="LocalCodes">What the sender's own codes were mapped to, by system and code; null where none is.</param>
/// <param name="References">Within a transaction or an imported Bundle: what its references point at. Null elsewhere, a batch included.</param>
public sealed record ReadingContext(Instant Now, string PublicBase, LocalDate? BirthDate = null, BundleReferences? References = null,
    IReadOnlyDictionary<string, FormMap>? Forms = null, IReadOnlyDictionary<(string System, string Code), Instrument>? LocalCodes = null)
{
    public override string ToString() => nameof(ReadingContext);
}
