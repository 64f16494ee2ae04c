using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>One organization, two clinics, a care team, and an account for each persona: everything but patients. For tests and benchmarks.</summary>
internal sealed record EmptyRegistry(Id<Organization> Organization, Id<Clinic> North, Id<Clinic> South, Id<StaffMember> CareManager, Id<StaffMember> Consultant, Id<StaffMember> Provider)
{
    /// <summary>Adds an organization of its own beside others; the sandbox itself fills in a <see cref="SyntheticProgram"/>.</summary>
    public static async Task<EmptyRegistry> Add(
        RegistryDbContext db, string issuer, Instant now, string name, IEnumerable<Persona> personas, CancellationToken ct = default)
    {
        var registry = new EmptyRegistry(Id<Organization>.New(), Id<Clinic>.New(), Id<Clinic>.New(), Id<StaffMember>.New(), Id<StaffMember>.New(), Id<StaffMember>.New());
        db.Add(new Organization { Id = registry.Organization, Name = name });
        db.Add(new Clinic { OrganizationId = registry.Organization, Id = registry.North, Name = "North Clinic", TimeZone = "America/New_York" });
        db.Add(new Clinic { OrganizationId = registry.Organization, Id = registry.South, Name = "South Clinic", TimeZone = "America/Chicago" });
        registry.AddStaff(db, registry.CareManager, Personas.CareManager.DisplayName, StaffRole.CareManager, registry.North);
        registry.AddStaff(db, registry.Consultant, Personas.PsychiatricConsultant.DisplayName, StaffRole.PsychiatricConsultant, registry.North);
        registry.AddStaff(db, registry.Provider, Personas.TreatingProvider.DisplayName, StaffRole.TreatingProvider, registry.North);
        registry.AddStaff(db, Id<StaffMember>.New(), "Sol Exemplar", StaffRole.CareManager, registry.South);
        foreach (var persona in personas) registry.AddAccount(db, persona, issuer, now);
        await db.SaveChangesAsync(ct);
        return registry;
    }

    private void AddStaff(RegistryDbContext db, Id<StaffMember> id, string name, StaffRole role, Id<Clinic> home) =>
        db.Add(new StaffMember { OrganizationId = Organization, Id = id, ClinicId = home, DisplayName = name, Role = role });

    private void AddAccount(RegistryDbContext db, Persona persona, string issuer, Instant now)
    {
        var principal = new Principal
        {
            OrganizationId = Organization,
            Id = Id<Principal>.New(),
            Issuer = issuer,
            Subject = persona.Subject,
            StaffMemberId = persona.Role switch
            {
                Role.CareManager => CareManager,
                Role.PsychiatricConsultant => Consultant,
                Role.TreatingProvider => Provider,
                _ => null,
            },
            MayCreatePatients = persona.Role is Role.EhrIntegration,
            MayExport = persona.Role is Role.EhrIntegration,
            DefaultClinicId = persona.Role is Role.EhrIntegration ? North : null,
        };
        db.Add(principal);
        db.Add(new RoleGrant
        {
            OrganizationId = Organization,
            Id = Id<RoleGrant>.New(),
            PrincipalId = principal.Id,
            Role = persona.Role,
            ClinicId = persona.Role is Role.CareManager or Role.ClinicLead ? North : null,
            ValidFrom = now,
        });
    }
}
