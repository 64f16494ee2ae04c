using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class RetentionPolicyTests
{
    private static readonly RetentionPolicy Policy = new() { OrganizationId = Id<Organization>.New(), YearsAfterLastActivity = 7, MinorsUntilAge = 28, AuditYears = 6 };

    [Theory]
    [InlineData("2019-03-01", "1980-05-05", "2026-03-01")] // an adult: seven years
    [InlineData("2019-03-01", "2001-03-02", "2029-03-02")] // a minor by a day: until 28
    [InlineData("2019-03-01", "2001-03-01", "2026-03-01")] // 18 that day
    [InlineData("2019-03-01", "1995-01-01", "2026-03-01")] // an adult whose 28th birthday comes earlier
    [InlineData("2019-03-01", null, "2047-03-01")] // nobody knows: the longer one
    [InlineData("2020-02-29", "1980-05-05", "2027-02-28")]
    public void A_record_is_kept_for_its_years_and_a_minors_longer(string lastActivity, string? birth, string eligible) =>
        Assert.Equal(Day(eligible), Policy.EligibleFrom(Day(lastActivity), birth is null ? null : Day(birth)));

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
