using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One access to the registry: who, where they may, at which moment, and whose data it touched.</summary>
internal sealed class Access(HttpContext http, Permission permission, RegistryTransaction transaction, Instant now)
{
    private readonly HashSet<Guid> patients = [];
    private readonly Scopes scopes = Scopes.Of(http.User);

    /// <summary>Null while nobody is known; an endpoint that runs always has one.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>Whether the caller may do what this endpoint does, and how much of a patient's identity the answer shows.</summary>
    public Decision Decision { get; private set; } = Decision.No(Reason.Unknown);

    /// <summary>Whether the access has its audit entry.</summary>
    public bool IsRecorded { get; private set; }

    public Permission Permission => permission;
    public RegistryTransaction Transaction => transaction;
    public Instant Now => now;
    public string Path => http.Request.Path;
    public Id<Organization> OrganizationId => Caller!.OrganizationId;

    /// <summary>The clinics in which the caller may do what this endpoint does, for some of their patients or for all: the row policies say for whom.</summary>
    public Guid[] Clinics => field ??= Caller!.ClinicsAs(Roles);

    /// <summary>The clinics in which the caller may do it with this care manager's caseload; none where it is out of reach.</summary>
    public Guid[] ClinicsOfCaseload(Id<StaffMember> careManager) => Caller!.ClinicsOfCaseload(careManager, Roles);

    private IReadOnlyList<Role> Roles => field ??= Rights.RolesFor(permission, scopes);

    /// <summary>Handlers simply name it as an argument.</summary>
    public static ValueTask<Access> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Access>()!);

    /// <summary>Notes that this patient's data is shown or changed.</summary>
    public void Touches(Id<Patient> patient) => patients.Add(patient.Value);

    public async Task Begin()
    {
        Caller = await transaction.Begin(http.User.FindFirst("iss")?.Value ?? "", http.User.FindFirst("sub")?.Value ?? "", Roles, http.RequestAborted);
        Decision = Rights.Decide(Caller, scopes, permission);
    }

    public async Task Commit(int status)
    {
        http.RequestAborted.ThrowIfCancellationRequested();
        await transaction.Commit(Entry(status), readsOnly: HttpMethods.IsGet(http.Request.Method));
        IsRecorded = true;
    }

    public async Task Refuse(int status)
    {
        await transaction.Refuse(Entry(status));
        IsRecorded = true;
    }

    private AuditEntry Entry(int status) => new()
    {
        OrganizationId = Caller?.OrganizationId ?? default,
        Id = Id<AuditEntry>.New(),
        At = now,
        PrincipalId = Caller?.PrincipalId,
        Action = permission.Name,
        Method = http.Request.Method,
        Route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "",
        Status = status,
        Outcome = status < 400 ? AuditOutcome.Success : status < 500 ? AuditOutcome.Refused : AuditOutcome.Failed,
        PatientIds = [.. patients],
        RequestId = http.TraceIdentifier,
    };
}
