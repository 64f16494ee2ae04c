using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

/// <summary>The ten patients as seeded, against the table as printed. The registry's own answer is tested elsewhere, through its API.</summary>
public sealed class Figure3CaseloadTests
{
    private static readonly IReadOnlyList<SyntheticPatient> Patients =
        [.. SyntheticProgram.Demo(new(2026, 11, 20), patients: 0).Patients.Where(p => p.ClinicId == Figure3Caseload.ClinicId)];

    [Fact]
    public void Ten_patients_are_on_the_list_of_their_own_care_manager_that_day()
    {
        Assert.Equal(10, Patients.Count);
        Assert.All(Patients.Select(p => p.Episodes.Single()), episode =>
        {
            Assert.Equal(Figure3Caseload.CareManager.Id, Assert.Single(episode.CareManagers).CareManager);
            Assert.True(episode.EnrolledOn <= Figure3Caseload.ReportDate && episode.EndedOn > Figure3Caseload.ReportDate);
        });
    }

    [Theory]
    [InlineData("FIG3-01", 6, 13, 82)]
    [InlineData("FIG3-03", 1, 1, 54)]
    [InlineData("FIG3-04", 8, 43, 0)]
    [InlineData("FIG3-06", 4, 15, 0)]  // 111 days are 15 weeks, not 16
    [InlineData("FIG3-09", 8, 14, 30)] // a contact on the day of the report
    public void Sessions_weeks_and_minutes_are_those_in_print(string mrn, int sessions, int weeks, int minutes)
    {
        var episode = Patients.Single(p => p.MedicalRecordNumber == mrn).Episodes.Single();
        bool ThisMonth(LocalDate day) => day.Month == 1 && day.Year == 2023 && day <= Figure3Caseload.ReportDate;

        Assert.Equal(sessions, episode.Contacts.Count(CohortFigures.IsClinical));
        Assert.Equal(weeks, Period.DaysBetween(episode.EnrolledOn, Figure3Caseload.ReportDate) / 7);
        Assert.Equal(minutes, episode.Contacts.Where(c => ThisMonth(c.On)).Sum(c => c.Minutes)
            + episode.Consultations.Where(c => ThisMonth(c.On)).Sum(c => c.Minutes) + episode.Plans.Where(c => ThisMonth(c.On)).Sum(c => c.Minutes));
    }

    [Fact]
    public void Only_the_first_row_is_in_relapse_prevention() =>
        Assert.Equal(["FIG3-01"], Patients
            .Where(p => p.Episodes.Single().StatusChanges.Any(c => c.Status is EpisodeStatus.RelapsePrevention && c.On <= Figure3Caseload.ReportDate))
            .Select(p => p.MedicalRecordNumber));
}
