using System.Text;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The texts of an import as they go into the store: written when every entry has its id, so that references in any direction mean something.</summary>
internal sealed class ImportTexts(BundleReferences? references, Instant now)
{
    /// <summary>Ids of entries already decided, by place in the Bundle: what their references become.</summary>
    private readonly Dictionary<int, (string Type, Guid Id)> ids = [];

    private readonly Dictionary<string, string> conditions = [];
    private readonly List<(ImportEntry Entry, StoredResource Resource)> pending = [];
    private readonly Dictionary<(string Type, Guid Id), byte[]?> written = [];
    private readonly List<(ImportEntry Entry, Guid Id)> repeats = [];
    private readonly List<StoredResource> beside = [];

    /// <summary>Every version of the texts, in the order in which they replace each other.</summary>
    public IEnumerable<StoredResource> All => pending.Select(p => p.Resource).Concat(beside).OrderBy(r => r.Version);

    /// <summary>What references to the entry will point at.</summary>
    public void Is(ImportEntry entry, Guid id) => ids[entry.Index] = (entry.Resource.Type, id);

    public void Means(ConditionalReference reference, Guid id) => conditions[reference.Text] = $"{reference.Type}/{id:D}";

    /// <summary>The entry says again what is stored; true when an entry before it is what stores it.</summary>
    public bool Repeats(ImportEntry entry, Guid id)
    {
        Is(entry, id);
        repeats.Add((entry, id));
        return written.ContainsKey((entry.Resource.Type, id));
    }

    public void Will(ImportEntry entry, Id<Organization> organization, Id<Patient> patient, int version, Guid id)
    {
        Is(entry, id);
        written[(entry.Resource.Type, id)] = null;
        pending.Add((entry, new()
        {
            OrganizationId = organization,
            ResourceType = entry.Resource.Type,
            Id = id,
            PatientId = patient,
            Version = version,
            RecordedAt = now,
            Body = "",
        }));
    }

    /// <summary>A text that no entry sent, of the same score as one that an entry did: whole already.</summary>
    public void Beside(Id<Organization> organization, Id<Patient> patient, int version, Guid id, byte[] body) => beside.Add(new()
    {
        OrganizationId = organization,
        ResourceType = "Observation",
        Id = id,
        PatientId = patient,
        Version = version,
        RecordedAt = now,
        Body = Encoding.UTF8.GetString(body),
    });

    /// <summary>The text of what is to wait: as it came, with the patient it was found to be about.</summary>
    public string Waiting(ImportEntry entry, Id<Patient> patient) =>
        Encoding.UTF8.GetString(new ResourceRewrite { Id = entry.Resource.Id, Subject = $"Patient/{patient}", Reference = Rewritten }.Write(entry.Resource.Json));

    /// <summary>Writes the text of every entry that is to be stored, and gives it to its outcome.</summary>
    public void Write()
    {
        foreach (var (entry, resource) in pending)
        {
            var body = new ResourceRewrite
            {
                Id = resource.Id.ToString("D"),
                VersionId = $"{resource.Version}",
                LastUpdated = now,
                Subject = entry.Observation is { Subject: not null } ? $"Patient/{resource.PatientId}" : null,
                Reference = Rewritten,
            }.Write(entry.Resource.Json);
            resource.Body = Encoding.UTF8.GetString(body);
            written[(resource.ResourceType, resource.Id)] = body;
            if (!entry.Outcome!.IsFailure) entry.Outcome = entry.Outcome with { Body = body };
        }

        foreach (var (entry, id) in repeats)
        {
            if (written.TryGetValue((entry.Resource.Type, id), out var body) && !entry.Outcome!.IsFailure) entry.Outcome = entry.Outcome with { Body = body };
        }
    }

    private string? Rewritten(string reference) =>
        references?.Find(reference) is { } target && ids.TryGetValue(target, out var found) ? $"{found.Type}/{found.Id:D}" : conditions.GetValueOrDefault(reference);
}
