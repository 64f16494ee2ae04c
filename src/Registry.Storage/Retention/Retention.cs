using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A patient whose record may be erased, or may not yet although its time has come.</summary>
/// <param name="EligibleFrom">By the organization's policy.</param>
/// <param name="IsHeld">A legal hold is in force: nothing is erased.</param>
public sealed record RetainedPatient(Id<Patient> Id, LocalDate LastActivity, LocalDate EligibleFrom, bool IsHeld);

/// <summary>Erases records whose time has come, as the one role that may: one patient a transaction, with its audit entry.</summary>
/// <param name="database">Signed in to as registry_retention.</param>
/// <param name="ring">Birth dates are encrypted, and minors' records are kept longer.</param>
public sealed class Retention(NpgsqlDataSource database, KeyRing ring)
{
    /// <summary>The organizations that have a policy; without one nothing is ever eligible.</summary>
    public async Task<IReadOnlyList<RetentionPolicy>> Policies(CancellationToken ct)
    {
        var policies = new List<RetentionPolicy>();
        foreach (var organization in await Organizations(ct))
        {
            await using var command = new SystemCommand(database, RowContext.ForSystem(organization), "select years_after_last_activity, minors_until_age, audit_years from retention_policy");
            await using var row = await command.ExecuteReaderAsync(ct);
            if (await row.ReadAsync(ct)) policies.Add(new() { OrganizationId = organization, YearsAfterLastActivity = row.GetInt32(0), MinorsUntilAge = row.GetInt32(1), AuditYears = row.GetInt32(2) });
        }

        return policies;
    }

    /// <summary>Whose time has come by a day, the held ones among them. A disclosure is accounted for over six years, and the record is kept as long.</summary>
    /// <remarks>
    /// So is what documents a duty, from the day it was last in effect: 45 CFR 164.316(b)(2)(i). What waits for an answer, an amendment or the review
    /// of an emergency, keeps the record however old it is. A restriction without an end ends with the record, and counts from the day it was recorded.
    /// </remarks>
    public async Task<IReadOnlyList<RetainedPatient>> Eligible(RetentionPolicy policy, LocalDate today, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(policy.OrganizationId), $"""
            select p.id, p.birth_date_encrypted, greatest({string.Join(", ", Activities)}, (p.recorded_at at time zone 'UTC')::date),
              exists (select from legal_hold h where h.organization_id = p.organization_id and h.patient_id = p.id and h.released_at is null)
            from patient p
            where not exists (select from episode e where e.organization_id = p.organization_id and e.patient_id = p.id and e.status <> 'inactive')
              and not exists (select from disclosure d where d.organization_id = p.organization_id and d.patient_id = p.id and d.disclosed_on > $1)
              and not exists (select from amendment a where a.organization_id = p.organization_id and a.patient_id = p.id
                and (a.state = 'requested' or greatest(a.decided_on, (a.recorded_at at time zone 'UTC')::date) > $1))
              and not exists (select from restriction r where r.organization_id = p.organization_id and r.patient_id = p.id and greatest(r.ended_on, (r.recorded_at at time zone 'UTC')::date) > $1)
              and not exists (select from part2_consent c where c.organization_id = p.organization_id and c.patient_id = p.id
                and greatest(least(c.expires_on, c.revoked_on), (c.recorded_at at time zone 'UTC')::date) > $1)
              and not exists (select from emergency_access e left join emergency_review v on v.organization_id = e.organization_id and v.emergency_access_id = e.id
                where e.organization_id = p.organization_id and e.patient_id = p.id and (v.reviewed_at is null or (v.reviewed_at at time zone 'UTC')::date > $1))
            order by p.id
            """);
        command.Parameters.Add(new() { Value = today.PlusYears(-Accounting.Years).ToDateOnly() });
        var keys = await ring.Of(policy.OrganizationId);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var eligible = new List<RetainedPatient>();
        while (await rows.ReadAsync(ct))
        {
            var last = rows.Day(2)!.Value;
            var from = policy.EligibleFrom(last, keys.DecryptDay("patient", "birth_date_encrypted", rows.GetGuid(0), rows.Bytes(1)));
            if (from <= today) eligible.Add(new(new(rows.GetGuid(0)), last, from, rows.GetBoolean(3)));
        }

        return eligible;
    }

    /// <summary>Erases every row about one patient, and records that. False, and recorded as refused, when a legal hold is in force.</summary>
    public async Task<bool> Erase(Id<Organization> organization, RetainedPatient patient, Instant now, CancellationToken ct)
    {
        if (!patient.IsHeld && await Deleted(organization, patient.Id, now, ct)) return true;
        await Run(organization, [AuditTrail.Insert(Entry(organization, patient.Id, now, AuditOutcome.Refused))], ct);
        return false;
    }

    /// <summary>The latest day in each table of what was done or recorded.</summary>
    private static IEnumerable<string> Activities =>
        from activity in (string[])["episode e.ended_on", "episode e.enrolled_on", "assessment e.administered_on", "contact e.on_day", "consultation e.on_day", "relapse_prevention_plan e.on_day", "team_entry e.on_day"]
        let parts = activity.Split(' ')
        select $"(select max({parts[1]}) from {parts[0]} e where e.organization_id = p.organization_id and e.patient_id = p.id)";

    private async Task<bool> Deleted(Id<Organization> organization, Id<Patient> patient, Instant now, CancellationToken ct)
    {
        try
        {
            await Run(organization, [.. RetentionGuards.OfPatient.Prepend("patient_identifier_digest").Select(table => Delete(table, organization, patient)), AuditTrail.Insert(Entry(organization, patient, now, AuditOutcome.Success))], ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // A hold was placed since the list was made.
            return false;
        }
    }

    private static NpgsqlBatchCommand Delete(string table, Id<Organization> organization, Id<Patient> patient) =>
        new($"delete from {table} t where t.organization_id = $1 and {OfPatient(table)}") { Parameters = { new() { Value = organization.Value }, new() { Value = patient.Value } } };

    private static string OfPatient(string table) => table switch
    {
        "patient" => "t.id = $2",
        "fact_history" => "(t.patient_id = $2 or (t.table_name = 'patient' and t.id = $2))",
        "assessment_identifier" => Through("assessment", "assessment_id"),
        "episode_status_change" or "announced_flag" => Through("episode", "episode_id"),
        "emergency_review" => Through("emergency_access", "emergency_access_id"),
        _ => "t.patient_id = $2",
    };

    private static string Through(string other, string column) => $"t.{column} in (select o.id from {other} o where o.organization_id = $1 and o.patient_id = $2)";

    private async Task Run(Id<Organization> organization, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForSystem(organization) } };
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task<List<Id<Organization>>> Organizations(CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), "select id from organization order by id");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var organizations = new List<Id<Organization>>();
        while (await rows.ReadAsync(ct)) organizations.Add(new(rows.GetGuid(0)));
        return organizations;
    }

    /// <summary>What a program did for the registry itself: nobody's principal, and the verb as its route.</summary>
    private static AuditEntry Entry(Id<Organization> organization, Id<Patient> patient, Instant now, AuditOutcome outcome) => new()
    {
        OrganizationId = organization,
        Id = Id<AuditEntry>.New(),
        At = now,
        PrincipalId = null,
        Action = "retention.erase",
        Event = AuditEventKind.Delete,
        Method = "RUN",
        Route = "retention erase",
        Status = outcome is AuditOutcome.Success ? 200 : 409,
        Outcome = outcome,
        PatientIds = [patient.Value],
        Resources = outcome is AuditOutcome.Success ? [] : ["legal-hold"],
        Roles = [],
        PurposeOfUse = "HOPERAT",
        ClientId = null,
        TokenId = null,
        NetworkAddress = null,
        RequestId = $"retention {now:uuuu-MM-dd}",
    };
}
