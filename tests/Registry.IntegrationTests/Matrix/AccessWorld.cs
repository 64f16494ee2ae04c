using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Matrix;

/// <summary>A caller of every role, and a patient in every place, each with one of every record.</summary>
public sealed class AccessWorld : IAsyncLifetime
{
    internal RegistryApp App { get; } = new();
    internal IReadOnlyList<Place> Places { get; private set; } = [];
    internal IReadOnlyDictionary<Role, MatrixCaller> Callers { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App.Clock.Now = Instant.FromUtc(2026, 11, 20, 15, 0);
        await App.InitializeAsync();
        await using var db = App.Owner();
        var (home, elsewhere) = (App.Home, App.Elsewhere);
        var persona = (await db.Principals.ToListAsync()).ToDictionary(p => p.Subject, p => p.Id);

        var colleague = Staff(db, home, home.North, "matrix-colleague");
        var southerner = Staff(db, home, home.South, "matrix-southerner");
        Callers = new[]
        {
            new MatrixCaller(Personas.CareManager, home, persona[Personas.CareManager.Subject], home.CareManager, [new(Role.CareManager, home.North, null)]),
            Another(db, Personas.PsychiatricConsultant, home.Consultant, new(Role.PsychiatricConsultant, home.North, home.CareManager)),
            new MatrixCaller(Personas.TreatingProvider, home, persona[Personas.TreatingProvider.Subject], home.Provider,
                [new(Role.TreatingProvider, home.North, null), new(Role.TreatingProvider, home.South, null)]),
            new MatrixCaller(Personas.ClinicLead, home, persona[Personas.ClinicLead.Subject], null, [new(Role.ClinicLead, home.North, null)]),
            Another(db, Personas.EhrIntegration, null, new(Role.EhrIntegration, home.North, null)),
            OfTheWhole(Personas.ProgramLead),
            OfTheWhole(Personas.Auditor),
            OfTheWhole(Personas.Administrator),
        }.ToDictionary(caller => caller.Persona.Role, WithEveryScope);
        foreach (var (organization, clinic) in new[] { (home.Organization, home.North), (home.Organization, home.South), (elsewhere.Organization, elsewhere.North) })
            db.Add(new ImplementationSite { OrganizationId = organization, ClinicId = clinic, Version = 1, RecordedAt = App.Clock.Now, RecordedBy = default });
        await db.SaveChangesAsync();

        var own = await Story(Where.OwnCaseload, Personas.CareManager.Subject, Place.At(home, home.North, home.CareManager, home.Provider));
        Places =
        [
            own,
            await Story(Where.OtherCaseload, "matrix-colleague", Place.At(home, home.North, colleague, null)),
            await Story(Where.OtherClinic, "matrix-southerner", Place.At(home, home.South, southerner, null)),
            await Story(Where.OtherOrganization, "foreign-" + Personas.CareManager.Subject, Place.At(elsewhere, elsewhere.North, elsewhere.CareManager, null)),
            Place.Nowhere(own.Ids.Keys),
        ];

        MatrixCaller OfTheWhole(Persona who) =>
            new(who, home, persona[who.Subject], null, [new(who.Role, home.North, null), new(who.Role, home.South, null)]);
    }

    public Task DisposeAsync() => App.DisposeAsync();

    /// <summary>A caller with a token for the API and a session for the pages.</summary>
    internal HttpClient Client(MatrixCaller caller, WebApplication? at = null)
    {
        var client = App.With(App.Issuer.TokenFor(caller.Persona, App.Clock.Now), at is null ? null : RegistryApp.AddressOf(at));
        client.DefaultRequestHeaders.Add("Cookie", App.CookieOf(caller.Persona, at));
        return client;
    }

    /// <summary>The table alone is to decide here: a token that allows less would hide a wrong cell.</summary>
    private static MatrixCaller WithEveryScope(MatrixCaller caller) => caller with
    {
        Persona = caller.Persona with
        {
            Scopes = string.Join(' ', Permissions.All.SelectMany(p => p.Scope.Split(' ', '+')).Where(s => s.Length > 0 && s.StartsWith("system/", StringComparison.Ordinal) == RoleReach.IsSystem(caller.Persona.Role)).Distinct()),
        },
    };

    private async Task<Place> Story(Where where, string careManager, Target target)
    {
        using var client = App.With(App.Issuer.TokenFor(Personas.CareManager with { Subject = careManager }, App.Clock.Now));
        var consultant = where is Where.OtherOrganization ? App.Elsewhere.Consultant : App.Home.Consultant;
        return new(where, await PatientStory.Play(client, target, consultant), target);
    }

    private Id<StaffMember> Staff(RegistryDbContext db, EmptyRegistry home, Id<Clinic> clinic, string subject)
    {
        var staff = Id<StaffMember>.New();
        db.Add(new StaffMember { OrganizationId = home.Organization, Id = staff, ClinicId = clinic, DisplayName = subject, Role = StaffRole.CareManager });
        Account(db, subject, staff, new(Role.CareManager, clinic, null));
        return staff;
    }

    /// <summary>The same persona with a narrower grant than its own.</summary>
    private MatrixCaller Another(RegistryDbContext db, Persona persona, Id<StaffMember>? staff, Grant grant)
    {
        var narrower = persona with { Subject = "matrix-" + persona.Name };
        return new(narrower, App.Home, Account(db, narrower.Subject, staff, grant), staff, [grant]);
    }

    private Id<Principal> Account(RegistryDbContext db, string subject, Id<StaffMember>? staff, Grant grant)
    {
        var (organization, principal) = (App.Home.Organization, Id<Principal>.New());
        db.Add(new Principal
        {
            OrganizationId = organization, Id = principal, Issuer = App.Issuer.Url, Subject = subject, StaffMemberId = staff,
            MayCreatePatients = RoleReach.IsSystem(grant.Role), MayExport = RoleReach.IsSystem(grant.Role), DefaultClinicId = RoleReach.IsSystem(grant.Role) ? grant.ClinicId : null,
        });
        db.Add(new RoleGrant
        {
            OrganizationId = organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = grant.Role, ClinicId = grant.ClinicId, CaseloadId = grant.CaseloadId,
            ValidFrom = Instant.FromUtc(2025, 1, 1, 0, 0),
        });
        return principal;
    }
}

/// <summary>A caller as the pure decision sees one, and as HTTP does.</summary>
internal sealed record MatrixCaller(Persona Persona, EmptyRegistry Home, Id<Principal> Principal, Id<StaffMember>? Staff, IReadOnlyList<Grant> Grants)
{
    public Caller Caller => new(Home.Organization, Principal, Staff, false, null, Grants);
    public Scopes Scopes => new(Persona.Scopes.Split(' '));
}

/// <summary>One patient's records, as the documentation's examples have them.</summary>
internal static class PatientStory
{
    /// <summary>The operations that record something about an episode, and the path of what they record.</summary>
    private static readonly (string Operation, string Path)[] Records =
    [
        ("RecordContact", "contacts"), ("RecordConsultation", "consultations"), ("RecordMinutesEntry", "minutes-entries"), ("RecordTreatmentChange", "treatment-changes"),
        ("RecordConsultationRequest", "consultation-requests"), ("RecordManualFlag", "manual-flags"), ("RecordFlagAcknowledgement", "flag-acknowledgements"),
        ("RecordReminder", "reminders"), ("RecordBaselineOverride", "baseline-overrides"), ("RecordNote", "notes"), ("RecordRelapsePreventionPlan", "relapse-prevention-plans"),
    ];

    /// <summary>The operations that record what a patient asked for or consented to.</summary>
    private static readonly (string Operation, string Path)[] Requests = [("RecordAmendment", "amendments"), ("RecordRestriction", "restrictions"), ("RecordPart2Consent", "part2-consents")];

    public static async Task<Dictionary<string, string>> Play(HttpClient careManager, Target target, Id<StaffMember> consultant)
    {
        var ids = new Dictionary<string, string> { ["careManagerId"] = target.CareManagers.Single().ToString(), ["clinicId"] = target.Clinic.ToString(), ["consultantId"] = consultant.ToString() };
        async Task<string> Post(string operation, string path) => (string)(await careManager.Posts(path, Body(operation, ids)!))["id"]!;

        ids["patientId"] = await Post("CreatePatient", "/v1/patients");
        ids["treatingProviderId"] = target.TreatingProviders.Count == 1 ? target.TreatingProviders.Single().ToString() : "";
        ids["episodeId"] = await Post("EnrolPatient", $"/v1/patients/{ids["patientId"]}/episodes");
        ids["assessmentId"] = (string)(await careManager.Scores(ids["patientId"], "phq-9", "2026-08-03", 18))["id"]!;
        foreach (var (operation, path) in Records) ids[path] = await Post(operation, $"/v1/episodes/{ids["episodeId"]}/{path}");
        ids["aboutId"] = ids["assessmentId"];
        foreach (var (operation, path) in Requests) ids[path] = await Post(operation, $"/v1/patients/{ids["patientId"]}/{path}");
        ids["sessionId"] = await Post("OpenReviewSession", $"/v1/caseloads/{ids["careManagerId"]}/review-sessions");
        return ids;
    }

    /// <summary>The documented example, about this place's patient.</summary>
    public static JsonObject? Body(string operation, IReadOnlyDictionary<string, string> ids)
    {
        if (!OperationExamples.All.TryGetValue(operation, out var example) || example["request"] is not JsonObject request) return null;
        var body = (JsonObject)request.DeepClone();
        foreach (var (name, value) in body.ToList())
        {
            if (ids.TryGetValue(name, out var id) && id.Length > 0) body[name] = id;
            else if (name is "psychiatricConsultantId" or "treatingProviderId" or "reviewSessionId" or "sourceSystem" or "sourceId") body.Remove(name);
            else if (name == "identifiers") value!.AsArray()[0]!["value"] = Guid.CreateVersion7().ToString("N");
        }

        if (operation is "RecordConsultation" or "CorrectConsultation" or "OpenReviewSession") body["consultantId"] = ids["consultantId"];
        return body;
    }
}
