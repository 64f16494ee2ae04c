namespace Registry.Api;

/// <summary>What a client wants back from a write.</summary>
internal enum PreferredReturn
{
    /// <summary>The resource as it is stored.</summary>
    Representation,

    /// <summary>Headers only.</summary>
    Minimal,

    /// <summary>What there is to say about it.</summary>
    OperationOutcome,
}

/// <summary>The Prefer header: <c>return=minimal; handling=strict</c>. What is not known in it is passed over, as RFC 7240 asks.</summary>
internal static class Preference
{
    /// <summary>Null when the client leaves it to the server.</summary>
    public static PreferredReturn? Of(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(line => line!.Split([',', ';'], StringSplitOptions.TrimEntries)))
        {
            switch (preference)
            {
                case "return=minimal": return PreferredReturn.Minimal;
                case "return=representation": return PreferredReturn.Representation;
                case "return=OperationOutcome": return PreferredReturn.OperationOutcome;
            }
        }

        return null;
    }
}
