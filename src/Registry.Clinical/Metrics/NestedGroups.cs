namespace Registry.Clinical;

/// <summary>Groups that are shown in one answer: what lies between two of them, one within the other, follows from both.</summary>
internal static class NestedGroups
{
    /// <summary>Each group, then for each two of them those in between; nobody where neither lies within the other. The places are the same for as many groups.</summary>
    /// <param name="population">How many patients are numbered.</param>
    public static IReadOnlyList<PatientSet> Sets(IReadOnlyList<IReadOnlySet<int>> groups, int population)
    {
        var between = from larger in groups from smaller in groups select smaller.Count > 0 && smaller.IsProperSubsetOf(larger) ? larger.Except(smaller) : [];
        return [.. groups.Select(g => new PatientSet(g, population)), .. between.Select(b => new PatientSet(b, population))];
    }

    /// <summary>Who is behind a figure: above the line, on either side of it, and below it only.</summary>
    public static IEnumerable<IReadOnlySet<int>> Behind(IReadOnlyList<PlacedEpisode> placed, Dictionary<Id<Patient>, int> numbers)
    {
        HashSet<int> In(Place place) => [.. placed.Where(p => p.Placement.Place == place).Select(p => numbers[p.Episode.Facts.PatientId])];
        var (above, below) = (In(Place.Numerator), In(Place.Denominator));
        return [above, above.Union(below).ToHashSet(), below.Except(above).ToHashSet()];
    }
}
