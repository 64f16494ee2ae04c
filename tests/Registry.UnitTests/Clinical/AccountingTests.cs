using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class AccountingTests
{
    private static readonly LocalDate Today = new(2026, 3, 1);

    [Theory]
    [InlineData(DisclosurePurpose.Treatment, false)]
    [InlineData(DisclosurePurpose.Payment, false)]
    [InlineData(DisclosurePurpose.Operations, false)]
    [InlineData(DisclosurePurpose.ToTheIndividual, false)]
    [InlineData(DisclosurePurpose.Authorized, false)]
    [InlineData(DisclosurePurpose.LimitedDataSet, false)]
    [InlineData(DisclosurePurpose.PublicHealth, true)]
    [InlineData(DisclosurePurpose.AbuseReport, true)]
    [InlineData(DisclosurePurpose.HealthOversight, true)]
    [InlineData(DisclosurePurpose.JudicialProceeding, true)]
    [InlineData(DisclosurePurpose.LawEnforcement, true)]
    [InlineData(DisclosurePurpose.Research, true)]
    [InlineData(DisclosurePurpose.AvertThreat, true)]
    [InlineData(DisclosurePurpose.RequiredByLaw, true)]
    public void Care_its_payment_and_what_the_patient_wanted_need_no_accounting(DisclosurePurpose purpose, bool accountable) =>
        Assert.Equal(accountable, Accounting.Of([On(Today, purpose)], Accounting.Earliest(Today), Today).Count == 1);

    [Fact]
    public void It_goes_back_six_years_to_the_day() =>
        Assert.Equal([new(2020, 3, 1)], Accounting.Of([On(new(2020, 3, 1)), On(new(2020, 2, 29))], LocalDate.MinIsoValue, Today).Select(l => l.First));

    [Fact]
    public void Repeated_disclosures_to_one_recipient_for_one_purpose_are_one_line()
    {
        var lines = Accounting.Of([On(new(2025, 5, 1)), On(new(2025, 4, 1)), On(new(2025, 4, 15), DisclosurePurpose.Research), On(new(2025, 6, 1))], LocalDate.MinIsoValue, Today);
        Assert.Equal([(new(2025, 4, 1), new(2025, 6, 1), 3), (new(2025, 4, 15), new(2025, 4, 15), 1)], lines.Select(l => (l.First, l.Last, l.Times)));
    }

    [Fact]
    public void What_an_agency_asked_to_withhold_appears_when_its_day_has_come()
    {
        var withheld = On(new(2025, 5, 1), DisclosurePurpose.LawEnforcement, until: Today);
        Assert.Empty(Accounting.Of([withheld], LocalDate.MinIsoValue, Today.PlusDays(-1)));
        Assert.Single(Accounting.Of([withheld], LocalDate.MinIsoValue, Today));
    }

    [Theory]
    [InlineData(DisclosurePurpose.Treatment, "2023-03-01", true)]
    [InlineData(DisclosurePurpose.Treatment, "2023-02-28", false)] // with consent: three years
    [InlineData(DisclosurePurpose.LimitedDataSet, "2025-05-01", true)]
    [InlineData(DisclosurePurpose.ToTheIndividual, "2025-05-01", false)]
    [InlineData(DisclosurePurpose.PublicHealth, "2020-03-01", true)] // without: six, as ever
    public void Records_under_part_2_are_accounted_for_whatever_they_went_out_for(DisclosurePurpose purpose, string day, bool accountable) =>
        Assert.Equal(accountable, Accounting.Of([On(NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value, purpose, holdsPart2: true)], LocalDate.MinIsoValue, Today).Count == 1);

    private static Disclosure On(LocalDate day, DisclosurePurpose purpose = DisclosurePurpose.PublicHealth, LocalDate? until = null, bool holdsPart2 = false) => new()
    {
        OrganizationId = Id<Organization>.New(),
        Id = Id<Disclosure>.New(),
        PatientId = Id<Patient>.New(),
        DisclosedOn = day,
        RecipientName = "State Department of Health",
        What = "Scores",
        Purpose = purpose,
        Why = "Reporting",
        WithheldUntil = until,
        HoldsPart2 = holdsPart2,
        RecordedAt = Instant.FromUtc(2026, 3, 1, 0, 0),
        RecordedBy = Id<Principal>.New(),
    };
}
