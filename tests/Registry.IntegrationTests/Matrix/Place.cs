using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.Matrix;

/// <summary>Where a patient is, seen from the caller: a column of the access matrix.</summary>
public enum Where
{
    OwnCaseload,
    OtherCaseload,
    OtherClinic,
    OtherOrganization,
    Nowhere,
}

/// <summary>One patient somewhere, with one of every record there is about a patient.</summary>
/// <param name="Ids">The id for each parameter or path of a route: "patientId", "contacts".</param>
/// <param name="Target">Null where there is no such patient.</param>
internal sealed record Place(Where Where, IReadOnlyDictionary<string, string> Ids, Target? Target)
{
    /// <summary>Ids that are nobody's.</summary>
    public static Place Nowhere(IEnumerable<string> names) => new(Where.Nowhere, names.ToDictionary(name => name, _ => Guid.CreateVersion7().ToString()), null);

    public static Target At(EmptyRegistry registry, Id<Clinic> clinic, Id<StaffMember> careManager, Id<StaffMember>? provider) =>
        new(registry.Organization, clinic, [careManager], provider is { } one ? [one] : []);
}
