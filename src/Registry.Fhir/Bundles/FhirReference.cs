namespace Registry.Fhir;

internal enum ReferenceKind { Invalid, Local, Foreign, Urn, Conditional }

/// <summary>The parts of a literal reference.</summary>
internal readonly record struct FhirReference(ReferenceKind Kind, string? Type = null, string? Id = null, string? Query = null)
{
    /// <param name="publicBase">Our own address, so that an absolute reference to ourselves is recognised; without a slash at the end.</param>
    public static FhirReference Parse(string reference, string? publicBase)
    {
        if (reference.StartsWith("urn:", StringComparison.Ordinal)) return new(ReferenceKind.Urn);
        if (publicBase is { Length: > 0 } && reference.StartsWith(publicBase, StringComparison.Ordinal) && reference.Length > publicBase.Length && reference[publicBase.Length] == '/')
            return Relative(reference[(publicBase.Length + 1)..]);
        return reference.Contains("://", StringComparison.Ordinal) && !reference.Contains('?', StringComparison.Ordinal) ? Absolute(reference) : Relative(reference);
    }

    private static FhirReference Relative(string path)
    {
        var question = path.IndexOf('?', StringComparison.Ordinal);
        if (question > 0)
        {
            var type = path[..question];
            return R4Types.ResourceNames.Contains(type) ? new(ReferenceKind.Conditional, type, Query: path[(question + 1)..]) : default;
        }
        var parts = path.Split('/');
        var whole = parts.Length == 2 || (parts.Length == 4 && parts[2] == "_history" && Lexical.IsId(parts[3]));
        return whole && R4Types.ResourceNames.Contains(parts[0]) && Lexical.IsId(parts[1]) ? new(ReferenceKind.Local, parts[0], parts[1]) : default;
    }

    /// <summary>Foreign, with type and id where its tail has the form of a FHIR address.</summary>
    private static FhirReference Absolute(string address)
    {
        var parts = address.Split('/');
        var end = parts.Length;
        if (end > 5 && parts[end - 2] == "_history") end -= 2;
        return end > 4 && R4Types.ResourceNames.Contains(parts[end - 2]) && Lexical.IsId(parts[end - 1])
            ? new(ReferenceKind.Foreign, parts[end - 2], parts[end - 1])
            : new(ReferenceKind.Foreign);
    }
}
