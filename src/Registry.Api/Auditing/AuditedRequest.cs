using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the audit trail keeps of a request, gathered from what is known anyway: no look-up, no round trip.</summary>
internal static class AuditedRequest
{
    private const int LongestMethod = 16;

    public static AuditEntry Entry(HttpContext http, Access access, int status, Guid[] patients, string[] resources)
    {
        var route = http.GetEndpoint() as RouteEndpoint;
        return new()
        {
            OrganizationId = access.Caller?.OrganizationId ?? default,
            Id = Id<AuditEntry>.New(),
            At = access.Now,
            PrincipalId = access.Caller?.PrincipalId,
            Action = access.Permission.Name,
            Event = KindOf(route, http.Request.Method, status),
            Method = MethodOf(http.Request),
            Route = route?.RoutePattern.RawText ?? "",
            Status = status,
            Outcome = status < 400 ? AuditOutcome.Success : status < 500 ? AuditOutcome.Refused : AuditOutcome.Failed,
            PatientIds = patients,
            Resources = resources,
            Roles = [.. access.Caller?.Grants.Select(g => g.Role).Distinct().Order().Select(Kebab.Of) ?? []],
            PurposeOfUse = access.IsEmergency ? "BTG" : PurposeOf(access.Permission),
            ClientId = Claim(http, "client_id") ?? Claim(http, "azp"),
            TokenId = Claim(http, "jti"),
            NetworkAddress = AddressOf(http),
            RequestId = http.TraceIdentifier,
        };
    }

    /// <summary>A route of the FHIR door says what it is; elsewhere it is the method, and whether one thing or a list is asked for.</summary>
    private static AuditEventKind KindOf(RouteEndpoint? route, string method, int status)
    {
        var pattern = route?.RoutePattern.RawText ?? "";
        return route?.Metadata.GetOrderedMetadata<FhirInteraction>().FirstOrDefault(i => !i.IsConditional)?.Code switch
        {
            "read" or "vread" => AuditEventKind.Read,
            "create" => AuditEventKind.Create,
            "update" or "patch" => Written(),
            "delete" => AuditEventKind.Delete,
            { } => AuditEventKind.Execute,
            null => method switch
            {
                "GET" or "HEAD" => pattern.EndsWith('}') ? AuditEventKind.Read : AuditEventKind.Execute,
                "POST" => Asks() ? AuditEventKind.Execute : AuditEventKind.Create,
                "PUT" or "PATCH" => Written(),
                "DELETE" => AuditEventKind.Delete,
                _ => AuditEventKind.Execute,
            },
        };

        // A PUT that made the resource is a creation.
        AuditEventKind Written() => status == StatusCodes.Status201Created ? AuditEventKind.Create : AuditEventKind.Update;

        // A question whose parameters belong in no address.
        bool Asks() => pattern.EndsWith("search", StringComparison.Ordinal) || pattern.Contains("/$", StringComparison.Ordinal) || pattern.EndsWith("-impact", StringComparison.Ordinal)
            || pattern.EndsWith("/release", StringComparison.Ordinal);
    }

    /// <summary>Why this may be done at all, as v3-PurposeOfUse has it.</summary>
    public static string PurposeOf(Permission permission) => permission.Name.Replace("fhir.", "", StringComparison.Ordinal).Split('.')[0] switch
    {
        "billing" => "HPAYMT",
        // At the patient's own request: 45 CFR 164.524.
        "record-copy" => "PATRQT",
        "audit" or "audit-event" or "disclosure" or "keys" or "settings" or "staff" or "me" or "metrics" or "admin" or "webhook" or "cds-client" or "emergency-access" or "amendment" or "restriction" or "part2" or "data-set" or "retention" or "legal-hold" or "definition" or "elsewhere" or "sign-in" or "unknown" => "HOPERAT",
        _ => "TREAT",
    };

    /// <summary>Any word can stand where the method belongs; what is longer than every real one is not kept whole.</summary>
    private static string MethodOf(HttpRequest request) => request.Method.Length <= LongestMethod ? request.Method : request.Method[..LongestMethod];

    /// <summary>Only of a token that was believed. No text of PostgreSQL's can hold NUL.</summary>
    private static string? Claim(HttpContext http, string name) =>
        http.User.Identity?.IsAuthenticated is true ? http.User.FindFirst(name)?.Value.Replace("\0", "", StringComparison.Ordinal) : null;

    private static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => null,
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        var address => address.ToString(),
    };
}
