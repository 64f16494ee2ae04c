using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Registry.Clinical;
using Registry.Storage;
using Amendments = Registry.Api.PatientFactEndpoints<Registry.Clinical.Amendment, Registry.Api.AmendmentOfRecordRequest, Registry.Api.AmendmentResponse>;

namespace Registry.Api;

/// <summary>A patient's request to amend the record: accepted by an ordinary correction, or denied; both stay readable.</summary>
internal static class AmendmentEndpoints
{
    public static void MapAmendments(this IEndpointRouteBuilder routes)
    {
        Amendments.Map(routes, new("amendments", "Privacy", "Amendment", "Amendments", "a patient's request to amend the record", "requests to amend the record",
            "To be decided within 60 days of the day the patient asked; once, with written notice, 30 days more."), Permissions.ReadAmendment, Permissions.WriteAmendment);
        var one = routes.MapGroup("/v1/amendments/{id}").WithTags("Privacy");
        one.MapPost("/extension", Extend).WithName("ExtendAmendment").Requires(Permissions.WriteAmendment);
        one.MapPost("/acceptance", Accept).WithName("AcceptAmendment").Requires(Permissions.WriteAmendment);
        one.MapPost("/denial", Deny).WithName("DenyAmendment").Requires(Permissions.WriteAmendment);
        one.MapPost("/disagreement", Disagree).WithName("DisagreeWithDenial").Requires(Permissions.WriteAmendment);
    }

    /// <summary>The patient was told in writing that it takes 30 days longer. Once.</summary>
    internal static Task<Results<Versioned<AmendmentResponse>, Refused>> Extend(
        Id<Amendment> id, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct) =>
        Amendments.Change(id, ifMatch, (amendment, today) => Task.FromResult(amendment.Extend(today)), access, db, ct);

    /// <summary>Accepts the request: the record was corrected since the patient asked, and the version that stands now answers it.</summary>
    internal static Task<Results<Versioned<AmendmentResponse>, Refused>> Accept(
        Id<Amendment> id, AcceptanceRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct) =>
        Amendments.Change(id, ifMatch, async (amendment, today) => request.On > today ? Refusals.DateInFuture.At("on")
            : amendment.Accept(await AmendedRecords.VersionOf(amendment.About, amendment.AboutId, amendment.PatientId, access, db, ct) ?? 0, request.On), access, db, ct);

    /// <summary>Denies the request, on one of the grounds that the law allows. The record stays as it is.</summary>
    internal static Task<Results<Versioned<AmendmentResponse>, Refused>> Deny(
        Id<Amendment> id, DenialRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct) =>
        Amendments.Change(id, ifMatch, (amendment, today) => Task.FromResult(request.On > today ? Refusals.DateInFuture.At("on") : amendment.Deny(request.Reason, request.On)), access, db, ct);

    /// <summary>Keeps the patient's statement of disagreement with the denial. It goes with the patient's record from then on.</summary>
    internal static Task<Results<Versioned<AmendmentResponse>, Refused>> Disagree(
        Id<Amendment> id, DisagreementRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct) =>
        new Checks().Text("statement", request.Statement, 1000) is { Failed: true } checks ? Task.FromResult<Results<Versioned<AmendmentResponse>, Refused>>(checks.Refused)
            : Amendments.Change(id, ifMatch, (amendment, _) => Task.FromResult(amendment.Disagree(request.Statement.Trim())), access, db, ct);
}
