using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

internal static class CallerQuery
{
    public static NpgsqlBatchCommand Command(string issuer, string subject) => new("""
        select p.organization_id, p.id, p.staff_member_id, p.may_create_patients, p.default_clinic_id,
               array_agg(g.role) filter (where c.id is not null), array_agg(c.id) filter (where c.id is not null),
               o.patient_identifier_systems,
               (select d.time_zone from clinic d where d.organization_id = p.organization_id and d.id = p.default_clinic_id)
        from principal p
        join organization o on o.id = p.organization_id
        left join role_grant g on g.organization_id = p.organization_id and g.principal_id = p.id
          and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
        left join clinic c on c.organization_id = g.organization_id and (g.clinic_id is null or c.id = g.clinic_id)
        where p.issuer = $1 and p.subject = $2
        group by p.organization_id, p.id, o.id
        """)
    {
        Parameters = { new() { Value = issuer }, new() { Value = subject } },
    };

    public static async Task<Caller?> Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct)) return null;
        var roles = reader.IsDBNull(5) ? [] : reader.GetFieldValue<string[]>(5);
        var clinics = reader.IsDBNull(6) ? [] : reader.GetFieldValue<Guid[]>(6);
        var grants = new Grant[roles.Length];
        for (var i = 0; i < grants.Length; i++) grants[i] = new(Kebab.Parse<Role>(roles[i]), new(clinics[i]));

        return new(new(reader.GetGuid(0)), new(reader.GetGuid(1)),
            reader.IsDBNull(2) ? null : new Id<StaffMember>(reader.GetGuid(2)),
            reader.GetBoolean(3),
            reader.IsDBNull(4) ? null : new Id<Clinic>(reader.GetGuid(4)),
            grants)
        {
            PatientIdentifierSystems = reader.IsDBNull(7) ? null : reader.GetFieldValue<string[]>(7),
            DefaultTimeZone = reader.IsDBNull(8) ? null : reader.GetString(8),
        };
    }
}
