using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests;

internal static class StoredScores
{
    /// <summary>What is really in the table about one patient: "phq-9 14 final".</summary>
    public static async Task<IEnumerable<string>> Of(RegistryApp app, string patient)
    {
        await using var db = app.Owner();
        return (await db.Assessments.Where(a => a.PatientId == Id<Patient>.Parse(patient, null)).ToListAsync())
            .Select(a => $"{a.Instrument.Code} {a.Total} {Kebab.Of(a.Status)}").Order(StringComparer.Ordinal);
    }
}
