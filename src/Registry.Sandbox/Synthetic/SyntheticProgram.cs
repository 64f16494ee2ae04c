using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>An invented Collaborative Care program: its team and everything that happened to its patients until today.</summary>
/// <param name="Today">The last day anything is dated.</param>
/// <param name="Patients">Made as they are read, the same each time: a hundred thousand need no more memory than one.</param>
public sealed record SyntheticProgram(LocalDate Today, SyntheticTeam Team, IEnumerable<SyntheticPatient> Patients)
{
    public const int UsualSize = 960;

    /// <summary>The demo: a program of the given size, and the ten patients of Figure 3 in a clinic of their own.</summary>
    public static SyntheticProgram Demo(LocalDate today, int patients = UsualSize, ulong seed = 20260101)
    {
        var team = SyntheticTeam.For(patients, seed);
        return new(today, team, Figure3Caseload.Patients().Concat(SyntheticCohort.Of(team, today, patients, seed)));
    }

    /// <summary>An organization with two clinics and staff, waiting for its first patient.</summary>
    public static SyntheticProgram Empty(LocalDate today) => new(today, SyntheticTeam.Smallest, []);
}

/// <summary>Whoever works in the program, and where.</summary>
public sealed record SyntheticTeam(Organization Organization, IReadOnlyList<SyntheticClinic> Clinics, IReadOnlyList<SyntheticStaff> Staff)
{
    public IEnumerable<SyntheticStaff> CareManagers => Staff.Where(s => s.Role is StaffRole.CareManager && s.ClinicId != Figure3Caseload.ClinicId);

    public static SyntheticTeam For(int patients, ulong seed) => TeamMaker.Make(patients, seed);

    public static SyntheticTeam Smallest => TeamMaker.Smallest();
}

/// <param name="Quality">How well the clinic works, in standard deviations: shifts outcomes and reach, as between real clinics.</param>
public sealed record SyntheticClinic(Id<Clinic> Id, string Name, DateTimeZone Zone, double Quality);

/// <param name="FullTime">Share of a full-time post; care managers only.</param>
/// <param name="Persona">The persona that signs in as this person, if one does.</param>
public sealed record SyntheticStaff(Id<StaffMember> Id, Id<Clinic> ClinicId, string DisplayName, StaffRole Role, double FullTime = 1, Persona? Persona = null);
