using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Transport;

/// <summary>A cursor is for whoever got it, for the list it came from, and as it was given; anything else is 400 and shows nothing.</summary>
[Collection(TeamRegistry.Name)]
public sealed class CursorTests(RegistryApp app)
{
    [Fact]
    public async Task A_cursor_with_any_byte_flipped_is_refused()
    {
        using var auditor = app.As("auditor");
        for (var i = 0; i < 3; i++) await auditor.Gets("/v1/me");
        var cursor = (string)(await auditor.Gets("/v1/audit-entries?limit=1"))["nextCursor"]!;
        await auditor.Gets($"/v1/audit-entries?limit=1&cursor={cursor}");

        var bytes = WebEncoders.Base64UrlDecode(cursor);
        for (var i = 0; i < bytes.Length; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 1;
            await auditor.Gets($"/v1/audit-entries?limit=1&cursor={WebEncoders.Base64UrlEncode(flipped)}", HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_page_of_a_FHIR_search_with_any_byte_flipped_is_refused()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        foreach (var day in (string[])["2025-05-01", "2025-05-08", "2025-05-15"]) await ehr.Observes(patient, "phq-9", day, 9);
        var next = (string)(await ehr.Gets($"/fhir/Observation?patient={patient}&_count=1"))["link"]!.AsArray().Single(l => (string)l!["relation"]! == "next")!["url"]!;
        var (address, page) = (new Uri(next).PathAndQuery, QueryHelpers.ParseQuery(new Uri(next).Query)["_page"].ToString());
        await ehr.Gets(address);

        var bytes = WebEncoders.Base64UrlDecode(page);
        for (var i = 0; i < bytes.Length; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 1;
            await ehr.Gets(address.Replace(page, WebEncoders.Base64UrlEncode(flipped), StringComparison.Ordinal), HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_cursor_of_somebody_else_of_another_list_or_of_another_process_is_refused_and_a_limit_has_its_bounds()
    {
        using var auditor = app.As("auditor");
        for (var i = 0; i < 3; i++) await auditor.Gets("/v1/me");
        var patient = await app.As("care-manager").KnowsPatient(app);
        var cursor = (string)(await auditor.Gets("/v1/audit-entries?limit=1"))["nextCursor"]!;

        using var other = app.As("auditor", foreign: true);
        await other.Gets($"/v1/audit-entries?cursor={cursor}", HttpStatusCode.BadRequest);
        await auditor.Gets($"/v1/patients/{patient}/accesses?cursor={cursor}", HttpStatusCode.BadRequest);
        await using (var restarted = await app.Serve())
        {
            using var later = app.As(Personas.Auditor, RegistryApp.AddressOf(restarted));
            await later.Gets($"/v1/audit-entries?cursor={cursor}", HttpStatusCode.BadRequest);
        }

        foreach (var limit in (string[])["-1", "0", "201", "1000000000", "99999999999", "1.5", "x"]) await auditor.Gets($"/v1/audit-entries?limit={limit}", HttpStatusCode.BadRequest);
        await auditor.Gets("/v1/audit-entries?limit=200");
    }
}
