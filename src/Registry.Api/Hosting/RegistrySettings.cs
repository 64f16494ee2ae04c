namespace Registry.Api;

/// <summary>Everything the service must be told before it starts; a half-configured one does not start.</summary>
public sealed record RegistrySettings(string Database, string Authority, string Audience, Uri PublicBase)
{
    /// <summary>The FHIR endpoint as clients know it, from configuration and never from a Host header.</summary>
    public string FhirBase { get; } = PublicBase.AbsoluteUri.TrimEnd('/') + "/fhir";

    /// <summary>The client as which the pages sign people in at the provider; null leaves the pages away.</summary>
    public string? PagesClientId { get; init; }

    /// <summary>Stands in while the OpenAPI document is made: nothing is connected to.</summary>
    internal static readonly RegistrySettings ForDescription = new("Host=none", "https://none.invalid", "registry", new("https://none.invalid"));

    /// <summary>Reads the settings, or names what is missing or wrong.</summary>
    public static (RegistrySettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        var database = configuration.GetConnectionString("Registry");
        if (string.IsNullOrWhiteSpace(database)) return (null, "ConnectionStrings:Registry is missing: the database, signed in to as registry_service.");
        var authority = configuration["Identity:Authority"];
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var issuer)) return (null, "Identity:Authority is missing or no absolute address: the OpenID Connect provider that issues access tokens.");
        if (issuer.Scheme != "https" && !issuer.IsLoopback) return (null, "Identity:Authority must be https.");
        var audience = configuration["Identity:Audience"];
        if (string.IsNullOrWhiteSpace(audience)) return (null, "Identity:Audience is missing: the name under which tokens are meant for this registry.");
        if (!Uri.TryCreate(configuration["Registry:PublicBase"], UriKind.Absolute, out var publicBase))
            return (null, "Registry:PublicBase is missing or no absolute address: the address under which clients reach the registry.");
        return (new(database, authority!, audience, new(publicBase.AbsoluteUri.TrimEnd('/'))) { PagesClientId = configuration["Identity:PagesClientId"] }, null);
    }
}
