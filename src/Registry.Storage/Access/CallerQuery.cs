using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Finds the caller and tells the database whose rows this transaction may see: in the batch that opens it, so that no statement runs before.</summary>
internal static class CallerQuery
{
    /// <summary>Each statement can see what the one before it allowed: the token's own principal, its organization, its grants.</summary>
    /// <param name="allowed">The roles that allow what is asked for: grants of other roles open no row.</param>
    public static IEnumerable<NpgsqlBatchCommand> Commands(string issuer, string subject, IReadOnlyCollection<Role> allowed) => [Identify(issuer, subject), Enter(), Reach(allowed)];

    private static NpgsqlBatchCommand Identify(string issuer, string subject) => new($"""
        select set_config('{RowContext.Issuer}', $1, true), set_config('{RowContext.Subject}', $2, true)
        """)
    {
        Parameters = { new() { Value = issuer }, new() { Value = subject } },
    };

    private static NpgsqlBatchCommand Enter() => new($"""
        select set_config('{RowContext.Organization}', p.organization_id::text, true), set_config('{RowContext.Principal}', p.id::text, true)
        from principal p where {RowContext.IsTheCaller("p")}
        """);

    /// <summary>One row of the caller, with its grants as arrays; none for a token that is nobody's.</summary>
    internal static NpgsqlBatchCommand Reach(IReadOnlyCollection<Role> allowed) => new($"""
        with caller as (
          select * from principal p where p.organization_id = {RowContext.Uuid(RowContext.Organization)} and p.id = {RowContext.Uuid(RowContext.Principal)}
        ), held as (
          select g.role, g.clinic_id, g.caseload_id, g.role = any($1) as allows
          from role_grant g join caller p on p.disabled_at is null
          where g.organization_id = {RowContext.Uuid(RowContext.Organization)} and g.principal_id = {RowContext.Uuid(RowContext.Principal)}
            and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
        ), placed as (
          select h.role, c.id as clinic_id, h.caseload_id, h.allows from held h
          join clinic c on c.organization_id = {RowContext.Uuid(RowContext.Organization)} and (h.clinic_id is null or c.id = h.clinic_id)
        ), care as (
          select p.staff_member_id as member, h.role from caller p, held h where h.allows and h.caseload_id is null and h.role = any($3)
          union
          select h.caseload_id, '{Kebab.Of(StaffRole.CareManager)}' from held h where h.allows and h.caseload_id is not null
        )
        select p.organization_id, p.id, p.staff_member_id, p.may_create_patients, p.default_clinic_id,
          (select array_agg(role) from placed), (select array_agg(clinic_id) from placed), (select array_agg(coalesce(caseload_id, '{Guid.Empty}')) from placed),
          (select o.patient_identifier_systems from organization o where o.id = p.organization_id),
          (select d.time_zone from clinic d where d.organization_id = p.organization_id and d.id = p.default_clinic_id), p.may_export,
          set_config('{RowContext.Reach}', case when exists (select from held where allows and clinic_id is null and role = any($2)) then '{RowContext.WholeOrganization}' else '' end, true),
          set_config('{RowContext.Clinics}', coalesce((select array_agg(clinic_id)::text from placed where allows and caseload_id is null and role = any($2)), ''), true),
          set_config('{RowContext.OpenClinics}', coalesce((select array_agg(clinic_id)::text from placed where allows and caseload_id is null and role = '{Kebab.Of(Role.CareManager)}'), ''), true),
          set_config('{RowContext.Members}', coalesce((select array_agg(distinct member)::text from care where member is not null), ''), true),
          set_config('{RowContext.Parts}', coalesce((select array_agg(distinct role::text)::text from care), ''), true)
        from caller p
        """)
    {
        Parameters = { Words(allowed), Words(allowed.Where(r => RoleReach.Of(r) is RowReach.Clinic)), Words(allowed.Where(r => RoleReach.Of(r) is RowReach.OwnCaseload or RowReach.OwnPatients)) },
    };

    /// <summary>Expects the reader at the first of the results of <see cref="Commands"/>.</summary>
    public static async Task<Caller?> Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        await reader.NextResultAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var roles = reader.IsDBNull(5) ? [] : reader.GetFieldValue<string[]>(5);
        var clinics = reader.IsDBNull(6) ? [] : reader.GetFieldValue<Guid[]>(6);
        var caseloads = reader.IsDBNull(7) ? [] : reader.GetFieldValue<Guid[]>(7);
        var grants = new Grant[roles.Length];
        for (var i = 0; i < grants.Length; i++) grants[i] = new(Kebab.Parse<Role>(roles[i]), new(clinics[i]), caseloads[i] == Guid.Empty ? null : new(caseloads[i]));

        return new(new(reader.GetGuid(0)), new(reader.GetGuid(1)),
            reader.IsDBNull(2) ? null : new Id<StaffMember>(reader.GetGuid(2)),
            reader.GetBoolean(3),
            reader.IsDBNull(4) ? null : new Id<Clinic>(reader.GetGuid(4)),
            grants)
        {
            PatientIdentifierSystems = reader.IsDBNull(8) ? null : reader.GetFieldValue<string[]>(8),
            DefaultTimeZone = reader.IsDBNull(9) ? null : reader.GetString(9),
            MayExport = reader.GetBoolean(10),
        };
    }

    private static NpgsqlParameter Words(IEnumerable<Role> roles) =>
        new() { Value = roles.Select(r => Kebab.Of(r)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
