namespace Registry.Fhir;

public enum SubjectKind
{
    /// <summary>A patient of this server: <see cref="SubjectReference.Id"/>.</summary>
    ById,

    /// <summary>Exactly one patient must have one of <see cref="SubjectReference.Identifiers"/>: a logical reference, a conditional one, or a contained patient.</summary>
    ByIdentifier,

    /// <summary>The Patient in entry <see cref="SubjectReference.Entry"/> of the same Bundle.</summary>
    InBundle,
}

/// <summary>Whose score it is, as far as the text can tell.</summary>
/// <param name="Identifiers">Also given beside an id where the sender wrote both; then the id decides.</param>
public sealed record SubjectReference(SubjectKind Kind, string? Id, IReadOnlyList<FhirIdentifier> Identifiers, int? Entry)
{
    public override string ToString() => $"SubjectReference {Kind}";
}
