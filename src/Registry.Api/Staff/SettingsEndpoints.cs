using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/settings", Read).WithName("ReadSettings").WithTags("Settings").Requires(Permissions.ReadSettings);
        routes.MapPut("/v1/settings", Write).WithName("WriteSettings").WithTags("Settings").Requires(Permissions.WriteSettings);
        routes.MapGet("/v1/instruments", InstrumentsList).WithName("ListInstruments").WithTags("Settings").Requires(Permissions.ReadSettings);
        routes.MapGet("/v1/flags", FlagsList).WithName("ListFlags").WithTags("Settings").Requires(Permissions.ReadSettings);
    }

    /// <summary>What the organization has chosen: outcome profile, payer profile, and the numbers behind the flags.</summary>
    internal static async Task<Versioned<SettingsBody>> Read(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == access.OrganizationId, ct);
        return new(SettingsBody.Of(organization), organization.Version);
    }

    /// <summary>Chooses anew. Answers about past days change with it too: name a profile in the request to pin one.</summary>
    internal static async Task<Results<Versioned<SettingsBody>, Refused>> Write(
        SettingsBody request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var organization = await db.Organizations.AsTracking().SingleAsync(o => o.Id == access.OrganizationId, ct);
        if (ETags.Check(ifMatch, organization.Version) is { } stale) return new Refused(stale);
        var checks = new Checks()
            .Add(OutcomeProfile.ByName(request.OutcomeProfile) is null ? Refusals.UnknownProfile.At("outcomeProfile") : null)
            .Add(PayerProfile.ByName(request.PayerProfile) is null ? Refusals.UnknownProfile.At("payerProfile") : null);
        for (var i = 0; i < request.PatientIdentifierSystems?.Count; i++) checks.Text($"patientIdentifierSystems[{i}]", request.PatientIdentifierSystems[i], 400);
        if (checks.Failed) return checks.Refused;

        (organization.OutcomeProfile, organization.PayerProfile) = (request.OutcomeProfile, request.PayerProfile);
        organization.PatientIdentifierSystems = request.PatientIdentifierSystems is null ? null : [.. request.PatientIdentifierSystems.Distinct()];
        organization.FlagParameters = request.FlagParameters == FlagParameters.Default ? null : JsonSerializer.Serialize(request.FlagParameters, JsonSerializerOptions.Web);
        return await db.Save(organization, SettingsBody.Of, ct);
    }

    /// <summary>The instruments the registry knows, with ranges, bands and codes.</summary>
    internal static Ok<ItemsResponse<InstrumentResponse>> InstrumentsList(Access access) =>
        TypedResults.Ok(new ItemsResponse<InstrumentResponse>([.. Instruments.All.Select(InstrumentResponse.Of)]));

    /// <summary>Every flag rule: id, name, severity and the rule as one sentence.</summary>
    internal static Ok<ItemsResponse<FlagRuleResponse>> FlagsList(Access access) =>
        TypedResults.Ok(new ItemsResponse<FlagRuleResponse>([.. Clinical.Flags.InReviewOrder.Select(f => new FlagRuleResponse(f.Id, f.Name, f.Severity, f.Rule, f.Instrument))]));
}

/// <param name="OutcomeProfile">nys-2025, bao, hedis or five-point, each also with "+" and a PCL-5 rule.</param>
/// <param name="PayerProfile">midpoint or full-time.</param>
/// <param name="PatientIdentifierSystems">The identifier systems by which a patient is found when another system sends a score; null for all of them.</param>
internal sealed record SettingsBody(string OutcomeProfile, string PayerProfile, FlagParameters FlagParameters, IReadOnlyList<string>? PatientIdentifierSystems = null)
{
    public static SettingsBody Of(Organization o) => new(o.OutcomeProfile, o.PayerProfile,
        o.FlagParameters is { } json ? JsonSerializer.Deserialize<FlagParameters>(json, JsonSerializerOptions.Web)! : FlagParameters.Default, o.PatientIdentifierSystems);
}

internal sealed record InstrumentResponse(
    Instrument Code, string Display, int Items, int ItemMax, int MaxTotal, string? TotalLoinc, string? PanelLoinc, int? SelfHarmItem, bool ScreeningOnly, IReadOnlyList<BandResponse> Bands)
{
    public static InstrumentResponse Of(Instrument i) => new(i, i.Display, i.ItemCount, i.ItemMax, i.MaxTotal, Named(i.TotalLoinc), Named(i.PanelLoinc), i.SelfHarmItem, i.ScreeningOnly,
        [.. i.Bands.Select(b => new BandResponse(b.Name, b.From, b.To))]);

    private static string? Named(string loinc) => loinc.Length == 0 ? null : loinc;
}

/// <param name="Instrument">For a flag that is raised per instrument.</param>
internal sealed record FlagRuleResponse(string Id, string Name, FlagSeverity Severity, string Rule, Instrument? Instrument);
