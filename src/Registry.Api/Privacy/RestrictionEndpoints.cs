using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;
using Restrictions = Registry.Api.PatientFactEndpoints<Registry.Clinical.Restriction, Registry.Api.RestrictionRequest, Registry.Api.RestrictionResponse>;

namespace Registry.Api;

/// <summary>What a patient does not want disclosed, and how the patient wants to be reached.</summary>
internal static class RestrictionEndpoints
{
    public static void MapRestrictions(this IEndpointRouteBuilder routes)
    {
        Restrictions.Map(routes, new("restrictions", "Privacy", "Restriction", "Restrictions", "a restriction", "restrictions",
            "What must not go to a health plan or to researchers is in no export that goes there; clinical lists show the patient as before. Or how the patient is to be reached."),
            Permissions.ReadRestriction, Permissions.WriteRestriction);
        routes.MapPost("/v1/restrictions/{id}/end", End).WithName("EndRestriction").WithTags("Privacy").Requires(Permissions.WriteRestriction);
    }

    /// <summary>Ends a restriction from a day on, because the patient agreed or asked for it.</summary>
    internal static Task<Results<Versioned<RestrictionResponse>, Refused>> End(
        Id<Restriction> id, EndRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct) =>
        Restrictions.Change(id, ifMatch, (restriction, today) => Task.FromResult(request.On > today ? Refusals.DateInFuture.At("on") : restriction.End(request.On)), access, db, ct);
}

/// <param name="On">The first day on which it no longer holds.</param>
internal sealed record EndRequest(LocalDate On);

/// <param name="On">The day from which it holds.</param>
/// <param name="Details">What was agreed; for confidential communication how and where to reach the patient. At most 400 characters.</param>
internal sealed record RestrictionRequest(RestrictionKind Kind, LocalDate On, string? Details = null) : IPatientFactRequest<Restriction>
{
    public Task<(Restriction? Fact, Checks Checks)> Make(Patient patient, LocalDate today, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = new Checks().Day("on", On, today).Text("details", Details, 400, required: Kind is RestrictionKind.ConfidentialCommunication);
        return Task.FromResult<(Restriction?, Checks)>((new()
        {
            OrganizationId = access.OrganizationId, Id = Id<Restriction>.New(), PatientId = patient.Id, Kind = Kind, On = On, Details = Details?.Trim(),
        }, checks));
    }

    public override string ToString() => nameof(RestrictionRequest);
}

/// <param name="EndedOn">The first day on which it no longer holds; null while it does.</param>
internal sealed record RestrictionResponse(Id<Restriction> Id, Id<Patient> PatientId, RestrictionKind Kind, LocalDate On, string? Details, LocalDate? EndedOn, int Version)
    : IPatientFactResponse<RestrictionResponse, Restriction>
{
    public static RestrictionResponse Of(Restriction r) => new(r.Id, r.PatientId, r.Kind, r.On, r.Details, r.EndedOn, r.Version);

    public override string ToString() => $"{nameof(RestrictionResponse)} {Id}";
}
