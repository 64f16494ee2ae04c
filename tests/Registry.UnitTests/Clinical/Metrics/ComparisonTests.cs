using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>Clinics and groups side by side: limits instead of ranks, and nobody left out.</summary>
public sealed class ComparisonTests : MetricTestBase
{
    private static Id<Clinic> Clinic(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static MetricValue Rate(int part, int whole) => new("M19", 1, MetricUnit.Percent, Registry.Clinical.Figures.Percent(part, whole), part, whole);

    [Fact]
    public void A_clinic_is_held_against_the_middle_of_the_others_and_the_limits_of_its_size()
    {
        var compared = PeerComparison.Of([(Clinic(1), Rate(30, 100)), (Clinic(2), Rate(60, 100)), (Clinic(3), Rate(70, 100)), (Clinic(4), Rate(13, 20)), (Clinic(5), Rate(9, 9))]);
        var low = compared[0];
        Assert.Equal((3, 65.0m, 62.5m, 67.5m), (low.Peers, low.Median, low.LowerQuartile, low.UpperQuartile));
        // All 320 patients together: 173 of 320, or 54.1%; Wilson around it for 100 patients, by hand.
        Assert.Equal((44.3m, 63.5m, "below"), (low.Low, low.High, low.Place));
        Assert.Equal(["below", "within", "above", "within", null], compared.Select(c => c.Place));
        Assert.Equal((null, null), (compared[4].Low, compared[4].High)); // nine patients are nobody's peer
        Assert.All(compared.SkipLast(1), c => Assert.Equal(3, c.Peers));
    }

    [Fact]
    public void A_clinic_is_as_large_as_its_patients_are_many_whatever_stands_below_the_line()
    {
        MetricValue Load(decimal patients, decimal fte) => new("M02", 1, MetricUnit.Ratio, Registry.Clinical.Figures.HalfUp(patients / fte, 1), patients, fte) { Population = (int)patients };
        Assert.Equal((1, 60.0m), PeerComparison.Of([(Clinic(1), Load(127, 1.8m)), (Clinic(2), Load(60, 1)), (Clinic(3), Load(9, 0.2m))]).Select(c => (c.Peers, c.Median!.Value)).First());
        // The team's weeks are those of the team, and a balance is nobody's size.
        Assert.Equal(["M02", "M05", "M30"], Metrics.All.Where(m => !EquityTable.IsOfGroups(m)).Select(m => m.Code));
    }

    [Fact]
    public void A_clinic_alone_has_no_peers_and_is_not_held_against_itself()
    {
        var hidden = new MetricValue("M19", 1, MetricUnit.Percent, null, null, null) { NoValue = AggregateTable.Suppressed };
        (Id<Clinic>, MetricValue)[][] alone = [[(Clinic(1), Rate(30, 100))], [(Clinic(1), Rate(30, 100)), (Clinic(2), Rate(9, 9)), (Clinic(3), hidden)]];
        Assert.All(alone, clinics =>
        {
            var own = PeerComparison.Of(clinics)[0];
            Assert.Equal((0, null, null, null, null), (own.Peers, own.Median, own.Low, own.High, own.Place));
            Assert.Null(PeerComparison.FunnelOf(clinics));
        });
    }

    [Fact]
    public void Groups_are_compared_with_the_largest_known_one_and_with_everybody_and_unknown_stays_a_group()
    {
        var table = EquityTable.Of([("white", Rate(60, 100)), ("asian", Rate(20, 50)), ("unknown", Rate(40, 150))], Rate(120, 300));
        Assert.Equal(("white", 50.0m), (table.Largest, table.UnknownShare));
        var asian = table.Groups.Single(g => g.Group == "asian");
        Assert.Equal((50m, -20.0m, 0.67m, 0.0m, 1.00m), (asian.Size, asian.DifferenceToLargest, asian.RatioToLargest, asian.DifferenceToAll, asian.RatioToAll));
        Assert.Equal((27.6m, 53.8m), (asian.Low, asian.High)); // Wilson of 20 in 50
        Assert.Equal(["asian", "unknown", "white"], table.Groups.Select(g => g.Group));
    }

    [Fact]
    public void Groups_are_compared_before_their_figures_are_rounded()
    {
        var part = EquityTable.Of([("white", Rate(44, 63)), ("asian", Rate(11, 16))], Rate(55, 79)).Groups.Single(g => g.Group == "asian");
        Assert.Equal((-1.1m, 0.98m), (part.DifferenceToLargest, part.RatioToLargest)); // 68.75 and 69.841; of 68.8 and 69.8 it would be -1.0 and 0.99
        var month = EquityTable.Of([("white", Contacts(41, 1200)), ("asian", Contacts(11, 600))], Contacts(52, 1800)).Groups.Single(g => g.Group == "asian");
        Assert.Equal((-0.48m, 0.54m), (month.DifferenceToLargest, month.RatioToLargest)); // 0.5581 and 1.0400

        static MetricValue Contacts(int contacts, int days) => new("M13", 1, MetricUnit.Ratio, Registry.Clinical.Figures.HalfUp(contacts * 30.44m / days, 2), contacts, days) { Population = contacts };
    }

    [Fact]
    public void A_group_that_is_suppressed_is_compared_with_nothing_and_does_not_give_its_size_away()
    {
        var hidden = new MetricValue("M19", 1, MetricUnit.Percent, null, null, null) { NoValue = AggregateTable.Suppressed };
        var table = EquityTable.Of([("white", Rate(60, 100)), ("unknown", hidden)], Rate(64, 107));
        var group = table.Groups.Single(g => g.Group == "unknown");
        Assert.Equal((null, null, null, null), (group.Size, group.DifferenceToLargest, group.RatioToAll, table.UnknownShare));
        Assert.Null(EquityTable.Of([("white", Rate(0, 12)), ("asian", Rate(3, 11))], Rate(3, 23)).Groups.Single(g => g.Group == "asian").RatioToLargest); // nothing divided by
    }

    [Fact]
    public void The_target_of_a_clinic_goes_before_the_organizations_and_the_latest_word_counts()
    {
        MetricTarget Target(int minute, Id<Clinic>? clinic, decimal? lowest, decimal? highest = null, string metric = "M19") => new()
        {
            OrganizationId = default, Id = Id<MetricTarget>.New(), Metric = metric, ClinicId = clinic, Lowest = lowest, Highest = highest,
            RecordedAt = NodaTime.Instant.FromUtc(2025, 1, 1, 0, minute), RecordedBy = default,
        };
        var targets = new MetricTargets([Target(1, null, 60), Target(2, Clinic(1), 50), Target(3, Clinic(2), 40), Target(4, Clinic(2), null), Target(5, Clinic(1), 40, 60, "M02")]);
        Assert.Equal((50m, 60m, 60m), (targets.Of("M19", Clinic(1))!.Lowest, targets.Of("M19", Clinic(2))!.Lowest, targets.Of("M19", null)!.Lowest));
        Assert.Equal((50m, 62.5m), (targets.CaseloadOf(Clinic(1)).Middle, targets.CaseloadOf(Clinic(2)).Middle));
        Assert.Equal(3, targets.InForce.Count());
        Assert.True(Target(1, null, 60).IsMet(60));
        Assert.False(Target(1, null, 60, 70).IsMet(71));
    }

    [Fact]
    public void Every_benchmark_is_of_a_metric_there_is_and_says_where_it_comes_from()
    {
        Assert.All(PublishedBenchmarks.All, b => Assert.NotNull(Metrics.ByCode(b.Metric)));
        Assert.All(PublishedBenchmarks.All, b => Assert.NotEmpty(b.Source));
        Assert.Equal(["below", "within", "above"], new[] { 33m, 34, 89 }.Select(PublishedBenchmarks.Of("M12").Single().Place));
    }

    [Fact]
    public void Whom_a_care_manager_treats_is_told_beside_what_came_of_it()
    {
        var severe = new MeasuredEpisode(Story.Enrolled(Day0).Phq9(0, 20).FactsOf(0), default) { Coverage = [new(PayerCategory.MedicaidFfs, Day0, null)], Traits = new() { Language = "es" } };
        var mild = new MeasuredEpisode(Story.Enrolled(Day0).Phq9(0, 11).FactsOf(1), default) { Traits = new() { Language = "en-US" } };
        var unmeasured = new MeasuredEpisode(Story.Enrolled(Day0).FactsOf(2), default);
        var report = new MetricsReport([severe, mild, unmeasured], Ask("last-10", Day0.PlusDays(10)));
        Assert.Equal(["15.5", "50.0", "33.3", "50.0"], CaseMix.All.Select(m => report.Of(m).Value!.Value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
