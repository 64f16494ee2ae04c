using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One resource sent by itself, to be created or to replace what is stored.</summary>
internal static class ResourceTaking
{
    /// <summary>POST: If-None-Exist makes it conditional.</summary>
    public static async Task<IResult> Create(string type, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Refusal(type, request) is { } refusal) return refusal;
        FhirIdentifier? condition = null;
        if (http.Headers["If-None-Exist"] is [{ } criteria])
        {
            var exists = IfNoneExist.Parse(criteria);
            if (exists.Issue is { } issue) return FhirAnswer.Outcome(issue.Status, issue);
            condition = exists.Identifier;
        }

        return await Take(new(0, request.Body.Resource!) { Condition = condition }, request, access, settings, ct);
    }

    /// <summary>PUT to the resource's own address.</summary>
    public static async Task<IResult> Update(string type, string id, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Refusal(type, request) is { } refusal) return refusal;
        var resource = request.Body.Resource!;
        if (resource.Id != id) return FhirAnswer.Refused(400, IssueCode.Value, "The resource needs the id that is in the address.", resource.Path + ".id");
        return await Take(new(0, resource) { IsUpdate = true, Id = id, IfMatch = IfMatch(http) }, request, access, settings, ct);
    }

    /// <summary>PUT to what has an identifier: replaces it, or creates it when there is none.</summary>
    public static async Task<IResult> UpdateNamed(string type, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Refusal(type, request) is { } refusal) return refusal;
        var criteria = string.Join('&', http.QueryString.Value!.TrimStart('?').Split('&').Where(p => !p.StartsWith("_format=", StringComparison.Ordinal)));
        var named = IfNoneExist.Parse(criteria);
        if (named.Issue is { } issue) return FhirAnswer.Outcome(issue.Status, issue);
        return await Take(new(0, request.Body.Resource!) { IsUpdate = true, Condition = named.Identifier, IfMatch = IfMatch(http) }, request, access, settings, ct);
    }

    /// <summary>Why this body cannot be of that type.</summary>
    public static FhirAnswer? Refusal(string type, FhirRequest request) =>
        request.Refusal ?? (request.Body.Resource!.Type == type ? null
            : FhirAnswer.Outcome(400, FhirIssue.Malformed(IssueCode.Structure, request.Body.Resource.Path, $"This address takes {type}.")));

    private static async Task<IResult> Take(ImportEntry entry, FhirRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        await FhirImport.Run([entry], null, allOrNothing: true, access, settings, ct);
        var outcome = entry.Outcome!;
        if (outcome is { IsFailure: false, Id: { } id, Body: null } && request.Preferred is null or PreferredReturn.Representation
            && await access.Transaction.Connection.FhirResource(access.OrganizationId, access.Clinics, outcome.Type, id, ct) is { } stored)
        {
            outcome = outcome with { Body = FhirText.Of(stored, settings), LastModified = stored.RecordedAt };
        }

        return FhirAnswer.Of(outcome, settings, request.Preferred);
    }

    private static string? IfMatch(HttpRequest http) => http.Headers.IfMatch.Count == 0 ? null : http.Headers.IfMatch.ToString();
}
