using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>Where a patient is looked after, and by whom.</summary>
internal sealed class CareSite
{
    private readonly IReadOnlyList<SyntheticStaff> providers;
    private readonly IReadOnlyList<SyntheticStaff> consultants;
    private readonly IReadOnlyList<SyntheticStaff> colleagues;

    public CareSite(SyntheticTeam team, SyntheticStaff careManager, double skill)
    {
        CareManager = careManager;
        Clinic = team.Clinics.Single(c => c.Id == careManager.ClinicId);
        Quality = Clinic.Quality + skill;
        providers = [.. team.Staff.Where(s => s.ClinicId == Clinic.Id && s.Role is StaffRole.TreatingProvider)];
        var anywhere = team.Staff.Where(s => s.Role is StaffRole.PsychiatricConsultant && s.ClinicId != Figure3Caseload.ClinicId).ToArray();
        consultants = anywhere.Where(s => s.ClinicId == Clinic.Id).ToArray() is { Length: > 0 } here ? here : anywhere;
        colleagues = [.. team.Staff.Where(s => s.ClinicId == Clinic.Id && s.Role is StaffRole.CareManager && s != careManager)];
    }

    public SyntheticStaff CareManager { get; }
    public SyntheticClinic Clinic { get; }
    public double Quality { get; }

    public Id<StaffMember> Provider(Dice dice) => dice.Pick(providers).Id;

    public Id<StaffMember> Consultant(Dice dice) => dice.Pick(consultants).Id;

    public Id<StaffMember>? Successor(Dice dice) => colleagues.Count == 0 ? null : dice.Pick(colleagues).Id;

    /// <summary>When the clinic opens that day.</summary>
    public Instant Morning(LocalDate day) => Clinic.Zone.AtStartOfDay(day).ToInstant() + Duration.FromHours(8);

    /// <summary>Clinics are closed on weekends: the Friday before.</summary>
    public static LocalDate Weekday(LocalDate day) => day.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => day.PlusDays(-1),
        IsoDayOfWeek.Sunday => day.PlusDays(-2),
        _ => day,
    };

    /// <summary>A moment of the working day; the last day of all has only just begun, so that nothing lies in the future.</summary>
    public Instant During(LocalDate day, LocalDate today, Dice dice)
    {
        var minutes = dice.Between(0, 9 * 60);
        return day < today ? Morning(day) + Duration.FromMinutes(minutes) : Clinic.Zone.AtStartOfDay(day).ToInstant();
    }
}
