namespace Registry.Clinical;

/// <summary>Flags that a person sets and only a person clears.</summary>
internal static class ManualFlags
{
    public static bool IsOpen(EpisodeSummary e, ManualFlagKind kind) => Oldest(e, kind) is not null;

    public static Explanation Explain(EpisodeSummary e, ManualFlagKind kind, string what)
    {
        var flag = Oldest(e, kind)!.Value;
        return new(flag.RaisedOn, $"{what} on {flag.RaisedOn.Iso()}.", new FlagInput("raised", e.DaysSince(flag.RaisedOn), flag.RaisedOn));
    }

    private static ManualFlagFact? Oldest(EpisodeSummary e, ManualFlagKind kind)
    {
        ManualFlagFact? oldest = null;
        for (var i = 0; i < e.Facts.ManualFlags.Count; i++)
        {
            var flag = e.Facts.ManualFlags[i];
            if (flag.Kind != kind || flag.RaisedOn > e.AsOf || flag.ClearedOn <= e.AsOf) continue;
            if (!(oldest?.RaisedOn <= flag.RaisedOn)) oldest = flag;
        }

        return oldest;
    }
}
