using Registry.Clinical;

namespace Registry.Api;

/// <summary>The answer to discovery.</summary>
internal sealed record CdsServices(IReadOnlyList<CdsService> Services);

internal sealed record CdsService(string Hook, string Title, string Description, string Id, IReadOnlyDictionary<string, string> Prefetch);

internal sealed record CdsCards(IReadOnlyList<CdsCard> Cards);

/// <param name="Summary">Under 140 characters.</param>
internal sealed record CdsCard(Guid Uuid, string Summary, string Detail, CardIndicator Indicator, CdsSource Source, IReadOnlyList<CdsLink> Links)
{
    public static CdsCard Of(PatientCard card, Id<Patient> patient, RegistrySettings settings) => new(
        Guid.CreateVersion7(), card.Summary, card.Detail, card.Indicator, new("Collaborative Care registry"),
        settings.PatientPage is { } page ? [new("Open in the registry", page.Replace("{patientId}", patient.ToString(), StringComparison.Ordinal), "absolute")] : []);

    public override string ToString() => $"{nameof(CdsCard)} {Uuid}";
}

internal sealed record CdsSource(string Label);

internal sealed record CdsLink(string Label, string Url, string Type);
