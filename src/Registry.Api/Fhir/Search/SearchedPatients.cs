using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The patients that every mention of patient or subject allows.</summary>
internal static class SearchedPatients
{
    /// <remarks>Ids are not looked up: the rows found are checked against the caller's clinics anyway.</remarks>
    public static async Task<Guid[]> Of(FhirSearch search, Access access, CancellationToken ct)
    {
        var identifiers = search.Patients.SelectMany(any => any).Where(c => c.Identifier is not null).Select(c => Identities.Of(c.Identifier!.Value)).Distinct().ToArray();
        var known = identifiers.Length == 0 ? null
            : await ImportLookup.Read(access.Transaction.Connection, access.OrganizationId, access.Clinics, [], identifiers, [], ct);
        IEnumerable<Guid> Named(ReferenceCriterion criterion) =>
            criterion.Identifier is { } identifier ? known!.PatientsByIdentifier[Identities.Of(identifier)].Select(p => p.Id.Value)
            : Guid.TryParseExact(criterion.Id, "D", out var id) ? [id] : [];

        return [.. search.Patients.Select(any => any.SelectMany(Named)).Aggregate((all, more) => all.Intersect(more)).Distinct()];
    }
}
