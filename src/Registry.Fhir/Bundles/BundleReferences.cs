namespace Registry.Fhir;

/// <summary>Which entry of a Bundle a reference points at.</summary>
public sealed class BundleReferences
{
    private const int Ambiguous = -1;
    private readonly Dictionary<string, int> byFullUrl = [];
    private readonly Dictionary<string, int> byTypeAndId = [];
    private readonly Dictionary<int, string> types = [];
    private readonly HashSet<int> withAddress = [];

    internal void Add(int entry, string? fullUrl, string? type, string? id)
    {
        if (type is not null) types[entry] = type;
        if (fullUrl is not null) byFullUrl.TryAdd(fullUrl, entry);
        if (fullUrl?.StartsWith("http", StringComparison.Ordinal) == true) withAddress.Add(entry);
        if (type is null || id is null) return;
        var key = $"{type}/{id}";
        // Two entries that call themselves the same: neither is meant for certain.
        if (!byTypeAndId.TryAdd(key, entry)) byTypeAndId[key] = Ambiguous;
    }

    /// <summary>By fullUrl, else by Type/id, else by the tail of an absolute reference; null when no entry, or more than one, is meant.</summary>
    public int? Find(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (byFullUrl.TryGetValue(reference, out var entry)) return entry;
        var parsed = FhirReference.Parse(reference, null);
        if (parsed is not { Type: { } type, Id: { } id } || !byTypeAndId.TryGetValue($"{type}/{id}", out entry) || entry == Ambiguous) return null;
        // Patient/1 of one server is not Patient/1 of another.
        return parsed.Kind == ReferenceKind.Foreign && withAddress.Contains(entry) ? null : entry;
    }

    /// <summary>For <see cref="ResourceRewrite.Reference"/>: entry by entry the address it has got in the store ("Patient/{id}").</summary>
    public Func<string, string?> To(IReadOnlyDictionary<int, string> addresses) =>
        reference => Find(reference) is { } entry && addresses.TryGetValue(entry, out var address) ? address : null;

    public string? TypeOf(int entry) => types.GetValueOrDefault(entry);
}
