using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>Clinics and staff. The personas are members of the team, so that signing in shows a real day's work.</summary>
internal static class TeamMaker
{
    /// <summary>Over two years this many patients pass through one full caseload.</summary>
    private const int PatientsPerCareManager = 240;

    private static readonly string[] Zones = ["America/New_York", "America/Chicago", "America/Los_Angeles", "America/Denver"];
    private static readonly string[] Places = ["Harbor", "Prairie", "Canyon", "Summit", "Orchard", "Lakeside", "Juniper", "Mill"];
    private static readonly string[] Kinds = ["Family Medicine", "Primary Care", "Health Center"];

    /// <summary>No clinic is further west, so a day that has begun there has begun everywhere.</summary>
    public static readonly DateTimeZone LastToBegin = Zone("America/Los_Angeles");

    private static readonly Organization Organization = new() { Id = new(SyntheticIds.Named("organization")), Name = "Samplewood Health (synthetic)" };

    public static SyntheticTeam Make(int patients, ulong seed)
    {
        var dice = Dice.For(seed, -1);
        var managers = Math.Max(4, patients / PatientsPerCareManager);
        var clinics = Enumerable.Range(0, Math.Max(3, managers / 2 + 1)).Select(i => Clinic(i, Math.Clamp(dice.Normal(), -1.5, 1.5))).ToList();

        List<SyntheticStaff> staff = [.. PersonaStaff(clinics[0])];
        for (var i = 1; i < managers; i++)
        {
            staff.Add(Member($"care manager {i}", clinics[i % clinics.Count], InventedNames.FullName(dice), StaffRole.CareManager, 0.5 + 0.1 * dice.Between(0, 5)));
        }

        for (var i = 1; i < Math.Max(2, managers / 4); i++)
        {
            staff.Add(Member($"consultant {i}", clinics[i % clinics.Count], $"Dr. {InventedNames.FullName(dice)}", StaffRole.PsychiatricConsultant));
        }

        staff.AddRange(from clinic in clinics from i in Enumerable.Range(1, 3)
                       select Provider(clinic, i, $"Dr. {InventedNames.FullName(dice)}", isPersona: clinic == clinics[0] && i == 1));
        return new(Organization, [.. clinics, Figure3Caseload.Clinic], [.. staff, Figure3Caseload.CareManager, Figure3Caseload.Consultant]);
    }

    public static SyntheticTeam Smallest()
    {
        SyntheticClinic[] clinics = [Clinic(0, 0), Clinic(1, 0)];
        return new(Organization, clinics,
        [
            .. PersonaStaff(clinics[0]),
            Provider(clinics[0], 1, "", isPersona: true),
            Member("other care manager", clinics[1], "Hetta Mockford", StaffRole.CareManager),
        ]);
    }

    public static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];

    public static SyntheticStaff Member(string key, SyntheticClinic clinic, string name, StaffRole role, double fullTime = 1, Persona? persona = null) =>
        new(new(SyntheticIds.Named($"staff {key}")), clinic.Id, name, role, fullTime, persona);

    private static IEnumerable<SyntheticStaff> PersonaStaff(SyntheticClinic home) =>
        from persona in Personas.All
        where persona.Kind is PersonaKind.Person && persona != Personas.TreatingProvider
        let role = persona == Personas.CareManager ? StaffRole.CareManager
            : persona == Personas.PsychiatricConsultant ? StaffRole.PsychiatricConsultant : StaffRole.Other
        select Member(persona.Name, home, persona.DisplayName, role, persona: persona);

    private static SyntheticStaff Provider(SyntheticClinic clinic, int number, string name, bool isPersona) => Member(
        $"provider {clinic.Name} {number}", clinic, isPersona ? Personas.TreatingProvider.DisplayName : name, StaffRole.TreatingProvider, persona: isPersona ? Personas.TreatingProvider : null);

    private static SyntheticClinic Clinic(int index, double quality)
    {
        var round = index / Places.Length;
        var name = $"{Places[index % Places.Length]}{(round == 0 ? "" : $" {round + 1}")} {Kinds[index % Kinds.Length]} (synthetic)";
        return new(new(SyntheticIds.Named($"clinic {index}")), name, Zone(Zones[index % Zones.Length]), quality);
    }
}
