using FsCheck;
using FsCheck.Fluent;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class ScoringTests
{
    private static readonly int?[] NineTwos = [2, 2, 2, 2, 2, 2, 2, 2, 2];

    [Fact]
    public void Complete_answers_are_summed_and_a_stated_total_is_taken_as_stated()
    {
        var summed = Scoring.Read(Instruments.Phq9, null, NineTwos);
        Assert.Equal((18, ScoreOrigin.Summed, 2, false), (summed.Total, summed.Origin, summed.SelfHarmAnswer, summed.SelfHarmUnknown));
        var stated = Scoring.Read(Instruments.Phq9, 18, null);
        Assert.Equal((18, ScoreOrigin.Stated, null, true), (stated.Total, stated.Origin, stated.SelfHarmAnswer, stated.SelfHarmUnknown));
        Assert.False(Scoring.Read(Instruments.Gad7, 10, null).SelfHarmUnknown); // GAD-7 asks nothing of the kind
    }

    [Theory]
    [InlineData(1, 18)]
    [InlineData(2, 18)]
    public void One_or_two_missing_answers_are_replaced_by_the_mean(int missing, int total)
    {
        var reading = Scoring.Read(Instruments.Phq9, null, WithoutFirst(NineTwos, missing));
        Assert.Equal((total, ScoreOrigin.Prorated, missing), (reading.Total, reading.Origin, reading.MissingItems.Count));
    }

    [Fact]
    public void Three_missing_answers_of_nine_give_no_total()
    {
        var reading = Scoring.Read(Instruments.Phq9, null, WithoutFirst(NineTwos, 3));
        Assert.Equal("too-many-items-missing", reading.Refusal!.Code);
        Assert.Null(reading.Total);
    }

    [Fact]
    public void Half_a_point_is_rounded_up()
    {
        // Sum 7 of 7 answered PHQ-9 items is 9; sum 4 of 8 is 4.5 and becomes 5.
        Assert.Equal(5, Scoring.Read(Instruments.Phq9, null, [null, 1, 1, 1, 1, 0, 0, 0, 0]).Total);
        Assert.Equal(9, Scoring.Read(Instruments.Phq9, null, [null, null, 1, 1, 1, 1, 1, 1, 1]).Total);
    }

    [Fact]
    public void A_missing_item_nine_is_never_imputed_even_when_the_total_is_prorated()
    {
        var reading = Scoring.Read(Instruments.Phq9, null, [2, 2, 2, 2, 2, 2, 2, 2, null]);
        Assert.Equal((18, null, true), (reading.Total, reading.SelfHarmAnswer, reading.SelfHarmUnknown));
    }

    [Fact]
    public void A_total_that_the_answers_contradict_is_refused_with_both_values()
    {
        var reading = Scoring.Read(Instruments.Phq9, 17, NineTwos);
        Assert.Equal(("total-items-mismatch", null, 17, 18), (reading.Refusal!.Code, reading.Total, reading.StatedTotal, reading.TotalOfItems));
    }

    [Fact]
    public void A_total_summed_as_if_missing_were_zero_is_a_mismatch() =>
        Assert.Equal("total-items-mismatch", Scoring.Read(Instruments.Phq9, 16, WithoutFirst(NineTwos, 1)).Refusal!.Code);

    [Theory]
    [InlineData(2, null)]                    // the one answer sent is item nine: 2
    [InlineData(26, null)]                   // 2 and eight times 3
    [InlineData(1, "total-items-mismatch")]  // less than the one answer
    [InlineData(27, "total-items-mismatch")] // more than the others can add
    public void A_total_with_only_item_nine_stands_when_there_is_room_for_it(int total, string? refusal)
    {
        var reading = Scoring.Read(Instruments.Phq9, total, [null, null, null, null, null, null, null, null, 2]);
        Assert.Equal((refusal, ScoreOrigin.Stated, 2), (reading.Refusal?.Code, reading.Origin, reading.SelfHarmAnswer));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void PCL_5_may_miss_four_of_twenty(int missing, bool refused) =>
        Assert.Equal(refused, Scoring.Read(Instruments.Pcl5, null, [.. Enumerable.Range(1, 20).Select(i => i > 20 - missing ? (int?)null : 2)]).Refusal is not null);

    [Fact]
    public void PCL_5_may_not_miss_both_items_of_its_smallest_cluster()
    {
        int?[] Missing(params int[] numbers) => [.. Enumerable.Range(1, 20).Select(i => numbers.Contains(i) ? (int?)null : 2)];
        Assert.Null(Scoring.Read(Instruments.Pcl5, null, Missing(6, 1)).Refusal);
        Assert.Equal("too-many-items-missing", Scoring.Read(Instruments.Pcl5, null, Missing(6, 7)).Refusal!.Code);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(28)]
    [InlineData(300)] // seen in published test cases
    public void A_total_outside_the_range_is_refused(int total) => Assert.Equal("score-out-of-range", Scoring.Read(Instruments.Phq9, total, null).Refusal!.Code);

    [Fact]
    public void Answers_outside_their_range_a_wrong_number_of_them_and_nothing_at_all_are_refused()
    {
        Assert.Equal("item-out-of-range", Scoring.Read(Instruments.Gad7, null, [0, 0, 4, 0, 0, 0, 0]).Refusal!.Code);
        Assert.Equal("item-out-of-range", Scoring.Read(Instruments.Gad7, null, [0, 0, -1, 0, 0, 0, 0]).Refusal!.Code);
        Assert.Equal("item-count", Scoring.Read(Instruments.Gad7, null, NineTwos).Refusal!.Code);
        Assert.Equal("total-or-items-required", Scoring.Read(Instruments.Gad7, null, null).Refusal!.Code);
    }

    [Fact]
    public void A_total_from_answers_is_the_nearest_whole_number_to_their_mean_times_the_items_and_always_in_range() =>
        Prop.ForAll(AnyAnswers.ToArbitrary(), form =>
        {
            var reading = Scoring.Read(form.Instrument, null, form.Items);
            if (reading.Refusal is { } refusal)
            {
                Assert.Equal("too-many-items-missing", refusal.Code);
                return;
            }

            var answered = form.Items.OfType<int>().ToList();
            var exact = (decimal)answered.Sum() * form.Instrument.ItemCount / answered.Count;
            Assert.Equal((int)Math.Floor(exact + 0.5m), reading.Total);
            Assert.True(form.Instrument.IsInRange(reading.Total!.Value));
            Assert.Equal(form.Items.Contains(null) ? ScoreOrigin.Prorated : ScoreOrigin.Summed, reading.Origin);
            Assert.Equal(form.Instrument.SelfHarmItem is { } n ? form.Items[n - 1] : null, reading.SelfHarmAnswer);
            Assert.Null(Scoring.Read(form.Instrument, reading.Total, form.Items).Refusal); // and stating that total changes nothing
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Every_answer_to_item_nine_has_its_tier_and_no_answer_is_unknown()
    {
        Assert.Equal([SafetyTier.None, SafetyTier.S1, SafetyTier.S2, SafetyTier.S3], Enumerable.Range(0, 4).Select(answer => SafetyTiers.OfItem9(answer)));
        Assert.Equal(SafetyTier.Unknown, SafetyTiers.OfItem9(null));
    }

    [Fact]
    public void Every_pattern_of_C_SSRS_answers_has_the_tier_of_its_gravest_yes()
    {
        bool?[] possible = [null, false, true];
        for (var pattern = 0; pattern < 729 * 3; pattern++)
        {
            var answers = Enumerable.Range(0, 6).Select(i => possible[pattern / (int)Math.Pow(3, i) % 3]).ToList();
            var recent = possible[pattern / 729];
            var expected = answers[3] is true || answers[4] is true ? SafetyTier.S3
                : answers[5] is true ? (recent is false ? SafetyTier.S2 : SafetyTier.S3)
                : answers[2] is true ? SafetyTier.S2
                : answers[0] is true || answers[1] is true ? SafetyTier.S1
                : answers[0] is false && answers[1] is false && answers[5] is false ? SafetyTier.None
                : SafetyTier.Unknown;
            Assert.Equal(expected, SafetyTiers.OfCssrs(answers, recent));
        }
    }

    [Theory]
    [InlineData("000000", 0, 0)]
    [InlineData("00---0", 0, 0)]
    [InlineData("110000", 2, 1)]
    [InlineData("111000", 3, 2)]
    [InlineData("11---1", 3, 3)]
    [InlineData("0---0-", 0, null)]
    [InlineData("------", null, null)]
    public void A_risk_screen_keeps_its_yeses_and_its_tier_and_what_it_did_not_ask_is_not_missing(string answers, int? total, int? tier)
    {
        int?[] items = [.. answers.Select(a => a == '-' ? (int?)null : a - '0')];
        var reading = Scoring.Read(Instruments.Cssrs, null, items);
        Assert.Equal((total, tier, tier is null), (reading.Total, reading.SelfHarmAnswer, reading.SelfHarmUnknown));
        Assert.Equal(total is null ? "too-many-items-missing" : null, reading.Refusal?.Code);
        Assert.Equal(tier, Assessment.SelfHarmOf(Instruments.Cssrs, Assessment.Stored(items)));
        Assert.Equal("items", Scoring.Read(Instruments.Cssrs, 0, null).Refusal!.Field);
    }

    private static readonly Gen<(Instrument Instrument, int?[] Items)> AnyAnswers =
        Gen.Choose(0, int.MaxValue - 1).Select(seed =>
        {
            var dice = new Random(seed);
            var instrument = Instruments.Tracked[dice.Next(3)];
            return (instrument, Enumerable.Range(0, instrument.ItemCount).Select(_ => dice.Next(8) == 0 ? (int?)null : dice.Next(instrument.ItemMax + 1)).ToArray());
        });

    private static int?[] WithoutFirst(int?[] items, int count) => [.. items.Select((item, i) => i < count ? null : item)];
}
