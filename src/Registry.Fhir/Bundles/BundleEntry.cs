namespace Registry.Fhir;

/// <summary>One entry of a Bundle.</summary>
public sealed class BundleEntry
{
    /// <summary>Place in the Bundle as sent, from 0; answers come in this order.</summary>
    public required int Index { get; init; }

    public string? FullUrl { get; init; }

    /// <summary>Null when there is none, or none that says what it is.</summary>
    public FhirResource? Resource { get; init; }

    /// <summary>Null outside batch and transaction, and when it cannot be read.</summary>
    public BundleRequest? Request { get; init; }

    /// <summary>What is wrong with this entry alone, its resource included. In a batch it concerns no other.</summary>
    public required FhirIssues Issues { get; init; }

    /// <summary>References like <c>Patient?identifier=system|value</c> in the resource of a transaction: each must mean exactly one.</summary>
    public IReadOnlyList<ConditionalReference> ConditionalReferences { get; internal set; } = [];

    public bool IsRefused => Issues.HasErrors;
}

/// <summary>A reference that names what it means by a condition.</summary>
/// <param name="Text">As written.</param>
/// <param name="Path">Where, for an issue about it.</param>
/// <param name="Type">"Patient"</param>
public sealed record ConditionalReference(string Text, string Path, string Type, FhirIdentifier Identifier)
{
    public override string ToString() => $"{nameof(ConditionalReference)} {Type}";
}

public enum BundleMethod { Delete, Post, Put, Patch, Get, Head }

/// <summary>What an entry asks for.</summary>
/// <param name="Type">Resource type of the address.</param>
/// <param name="Id">From <c>Type/id</c>.</param>
/// <param name="Query">From <c>Type?query</c>: a search, or a conditional update.</param>
/// <param name="Condition">From ifNoneExist, or from the query of a conditional PUT.</param>
/// <param name="IfMatch">As written: <c>W/"1"</c>.</param>
public sealed record BundleRequest(
    BundleMethod Method, string Type, string? Id, string? Query, FhirIdentifier? Condition, string? IfMatch, string? IfNoneMatch, string? IfModifiedSince)
{
    public override string ToString() => $"{Method} {Type}";
}
