using Registry.Storage;

namespace Registry.Api;

/// <summary>Everything the service must be told before it starts; a half-configured one does not start.</summary>
public sealed record RegistrySettings(string Database, string Authority, string Audience, Uri PublicBase)
{
    /// <summary>The FHIR endpoint as clients know it, from configuration and never from a Host header.</summary>
    public string FhirBase { get; } = PublicBase.AbsoluteUri.TrimEnd('/') + "/fhir";

    /// <summary>How people sign in to the pages; null leaves the pages away.</summary>
    public PageSettings? Pages { get; init; }

    /// <summary>Where the checkpoints of the audit trail go; null when nothing witnesses it outside the database.</summary>
    public WitnessSettings? Witness { get; init; }

    /// <summary>The proxies whose word on where a call came from is believed. Anybody else's X-Forwarded-For is ignored.</summary>
    public IReadOnlyList<System.Net.IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>The key that webhook secrets are derived from, 32 bytes or more; without it there are no webhooks.</summary>
    public byte[]? WebhookSigningKey { get; init; }

    /// <summary>Whether webhooks and key sets may lie on private and loopback addresses, by http too. Never in production.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Where a person opens a patient of the registry, with "{patientId}" in it; null leaves the link off the cards.</summary>
    public string? PatientPage { get; init; }

    /// <summary>How a token says that a person showed a second factor.</summary>
    public SecondFactor SecondFactor { get; init; } = SecondFactor.Standard;

    public LimitSettings Limits { get; init; } = new();

    /// <summary>Where tokens are issued, when the provider's discovery document does not say so.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary>How far the clocks of several instances of the service may differ: polling by _lastUpdated and exports stay this much behind.</summary>
    public NodaTime.Duration ClockAllowance { get; init; } = NodaTime.Duration.FromSeconds(1);

    /// <summary>How long an emergency opens a record, and how often a day.</summary>
    public EmergencySettings Emergency { get; init; } = EmergencySettings.Usual;

    /// <summary>How much a client may export at a time, and for how long it can fetch it.</summary>
    public BulkSettings Bulk { get; init; } = new();

    /// <summary>The key above the keys of all organizations.</summary>
    public required IRootKey RootKey { get; init; }

    /// <summary>Stands in while the OpenAPI document is made: nothing is connected to.</summary>
    internal static readonly RegistrySettings ForDescription = new("Host=none", "https://none.invalid", "registry", new("https://none.invalid"))
    {
        RootKey = new RootKey(new byte[Storage.RootKey.Length]),
    };

    /// <summary>Reads the settings, or names what is missing or wrong.</summary>
    public static (RegistrySettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        var database = configuration.GetConnectionString("Registry");
        if (string.IsNullOrWhiteSpace(database)) return (null, "ConnectionStrings:Registry is missing: the database, signed in to as registry_service.");
        var authority = configuration["Identity:Authority"];
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var issuer)) return (null, "Identity:Authority is missing or no absolute address: the OpenID Connect provider that issues access tokens.");
        var allowPrivate = configuration.GetValue("Outbound:AllowPrivateAddresses", false);
        if (issuer.Scheme != "https" && !(allowPrivate && issuer is { Scheme: "http", IsLoopback: true })) return (null, "Identity:Authority must be https.");
        var audience = configuration["Identity:Audience"];
        if (string.IsNullOrWhiteSpace(audience)) return (null, "Identity:Audience is missing: the name under which tokens are meant for this registry.");
        if (!Uri.TryCreate(configuration["Registry:PublicBase"], UriKind.Absolute, out var publicBase))
            return (null, "Registry:PublicBase is missing or no absolute address: the address under which clients reach the registry.");
        var (witness, missing) = WitnessSettings.Read(configuration);
        if (missing is not null) return (null, missing);
        var (emergency, outOfRange) = EmergencySettings.Read(configuration);
        if (outOfRange is not null) return (null, outOfRange);
        if (Proxies(configuration["Registry:TrustedProxies"]) is not { } proxies) return (null, "Registry:TrustedProxies is a list of IP addresses, separated by commas.");
        if (!TryReadAllowance(configuration["Registry:ClockAllowanceSeconds"], out var allowance))
            return (null, "Registry:ClockAllowanceSeconds is no number of seconds from 0 to 60: how far the clocks of several instances may differ.");
        var (bulk, unreadable) = BulkSettings.Read(configuration);
        if (bulk is null) return (null, unreadable);
        if (!TryReadRootKey(configuration["Keys:RootFile"], out var rootKey, out var why)) return (null, $"Keys:RootFile: {why}");
        var (limits, unlimited) = LimitSettings.Read(configuration);
        if (limits is null) return (null, unlimited);
        if (SecondFactor.Read(configuration["Identity:SecondFactor"]) is not { } secondFactor)
            return (null, "Identity:SecondFactor is a list of claims and their values, such as amr:mfa acr:urn:example:gold, separated by spaces.");
        var (pages, endless) = PageSettings.Read(configuration);
        if (endless is not null) return (null, endless);
        var key = new byte[256];
        var keyLength = 0;
        if (configuration["Webhooks:SigningKey"] is { Length: > 0 } text && (!Convert.TryFromBase64String(text, key, out keyLength) || keyLength < 32))
            return (null, "Webhooks:SigningKey must be base64 of 32 to 256 random bytes.");
        return (new(database, authority!, audience, new(publicBase.AbsoluteUri.TrimEnd('/')))
        {
            Witness = witness,
            TrustedProxies = proxies,
            WebhookSigningKey = keyLength == 0 ? null : key[..keyLength],
            AllowPrivateAddresses = allowPrivate,
            SecondFactor = secondFactor,
            Limits = limits,
            PatientPage = configuration["CdsHooks:PatientPage"],
            TokenEndpoint = configuration["Identity:TokenEndpoint"],
            ClockAllowance = allowance,
            Emergency = emergency!,
            Bulk = bulk,
            RootKey = rootKey!,
            Pages = pages,
        }, null);
    }

    private static List<System.Net.IPAddress>? Proxies(string? list)
    {
        var proxies = new List<System.Net.IPAddress>();
        foreach (var text in list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!System.Net.IPAddress.TryParse(text, out var address)) return null;
            proxies.Add(address);
        }

        return proxies;
    }

    /// <param name="problem">Why the service cannot start with this file; null when it can.</param>
    internal static bool TryReadRootKey(string? path, out IRootKey? key, out string? problem)
    {
        (key, problem) = (null, "it is missing: the file with the root key, under which the keys of all organizations lie.");
        if (string.IsNullOrWhiteSpace(path)) return false;
        try
        {
            (key, problem) = (Storage.RootKey.FromFile(path), null);
        }
        catch (RootKeyException e)
        {
            problem = e.Message;
        }

        return key is not null;
    }

    private static bool TryReadAllowance(string? text, out NodaTime.Duration allowance)
    {
        var seconds = 1.0;
        var isFine = text is null || (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out seconds) && seconds is >= 0 and <= 60);
        allowance = isFine ? NodaTime.Duration.FromSeconds(seconds) : NodaTime.Duration.Zero;
        return isFine;
    }
}
