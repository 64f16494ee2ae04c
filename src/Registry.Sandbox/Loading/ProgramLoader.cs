using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Sandbox;

/// <summary>Copies a synthetic program into an empty, migrated registry. All of it or nothing: being killed half way leaves an empty registry.</summary>
public static class ProgramLoader
{
    /// <summary>The rows are recorded by this principal, which nobody can sign in as: they did not come from a person.</summary>
    internal static readonly Id<Principal> Generator = new(SyntheticIds.Named("principal generator"));

    private const int PatientsAtOnce = 5_000;

    /// <param name="rootKey">Under which the organization's keys lie: the service must be given the same.</param>
    /// <param name="trusted">Leaves out the database's check of each reference, for the large programs of benchmarks. Needs a superuser.</param>
    /// <returns>What was loaded; null when the registry holds the program already.</returns>
    public static async Task<LoadedProgram?> Load(string ownerConnectionString, SyntheticProgram program, IRootKey rootKey, bool trusted = false, CancellationToken ct = default)
    {
        // A busy machine takes its time; whoever does not want to wait ends the sandbox.
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ownerConnectionString) { CommandTimeout = 0 });
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await IsFilled(connection, program.Team.Organization, ct)) return null;

        var keys = await KeyRing.ReadOrMake(database, rootKey, program.Team.Organization.Id, program.Today.AtMidnight().InUtc().ToInstant());
        var loaded = new LoadedProgram(program.Today, program.Team.Clinics.Count, program.Team.Staff.Count(s => s.Role is StaffRole.CareManager));
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            if (trusted) await Execute(connection, "set local session_replication_role = replica", ct);
            TeamRows.Copy(connection, program.Team);
            foreach (var patients in program.Patients.Chunk(PatientsAtOnce))
            {
                ct.ThrowIfCancellationRequested();
                PatientRows.Copy(connection, keys, patients, program.Today);
                loaded.Count(patients);
            }

            await transaction.CommitAsync(ct);
        }

        // Without it the first lists would be planned for empty tables, and index-only scans would visit the rows.
        await Execute(connection, "vacuum (analyze)", ct);
        return loaded;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<bool> IsFilled(NpgsqlConnection connection, Organization organization, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id from organization", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var there = new List<Guid>();
        while (await rows.ReadAsync(ct)) there.Add(rows.GetGuid(0));
        if (there.Exists(id => id != organization.Id.Value))
        {
            throw SandboxException.Configuration("The database holds an organization that is not the sandbox's: it gets no synthetic patients. Name an empty database.");
        }

        return there.Count > 0;
    }
}

/// <summary>What the sandbox tells whoever started it.</summary>
public sealed class LoadedProgram(LocalDate today, int clinics, int careManagers)
{
    public int Patients { get; private set; }
    public int Scores { get; private set; }
    public int Contacts { get; private set; }

    internal void Count(IReadOnlyCollection<SyntheticPatient> patients)
    {
        Patients += patients.Count;
        Scores += patients.Sum(p => p.Assessments.Count);
        Contacts += patients.Sum(p => p.Episodes.Sum(e => e.Contacts.Count));
    }

    public override string ToString() =>
        $"{clinics} clinics, {careManagers} care managers, {Patients} synthetic patients, {Scores} scores, {Contacts} contacts, as of {today:uuuu-MM-dd}";
}
