using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Registry.Clinical;

namespace Registry.Storage;

public static class EarlierVersions
{
    /// <summary>The versions of a fact that corrections replaced, as they were.</summary>
    public static IQueryable<T> EarlierVersionsOf<T>(this RegistryDbContext db, Id<Organization> organization, Guid fact) where T : class
    {
        var sql = Sql(db.Model.FindEntityType(typeof(T))!.GetTableName()!);
        return db.Set<T>().FromSqlRaw(sql, organization.Value, fact);
    }

    /// <summary>The same of every fact of one kind about a patient.</summary>
    public static IQueryable<T> EarlierVersionsOfPatient<T>(this RegistryDbContext db, Id<Organization> organization, Id<Patient> patient) where T : class
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        return db.Set<T>().FromSqlRaw(OfPatient(type.GetTableName()!, AsEfNames(type)), organization.Value, patient.Value);
    }

    /// <summary>EF looks for the members of a complex property under its own names for them in a statement that it did not write.</summary>
    private static string AsEfNames(IEntityType type) =>
        string.Concat(from complex in type.GetComplexProperties() from member in complex.ComplexType.GetProperties() select $", past.{member.GetColumnName()} as \"{complex.Name}_{member.Name}\"");

    /// <remarks>The patient's own row is the one that names no patient.</remarks>
    private static string OfPatient(string table, string also) => $$"""
        select past.*{{also}} from fact_history h, jsonb_populate_record(null::{{table}}, h.row) past
        where h.organization_id = {0} and h.table_name = '{{table}}' and {{(table == "patient" ? "h.id" : "h.patient_id")}} = {1}
        """;

    /// <param name="table">Named by the model, never by a caller.</param>
    private static string Sql(string table) => $$"""
        select past.* from fact_history h, jsonb_populate_record(null::{{table}}, h.row) past
        where h.organization_id = {0} and h.table_name = '{{table}}' and h.id = {1}
        """;
}
