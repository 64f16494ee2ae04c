using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>Tables that keep to the contract in form, and still cannot be: what is refused is named by its place, and nothing of it comes in.</summary>
public sealed class ContractRefusalTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_small_archive_of_millions_of_blank_rows_is_refused_with_a_hundred_places_and_is_not_held()
    {
        var tables = ContractZip.Sound("bomb");
        tables["patient.csv"] = "patient_id,birth_date\n" + Many(",\n", 4 * 1024 * 1024);
        var archive = ContractZip.Of(tables);
        Assert.True(archive.Length < 100_000);
        var places = Places(await Send(archive, HttpStatusCode.UnprocessableEntity));
        Assert.Equal(Enumerable.Range(1, 100).Select(row => $"#/patient/{row}"), places);

        using var body = new MemoryStream(archive);
        var (held, _) = await ContractFiles.Read(body, CancellationToken.None);
        Assert.Equal(100, held!["patient"].Count);
    }

    [Fact]
    public async Task A_table_that_unpacks_to_more_than_a_clinic_has_is_refused_by_its_name()
    {
        var rows = ContractZip.Sound("rows");
        rows["patient.csv"] += string.Concat(Enumerable.Range(2, 500_000).Select(i => $"p{i},1980-01-01\n"));
        Assert.Equal(["#/patient"], Places(await Send(ContractZip.Of(rows), HttpStatusCode.UnprocessableEntity)));

        var bytes = ContractZip.Sound("bytes");
        bytes["contact.csv"] += Many("\n", 65 * 1024 * 1024);
        Assert.Equal(["#/contact"], Places(await Send(ContractZip.Of(bytes), HttpStatusCode.UnprocessableEntity)));

        var wide = ContractZip.Sound("wide");
        wide["scale_result.csv"] += Many(",", 1024 * 1024);
        Assert.Equal(["#/scale_result/2"], Places(await Send(ContractZip.Of(wide), HttpStatusCode.UnprocessableEntity)));
    }

    [Theory]
    [InlineData("patient", "birth_date", "1980-05-17", "-9998-01-01")]
    [InlineData("patient", "birth_date", "1980-05-17", "2025-06-17")]
    [InlineData("cocm_episode", "enrollment_date", "2025-02-03", "9990-01-01")]
    [InlineData("cocm_episode", "enrollment_date", "2025-02-03", "1700-01-01")]
    [InlineData("cocm_episode", "enrollment_date", "2025-02-03", "1980-05-16")]
    [InlineData("scale_result", "administered_date", "2025-02-03", "2050-01-01")]
    [InlineData("contact", "contact_date", "2025-02-03", "2025-06-17")]
    [InlineData("psych_review", "review_date", "2025-03-10", "1979-01-01")]
    [InlineData("coverage", "start_date", "1979-01-01", "1066-10-14")]
    [InlineData("site_month", "reporting_month", "2025-03", "0001-01")]
    [InlineData("site_month", "reporting_month", "2025-03", "2025-07")]
    public async Task A_day_that_cannot_be_is_refused_where_it_stands(string table, string column, string sound, string impossible)
    {
        var tables = ContractZip.Sound("days");
        tables[table + ".csv"] = tables[table + ".csv"].Replace($",{sound}", $",{impossible}", StringComparison.Ordinal);
        var problem = await Send(ContractZip.Of(tables), HttpStatusCode.UnprocessableEntity);
        Assert.Equal([$"#/{table}/1/{column}"], Places(problem));
        Assert.DoesNotContain(impossible, problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_beyond_its_instrument_is_refused_where_it_stands()
    {
        var tables = ContractZip.Sound("totals");
        tables["scale_result.csv"] += "r9,p1,2025-03-01,phq9,28,,bhcm,\n";
        var problem = await Send(ContractZip.Of(tables), HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("/total_score", Assert.Single(Places(problem)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_another_encoding_is_refused_where_it_stands()
    {
        var problem = await Send(ContractZip.Of(ContractZip.Sound("Clínica"), Encoding.Latin1), HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["#/site_month/1/site_id"], Places(problem));
        Assert.Contains("UTF-8", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.80", "2024-11")]
    [InlineData("0.375", "2024-10")]
    public async Task Full_time_equivalents_that_one_care_manager_cannot_have_are_said_to_be_left_out(string fte, string month)
    {
        var tables = ContractZip.Sound($"site of {month}");
        tables["site_month.csv"] = tables["site_month.csv"].Replace("2025-03,0.80", $"{month},{fte}", StringComparison.Ordinal);
        Assert.Equal(("site_month", 1), LeftOut(await Send(ContractZip.Of(tables), HttpStatusCode.OK)));
        Assert.Empty(await Attested(new YearMonth(int.Parse(month[..4]), int.Parse(month[5..])).OnDayOfMonth(1)));
    }

    [Fact]
    public async Task Full_time_equivalents_that_somebody_attested_stand_and_those_of_the_site_are_said_to_be_left_out()
    {
        var member = await app.SecondCareManager("attested");
        using var administrator = app.As("administrator");
        await administrator.Sends(HttpMethod.Put, $"/v1/staff/{member}/fte", new { from = "2025-03-31", fte = 0.5 }, HttpStatusCode.OK);
        Assert.Equal(("site_month", 1), LeftOut(await Send(ContractZip.Of(ContractZip.Sound("attested")), HttpStatusCode.OK, careManager: member)));
        await using var db = app.Owner();
        Assert.Equal(0.5m, Assert.Single(await db.AttestedFtes.Where(a => a.StaffMemberId == member).ToListAsync()).Fte);
    }

    [Fact]
    public async Task Full_time_equivalents_that_no_site_has_are_refused()
    {
        var tables = ContractZip.Sound("a very large site");
        tables["site_month.csv"] = tables["site_month.csv"].Replace("0.80", "79228162514264337593543950335", StringComparison.Ordinal);
        Assert.Equal(["#/site_month/1/bhcm_fte"], Places(await Send(ContractZip.Of(tables), HttpStatusCode.UnprocessableEntity)));
    }

    [Fact]
    public async Task Tables_come_to_a_care_manager_of_the_clinic_and_to_nobody_who_left()
    {
        Id<StaffMember> elsewhere;
        var left = new StaffMember { OrganizationId = app.Home.Organization, Id = Id<StaffMember>.New(), ClinicId = app.Home.North, DisplayName = "Lee Exemplar", Role = StaffRole.PsychiatricConsultant, EndedAt = app.Clock.Now };
        await using (var db = app.Owner())
        {
            elsewhere = await db.Staff.Where(s => s.OrganizationId == app.Home.Organization && s.ClinicId == app.Home.South && s.Role == StaffRole.CareManager).Select(s => s.Id).SingleAsync();
            db.Add(left);
            await db.SaveChangesAsync();
        }

        var archive = ContractZip.Of(ContractZip.Sound("team"));
        Assert.Equal(["#/careManagerId"], Places(await Send(archive, HttpStatusCode.UnprocessableEntity, careManager: elsewhere)));
        Assert.Equal(["#/consultantId"], Places(await Send(archive, HttpStatusCode.UnprocessableEntity, consultant: left.Id)));
    }

    [Fact]
    public async Task A_client_that_may_not_create_patients_brings_none_in_by_tables()
    {
        await Allow(create: false);
        try
        {
            Assert.Equal("may-not-create-patients", (string?)(await Send(ContractZip.Of(ContractZip.Sound("nobody")), HttpStatusCode.Forbidden))["code"]);
        }
        finally
        {
            await Allow(create: true);
        }

        async Task Allow(bool create)
        {
            await using var db = app.Owner();
            await db.Principals.Where(p => p.OrganizationId == app.Home.Organization && p.Subject == Personas.EhrIntegration.Subject).ExecuteUpdateAsync(p => p.SetProperty(x => x.MayCreatePatients, create));
        }
    }

    [Theory]
    [InlineData("system/Patient.c")]
    [InlineData("system/Patient.c system/EpisodeOfCare.c system/Encounter.c")]
    [InlineData("system/EpisodeOfCare.c system/Encounter.c system/Observation.c")]
    public async Task Tables_need_the_right_to_create_whatever_stands_in_them(string scopes)
    {
        using var narrow = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Scopes = scopes }, app.Clock.Now));
        await narrow.Sends(HttpMethod.Post, Into(app.Home.CareManager, app.Home.Consultant), ContractZip.Body(ContractZip.Of(ContractZip.Sound("narrow"))), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_key_is_of_one_caseload_and_answers_nothing_about_another()
    {
        using var ehr = app.As("ehr-integration");
        var (archive, key) = (ContractZip.Of(ContractZip.Sound("once")), Guid.CreateVersion7().ToString());
        Task<Attempt> Sent(Id<StaffMember> consultant) => ehr.Tries(HttpMethod.Post, Into(app.Home.CareManager, consultant), ContractZip.Body(archive), key: key);
        Assert.Equal(HttpStatusCode.OK, (await Sent(app.Home.Consultant)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Sent(app.Home.Consultant)).Status);
        var other = await Sent(Id<StaffMember>.New());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.Status, (string?)other.Body!["code"]));
    }

    [Fact]
    public async Task A_month_for_which_nobody_attested_full_time_equivalents_does_not_leave_as_one_with_none()
    {
        using var lead = app.As("clinic-lead");
        var month = $"/v1/clinics/{app.Home.North}/new-york/2024-12/tables";
        foreach (var path in (string[])[month, month + "/site_month"])
            Assert.Equal(["#/site_month/1/bhcm_fte"], Places(await lead.Gets(path, HttpStatusCode.UnprocessableEntity)));
        using var contacts = await lead.GetAsync(new Uri(month + "/contact", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, contacts.StatusCode);
    }

    private async Task<JsonNode> Send(byte[] archive, HttpStatusCode expected, Id<StaffMember>? careManager = null, Id<StaffMember>? consultant = null)
    {
        using var ehr = app.As("ehr-integration");
        return await ehr.Sends(HttpMethod.Post, Into(careManager ?? app.Home.CareManager, consultant ?? app.Home.Consultant), ContractZip.Body(archive), expected);
    }

    private string Into(Id<StaffMember> careManager, Id<StaffMember> consultant) => $"/v1/clinics/{app.Home.North}/new-york/tables?careManagerId={careManager}&consultantId={consultant}";

    private async Task<List<AttestedFte>> Attested(LocalDate from)
    {
        await using var db = app.Owner();
        return await db.AttestedFtes.Where(a => a.StaffMemberId == app.Home.CareManager && a.FromOn == from).ToListAsync();
    }

    private static (string, int) LeftOut(JsonNode report) => ((string)report["notTaken"]![0]!["table"]!, (int)report["notTaken"]![0]!["row"]!);

    private static IEnumerable<string> Places(JsonNode problem) => problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!);

    private static string Many(string text, int characters) => new StringBuilder().Insert(0, text, characters / text.Length).ToString();
}
