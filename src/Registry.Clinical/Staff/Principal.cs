using NodaTime;

namespace Registry.Clinical;

/// <summary>Someone or something that may call: a person or an integration client, known by issuer and subject of its tokens.</summary>
public sealed class Principal
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Principal> Id { get; init; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }

    /// <summary>The member of staff this person is; null for integration clients.</summary>
    public Id<StaffMember>? StaffMemberId { get; init; }

    /// <summary>From then on every call is refused, whatever is granted and whatever the token says; null while it may call.</summary>
    public Instant? DisabledAt { get; set; }

    /// <summary>Whether an integration client may create patients it sends. Otherwise a score of an unknown patient is refused.</summary>
    public bool MayCreatePatients { get; set; }

    /// <summary>Whether an integration client may take out everybody's identified records at once: two administrators decided that.</summary>
    public bool MayExport { get; set; }

    /// <summary>Where patients created by this integration client belong.</summary>
    public Id<Clinic>? DefaultClinicId { get; set; }
    public int Version { get; set; } = 1;
}
