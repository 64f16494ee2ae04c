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

    /// <summary>Whether an integration client may create patients it sends. Otherwise a score of an unknown patient is refused.</summary>
    public bool MayCreatePatients { get; init; }

    /// <summary>Where patients created by this integration client belong.</summary>
    public Id<Clinic>? DefaultClinicId { get; init; }
}
