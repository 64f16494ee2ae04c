using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class ClusterReadingTests
{
    [Fact]
    public void One_one_two_and_two_symptoms_are_enough_for_the_clusters()
    {
        var reading = Read(1, 6, 8, 9, 15, 16);
        Assert.True(reading.ClusterPositive);
        Assert.False(reading.CutScorePositive); // 12 points only: the two routes may disagree
        Assert.Equal([2, 2, 4, 4], reading.Scores);
    }

    [Theory]
    [InlineData(6, 8, 9, 15, 16)]  // none of B
    [InlineData(1, 8, 9, 15, 16)]  // none of C
    [InlineData(1, 6, 8, 15, 16)]  // one of D
    [InlineData(1, 6, 8, 9, 15)]   // one of E
    public void A_cluster_short_of_its_symptoms_makes_the_reading_negative(params int[] symptoms) => Assert.False(Read(symptoms).ClusterPositive);

    [Fact]
    public void An_answer_of_one_is_no_symptom() => Assert.False(ClusterReading.Of(Instruments.Pcl5, 20, [.. Enumerable.Repeat((int?)1, 20)]).ClusterPositive);

    [Theory]
    [InlineData(32, false)]
    [InlineData(33, true)]
    public void The_cut_score_is_thirty_three(int total, bool positive) => Assert.Equal(positive, ClusterReading.Of(Instruments.Pcl5, total, null).CutScorePositive);

    [Fact]
    public void Without_items_the_clusters_are_unknown()
    {
        var reading = ClusterReading.Of(Instruments.Pcl5, 40, null);
        Assert.Null(reading.ClusterPositive);
        Assert.Equal([null, null, null, null], reading.Scores);
    }

    [Fact]
    public void A_missing_answer_matters_only_where_it_could_decide()
    {
        int?[] items = Items(1, 6, 8, 9, 15, 16);
        items[1] = null; // B is satisfied without it
        Assert.True(ClusterReading.Of(Instruments.Pcl5, null, items).ClusterPositive);
        items[0] = null; // now B hangs on the missing ones
        Assert.Null(ClusterReading.Of(Instruments.Pcl5, null, items).ClusterPositive);
        items[5] = 0;    // C is lost whatever they say
        Assert.False(ClusterReading.Of(Instruments.Pcl5, null, items).ClusterPositive);
    }

    private static ClusterReading Read(params int[] symptoms) => ClusterReading.Of(Instruments.Pcl5, symptoms.Length * 2, Items(symptoms));

    private static int?[] Items(params int[] symptoms) => [.. Enumerable.Range(1, 20).Select(i => (int?)(symptoms.Contains(i) ? 2 : 0))];
}
