namespace Registry.Clinical;

/// <summary>The provisional PTSD reading of a PCL-5, by both routes: cut score and DSM-5 clusters. Neither is a diagnosis.</summary>
/// <param name="CutScorePositive">The total is 33 or more; the route that tends to be more reliable.</param>
/// <param name="ClusterPositive">Every cluster has its symptoms (rated 2 or more); null when missing answers leave it open.</param>
/// <param name="Scores">Sum per cluster in order B, C, D, E; null where an answer of the cluster is missing.</param>
public sealed record ClusterReading(bool? CutScorePositive, bool? ClusterPositive, IReadOnlyList<int?> Scores)
{
    /// <summary>Reads an instrument with clusters; without items only the cut score can be told.</summary>
    public static ClusterReading Of(Instrument instrument, int? total, IReadOnlyList<int?>? items)
    {
        var cut = total >= instrument.PositiveFrom;
        if (items is null) return new(total is null ? null : cut, null, [.. instrument.Clusters.Select(_ => (int?)null)]);
        var verdicts = instrument.Clusters.Select(cluster => IsSatisfied(cluster, items)).ToList();
        bool? all = verdicts.Contains(false) ? false : verdicts.Contains(null) ? null : true;
        return new(total is null ? null : cut, all, [.. instrument.Clusters.Select(cluster => ScoreOf(cluster, items))]);
    }

    /// <summary>True once enough items are symptoms, false once too few can be, null between.</summary>
    private static bool? IsSatisfied(SymptomCluster cluster, IReadOnlyList<int?> items)
    {
        var (symptoms, open) = (0, 0);
        for (var i = cluster.FirstItem - 1; i < cluster.LastItem; i++)
        {
            if (items[i] >= 2) symptoms++;
            else if (items[i] is null) open++;
        }

        return symptoms >= cluster.Needs ? true : symptoms + open < cluster.Needs ? false : null;
    }

    private static int? ScoreOf(SymptomCluster cluster, IReadOnlyList<int?> items)
    {
        int? sum = 0;
        for (var i = cluster.FirstItem - 1; i < cluster.LastItem; i++) sum += items[i];
        return sum;
    }
}
