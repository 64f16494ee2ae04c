using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One access to the registry: who, where they may, at which moment, and whose data it touched.</summary>
internal sealed class Access(HttpContext http, AccessTable table, Permission action, RegistryTransaction transaction, IClock clock)
{
    private readonly HashSet<Guid> patients = [];
    private readonly HashSet<string> resources = [];
    private readonly Scopes scopes = Scopes.Of(http.User, http.RequestServices.GetRequiredService<RegistrySettings>().SecondFactor);
    private readonly Permission permission = table.RowOf(action);
    private Guid[]? clinics;

    /// <summary>Null while nobody is known; an endpoint that runs always has one.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>Whether the caller may do what this endpoint does, and how much of a patient's identity the answer shows.</summary>
    public Decision Decision { get; private set; } = Decision.No(Reason.Unknown);

    /// <summary>Whether the access has its audit entry.</summary>
    public bool IsRecorded { get; private set; }

    public Permission Permission => permission;
    public RegistryTransaction Transaction => transaction;

    /// <summary>The moment of the access, which is when what it changes was recorded.</summary>
    /// <remarks>Never before the transaction's own start, or <see cref="CommitHorizon"/> would promise too much: a transaction that begins again has a later moment.</remarks>
    public Instant Now { get; private set; } = Microseconds(clock.GetCurrentInstant());

    /// <summary>Another transaction, which this one waited for, was at that moment: what this one changes comes after it.</summary>
    public void NotBefore(Instant moment) => Now = Instant.Max(Now, moment);

    public string Path => http.Request.Path;
    public Id<Organization> OrganizationId => Caller!.OrganizationId;

    /// <summary>The clinics in which the caller may do what this endpoint does, for some of their patients or for all: the row policies say for whom.</summary>
    public Guid[] Clinics => clinics ??= [.. Caller!.ClinicsAs(Roles).Union(Caller.Opened.Select(o => o.ClinicId.Value))];

    /// <summary>The clinics in which the caller may do it with this care manager's caseload; none where it is out of reach.</summary>
    public Guid[] ClinicsOfCaseload(Id<StaffMember> careManager) => Caller!.ClinicsOfCaseload(careManager, Roles);

    private IReadOnlyList<Role> Roles => field ??= Rights.RolesFor(permission, scopes);

    /// <summary>Whether role and token allow something else than what this endpoint does: an entry of a Bundle.</summary>
    public bool Allows(Permission other) => Rights.Decide(Caller, scopes, table.RowOf(other)).IsAllowed;

    /// <summary>Whether it opens a record in an emergency, or shows one that was opened so.</summary>
    public bool IsEmergency => permission.Name == Permissions.OpenEmergencyAccess.Name || Caller?.Opened.Any(o => patients.Contains(o.PatientId.Value)) is true;

    /// <summary>Handlers simply name it as an argument.</summary>
    public static ValueTask<Access> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Access>()!);

    /// <summary>The patient whose record a person opens: when the answer is about one and no other.</summary>
    public Guid? OpenedChart => patients.Count == 1 && Caller is { } person && !person.Grants.All(g => RoleReach.IsSystem(g.Role)) ? patients.First() : null;

    /// <summary>Notes that this patient's data is shown or changed.</summary>
    public void Touches(Id<Patient> patient) => patients.Add(patient.Value);

    /// <summary>Notes which resource, in which version, was read or changed: "Observation/{id}/_history/{version}".</summary>
    public void Names(string resource) => resources.Add(resource);

    public async Task Begin()
    {
        clinics = null;
        Caller = await transaction.Begin(http.User.FindFirst("iss")?.Value ?? "", http.User.FindFirst("sub")?.Value ?? "", Roles,
            http.RequestAborted, clock.GetCurrentInstant(), inEmergency: permission.InEmergency && !scopes.AreSystem);
        Now = Microseconds(clock.GetCurrentInstant());
        Decision = Rights.Decide(Caller, scopes, permission);
    }

    public async Task Commit(int status)
    {
        http.RequestAborted.ThrowIfCancellationRequested();
        await transaction.Commit(Entry(status), readsOnly: HttpMethods.IsGet(http.Request.Method));
        IsRecorded = true;
    }

    /// <summary>For work that is too large for one transaction: this part of it stands from here on, with an audit entry of its own, and the next one begins.</summary>
    public async Task CommitPart()
    {
        await transaction.Commit(Entry(StatusCodes.Status200OK), readsOnly: false);
        await StartOver();
    }

    /// <summary>Undoes what was done since the last part, and begins anew: with the rights of now.</summary>
    public async Task StartOver()
    {
        await transaction.Rollback();
        patients.Clear();
        resources.Clear();
        await Begin();
    }

    public async Task Refuse(int status)
    {
        await transaction.Refuse(Entry(status));
        IsRecorded = true;
    }

    private AuditEntry Entry(int status) => AuditedRequest.Entry(http, this, status, [.. patients], [.. resources]);

    /// <summary>What the database keeps: an object in memory then equals its row.</summary>
    private static Instant Microseconds(Instant now) => Instant.FromUnixTimeTicks(now.ToUnixTimeTicks() / 10 * 10);
}
