using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Api;
using Registry.Clinical;
using Registry.IntegrationTests.Events;
using Registry.Storage;

namespace Registry.IntegrationTests.Privacy;

/// <summary>Break-glass: one patient, to read, for an hour, with a reason, noticed, and looked at by somebody else.</summary>
public sealed class EmergencyAccessTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const HttpStatusCode TooMany = HttpStatusCode.TooManyRequests;

    [Fact]
    public async Task In_an_emergency_one_record_out_of_reach_can_be_read_until_its_time_is_over()
    {
        var (patient, episode, mrn) = await app.SouthernPatient();
        var (other, _, _) = await app.SouthernPatient();
        var (client, _, _) = await Responder();
        string[] reads = [$"/v1/patients/{patient}", $"/v1/patients/{patient}/episodes", $"/v1/episodes/{episode}", $"/v1/episodes/{episode}/contacts", $"/v1/patients/{patient}/assessments", $"/v1/episodes/{episode}/view"];
        foreach (var read in reads) await client.Gets(read, HttpStatusCode.NotFound);

        var opened = await client.Posts("/v1/emergency-accesses", Asking(mrn));

        Assert.Equal(("2025-06-16T15:00:00Z", "2025-06-16T16:00:00Z"), ((string)opened["openedAt"]!, (string)opened["expiresAt"]!));
        Assert.Equal(patient, (string)Assert.Single((await client.Posts("/v1/patients/search", new { system = "urn:mrn", value = mrn }, HttpStatusCode.OK))["items"]!.AsArray())!["id"]!);
        foreach (var read in reads) await client.Gets(read);
        await client.Gets($"/v1/patients/{other}", HttpStatusCode.NotFound);
        await client.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-16", total = 9 }, HttpStatusCode.NotFound);
        await client.Posts($"/v1/episodes/{episode}/contacts", new { purpose = "follow-up", mode = "phone", on = "2025-06-16", minutes = 9 }, HttpStatusCode.NotFound);
        await client.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.NotFound, "\"1\"");

        app.Clock.Now += Duration.FromMinutes(60);
        foreach (var read in reads) await client.Gets(read, HttpStatusCode.NotFound);
        app.Clock.Now -= Duration.FromMinutes(60);

        await using var db = app.Owner();
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.PatientIds.Contains(Guid.Parse(patient)) && e.PurposeOfUse == "BTG").Select(e => e.Action).ToListAsync();
        Assert.Equal(["assessment.read", "contact.read", "emergency-access.open", "episode.read", "episode.read", "episode.read", "patient.read", "patient.search"], entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whether_anybody_has_the_identifier_is_not_told_and_the_fourth_of_a_day_is_refused()
    {
        var (_, _, mrn) = await app.SouthernPatient();
        var (client, _, subject) = await Responder();
        var (present, absent) = (await client.Posts("/v1/emergency-accesses", Asking(mrn)), await client.Posts("/v1/emergency-accesses", Asking("NOBODY-HAS-THIS")));
        Assert.Equal(Shape(present), Shape(absent));
        Assert.Null(present["patientId"]);
        Assert.Empty((await client.Posts("/v1/patients/search", new { system = "urn:mrn", value = "NOBODY-HAS-THIS" }, HttpStatusCode.OK))["items"]!.AsArray());

        await client.Posts("/v1/emergency-accesses", Asking("NOR-THIS"));
        await client.Posts("/v1/emergency-accesses", Asking(mrn), TooMany);
        app.Clock.Now += Duration.FromHours(24);
        using var next = app.AsSecondCareManager(subject);
        await next.Posts("/v1/emergency-accesses", Asking(mrn));
        app.Clock.Now -= Duration.FromHours(24);

        static string Shape(JsonNode answer) => string.Join(' ', answer.AsObject().Select(p => $"{p.Key}:{p.Value?.GetValueKind()}"));
    }

    [Fact]
    public async Task Eight_at_once_are_no_more_than_three()
    {
        var (client, _, _) = await Responder();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var content = System.Net.Http.Json.JsonContent.Create(Asking($"AT-ONCE-{i}"));
            using var response = await client.PostAsync(new Uri("/v1/emergency-accesses", UriKind.Relative), content);
            return response.StatusCode;
        }));
        Assert.Equal((3, 5), (answers.Count(a => a is HttpStatusCode.Created), answers.Count(a => a is TooMany)));
    }

    [Fact]
    public void The_decision_lets_the_reads_of_an_emergency_through_to_that_patient_and_nothing_else()
    {
        var (organization, clinic, patient) = (Id<Organization>.New(), Id<Clinic>.New(), Id<Patient>.New());
        var caller = new Caller(organization, Id<Principal>.New(), Id<StaffMember>.New(), false, null, [new(Role.CareManager, clinic, null)]) { Opened = [new(patient, Id<Clinic>.New())] };
        var (scopes, there) = (new Scopes(["patients:read", "patients:write", "scores:read", "scores:write", "caseload:read"]), new Target(organization, Id<Clinic>.New(), [Id<StaffMember>.New()], []) { Patient = patient });

        Assert.True(Rights.Decide(caller, scopes, Permissions.ReadPatient, there).IsAllowed);
        Assert.True(Rights.Decide(caller, scopes, Permissions.ReadAssessment, there).IsAllowed);
        foreach (var (who, action, target) in new[]
        {
            (caller, Permissions.WriteAssessment, there), (caller, Permissions.WriteEpisode, there), (caller, Permissions.ReadCaseload, there), (caller, Permissions.CopyRecord, there),
            (caller, Permissions.ReadPatient, there with { Patient = Id<Patient>.New() }), (caller, Permissions.ReadPatient, there with { Organization = Id<Organization>.New() }),
            (caller with { Opened = [] }, Permissions.ReadPatient, there),
        })
        {
            Assert.Equal(Reason.OutOfReach, Rights.Decide(who, scopes, action, target).Refused);
        }

        Assert.Equal(Reason.Role, Rights.Decide(caller with { Grants = [] }, scopes, Permissions.ReadPatient, there).Refused);
    }

    [Theory]
    [InlineData("treating-provider")]
    [InlineData("clinic-lead")]
    [InlineData("ehr-integration")]
    [InlineData("program-lead")]
    [InlineData("auditor")]
    [InlineData("administrator")]
    public async Task Only_those_who_treat_may_open_one(string persona) => await app.As(persona).Posts("/v1/emergency-accesses", Asking("X"), HttpStatusCode.Forbidden);

    [Fact]
    public async Task What_one_opened_is_open_to_nobody_else_and_to_no_program()
    {
        var (patient, _, mrn) = await app.SouthernPatient();
        var (client, _, _) = await Responder();
        await client.Posts("/v1/emergency-accesses", Asking(mrn));
        await app.As("care-manager").Gets($"/v1/patients/{patient}", HttpStatusCode.NotFound);
        await app.As("care-manager", foreign: true).Gets($"/v1/patients/{patient}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_second_person_reviews_it_once_and_nobody_the_own_one()
    {
        var (patient, _, mrn) = await app.SouthernPatient();
        var (client, principal, _) = await Responder(alsoAs: Role.ClinicLead);
        var id = (string)(await client.Posts("/v1/emergency-accesses", Asking(mrn)))["id"]!;
        var review = new { verdict = "justified", note = "The crisis line had called." };
        using var auditor = app.As("auditor");
        var waiting = (await auditor.Gets("/v1/emergency-accesses?reviewed=false&limit=200"))["items"]!.AsArray().Single(e => (string)e!["id"]! == id)!;
        Assert.Equal((patient, principal.ToString()), ((string)waiting["patientId"]!, (string)waiting["openedBy"]!));

        await client.Posts($"/v1/emergency-accesses/{id}/review", review, HttpStatusCode.Forbidden);
        await app.As("care-manager").Posts($"/v1/emergency-accesses/{id}/review", review, HttpStatusCode.Forbidden);
        await app.As("care-manager").Gets($"/v1/emergency-accesses/{id}", HttpStatusCode.NotFound);
        await app.As("clinic-lead").Posts($"/v1/emergency-accesses/{id}/review", review, HttpStatusCode.NotFound);
        await app.As("auditor", foreign: true).Posts($"/v1/emergency-accesses/{id}/review", review, HttpStatusCode.NotFound);
        await auditor.Posts($"/v1/emergency-accesses/{id}/review", new { verdict = "not-justified" }, HttpStatusCode.UnprocessableEntity);
        var lead = (await app.SouthernColleague(Role.ClinicLead)).Client;
        Assert.Equal("justified", (string)(await lead.Posts($"/v1/emergency-accesses/{id}/review", review))["review"]!["verdict"]!);
        await auditor.Posts($"/v1/emergency-accesses/{id}/review", review, HttpStatusCode.Conflict);
        Assert.DoesNotContain((await auditor.Gets("/v1/emergency-accesses?reviewed=false&limit=200"))["items"]!.AsArray(), e => (string)e!["id"]! == id);
    }

    [Fact]
    public async Task The_privacy_officer_is_told_at_once_without_a_word_about_whom()
    {
        await using var receiver = await Receiver.Start();
        await app.Listens(receiver, "emergency-access");
        var (patient, _, mrn) = await app.SouthernPatient();
        var (client, _, _) = await Responder();
        var id = (string)(await client.Posts("/v1/emergency-accesses", Asking(mrn)))["id"]!;
        await app.SendsEvents();
        var told = Assert.Single(receiver.Events, e => e.Type == "emergency-access");
        Assert.Equal($"emergency-accesses/{id}", told.Resource);
        Assert.DoesNotContain(patient, told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(mrn, told.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reason", null)]
    [InlineData("explanation", null)]
    [InlineData("explanation", "")]
    [InlineData("reason", "curiosity")]
    public async Task Without_a_reason_there_is_none(string member, string? value)
    {
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Asking("X")))!.AsObject();
        body[member] = value;
        var (client, _, _) = await Responder();
        using var response = await client.PostAsync(new Uri("/v1/emergency-accesses", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(body));
        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
    }

    private static object Asking(string mrn) => new { system = "urn:mrn", value = mrn, reason = "suicide-risk", explanation = "Called the crisis line; the team of the South Clinic cannot be reached." };

    /// <summary>Another care manager of the North Clinic, whose quota is unused.</summary>
    private async Task<(HttpClient Client, Id<Principal> Principal, string Subject)> Responder(Role? alsoAs = null)
    {
        var subject = $"responder-{Guid.CreateVersion7():N}";
        await app.SecondCareManager(subject);
        await using var db = app.Owner();
        var principal = await db.Principals.Where(p => p.Subject == subject).Select(p => p.Id).SingleAsync();
        if (alsoAs is { } role)
        {
            db.Add(new RoleGrant { OrganizationId = app.Home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = role, ClinicId = app.Home.South, ValidFrom = app.Clock.Now });
            await db.SaveChangesAsync();
        }

        return (app.AsSecondCareManager(subject), principal, subject);
    }
}
