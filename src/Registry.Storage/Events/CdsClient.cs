using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A CDS Hooks client, an EHR that asks for cards: the keys it signs with, and the principal whose rights it has.</summary>
/// <remarks>The issuer of its tokens is the principal's.</remarks>
public sealed class CdsClient
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<CdsClient> Id { get; init; }
    public required Id<Principal> PrincipalId { get; init; }

    /// <summary>Its public keys as a JSON Web Key Set; null when they are fetched.</summary>
    public string? Jwks { get; init; }

    /// <summary>Where it publishes them; null when they are given.</summary>
    public string? JwksUri { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? EndedAt { get; set; }

    public override string ToString() => $"{nameof(CdsClient)} {Id}";
}

/// <summary>The id of a token that was used, kept until the token expires: it is good once.</summary>
public sealed class UsedToken
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<CdsClient> CdsClientId { get; init; }

    /// <summary>SHA-256 of jti.</summary>
    public required byte[] Hash { get; init; }
    public required Instant ExpiresAt { get; init; }
}
