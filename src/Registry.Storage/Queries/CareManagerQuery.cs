using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

public static class CareManagerQuery
{
    /// <summary>The time zone of a care manager's home clinic; null when there is no such care manager in the clinics the caller may see.</summary>
    public static async Task<string?> TimeZoneOfCareManager(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember> careManager, Guid[] clinics, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select c.time_zone from staff_member s
            join clinic c on c.organization_id = s.organization_id and c.id = s.clinic_id
            where s.organization_id = $1 and s.id = $2 and s.role = 'care-manager' and s.clinic_id = any($3)
            """, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = careManager.Value }, new() { Value = clinics } },
        };
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
