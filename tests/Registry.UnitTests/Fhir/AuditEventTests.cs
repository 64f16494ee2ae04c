using System.Text.Json;
using NodaTime;
using Registry.Examples;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

public sealed class AuditEventTests
{
    private static readonly AuditedAccess ByAPerson = new(
        "01980000-0000-7000-8000-000000000001-1", Instant.FromUtc(2026, 3, 6, 1, 2, 3), 'R', "read", "assessment.read", "GET /v1/assessments/{assessmentId}", "0", 200, "TREAT",
        "01980000-0000-7000-8000-000000000002", "Corin Testwell", ["care-manager"], "team-app", "jti-1", "192.0.2.1", "01980000-0000-7000-8000-000000000003",
        ["Observation/01980000-0000-7000-8000-000000000004/_history/2"], "request-1");

    private static readonly AuditedAccess BySystem = ByAPerson with { Action = 'E', Interaction = "search-type", StaffName = null, ClientId = "ehr", Resources = [], NetworkAddress = null };

    private static readonly AuditedAccess ByNobody = BySystem with
    {
        PrincipalId = null, ClientId = null, TokenId = null, Roles = [], PatientId = null, Outcome = "4", Status = 401, Resources = ["contacts/01980000-0000-7000-8000-000000000004/_history/2"],
    };

    public static TheoryData<string> Accesses => ["person", "system", "nobody"];

    [Theory]
    [MemberData(nameof(Accesses))]
    public void It_is_valid_by_the_official_schema(string by)
    {
        var written = Written(by);
        Assert.Equal("AuditEvent", written.GetProperty("resourceType").GetString());
        Assert.Empty(OfficialSchema.Problems(System.Text.Encoding.UTF8.GetBytes(written.GetRawText())));
    }

    [Fact]
    public void A_person_acts_through_an_application_upon_a_server()
    {
        var agents = Written("person").GetProperty("agent").EnumerateArray().ToList();
        Assert.Equal(["110152", "110153", "IRCP"], agents.Select(a => Code(a.GetProperty("type").GetProperty("coding")[0])));
        Assert.Equal([false, false, true], agents.Select(a => a.GetProperty("requestor").GetBoolean()));
        Assert.Equal("jti-1", agents[2].GetProperty("policy")[0].GetString());
        Assert.Equal("TREAT", Code(agents[2].GetProperty("purposeOfUse")[0].GetProperty("coding")[0]));
        Assert.Equal("care-manager", Code(agents[2].GetProperty("role")[0].GetProperty("coding")[0]));
    }

    [Fact]
    public void A_system_acts_for_itself_and_its_search_flows_to_the_server()
    {
        var agents = Written("system").GetProperty("agent").EnumerateArray().ToList();
        Assert.Equal(["110153", "110152"], agents.Select(a => Code(a.GetProperty("type").GetProperty("coding")[0])));
        Assert.True(agents[0].GetProperty("requestor").GetBoolean());
    }

    [Fact]
    public void It_names_the_data_the_patient_and_the_request_by_their_roles()
    {
        var entities = Written("person").GetProperty("entity").EnumerateArray().Select(e => $"{Code(e.GetProperty("type"))} {(e.TryGetProperty("role", out var role) ? Code(role) : "-")} {What(e)}");
        Assert.Equal(
            ["2 4 Observation/01980000-0000-7000-8000-000000000004/_history/2", "1 1 Patient/01980000-0000-7000-8000-000000000003", "XrequestId - request-1"], entities);
        Assert.Contains("2 24", Written("system").GetProperty("entity").EnumerateArray().Where(e => e.TryGetProperty("role", out _)).Select(e => $"{Code(e.GetProperty("type"))} {Code(e.GetProperty("role"))}"));
    }

    [Theory]
    [InlineData("date=ge2026-01-01&date=lt2026-02-01", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("date=2026-01", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("date=gt2026-01&date=le2026-03", "2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z")]
    [InlineData("date=sa2026-01-05", "2026-01-06T00:00:00Z", null)]
    [InlineData("date=eb2026-01-05", null, "2026-01-05T00:00:00Z")]
    [InlineData("date=ge2026-01-05&date=ge2026-01-07", "2026-01-07T00:00:00Z", null)]
    public void Dates_make_a_period(string query, string? from, string? until)
    {
        var search = Search(query);
        Assert.False(search.Issues.HasErrors);
        Assert.Equal((from, until), (search.From?.ToString(), search.Until?.ToString()));
    }

    [Theory]
    [InlineData("patient=1&patient=2")]
    [InlineData("patient=1,2")]
    [InlineData("agent:identifier=https://elsewhere.example|1")]
    [InlineData("outcome=12")]
    [InlineData("date=ap2026")]
    [InlineData("_count=-1")]
    [InlineData("policy=x")]
    public void What_is_not_offered_is_refused_and_never_repeated(string query)
    {
        var issues = Search(query).Issues;
        Assert.True(issues.HasErrors);
        Assert.DoesNotContain(issues, issue => issue.Text.Contains("elsewhere", StringComparison.Ordinal) || issue.Text.Contains("policy", StringComparison.Ordinal));
    }

    private static AuditEventSearch Search(string query) => AuditEventSearch.Parse(
        query.Split('&').Select(p => new KeyValuePair<string, string>(p.Split('=')[0], p.Split('=')[1])), new SearchContext(Base, DateTimeZone.Utc, Now));

    private static JsonElement Written(string by) =>
        JsonDocument.Parse(AuditEventJson.Write(by switch { "person" => ByAPerson, "system" => BySystem, _ => ByNobody }, Base)).RootElement;

    private static string Code(JsonElement coding) => coding.GetProperty("code").GetString()!;

    private static string What(JsonElement entity) =>
        entity.GetProperty("what") is var what && what.TryGetProperty("reference", out var reference) ? reference.GetString()! : what.GetProperty("identifier").GetProperty("value").GetString()!;
}
