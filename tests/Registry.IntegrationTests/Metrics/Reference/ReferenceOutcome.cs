using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>The scores of one scale in an episode, and what a profile says of them.</summary>
internal sealed class ReferenceOutcome
{
    private readonly string scale;
    private readonly string profile;

    public ReferenceOutcome(ReferenceView view, ReferenceQuestion q, string? scale = null, LocalDate? until = null, string? profile = null, bool mayChoose = true)
    {
        (this.scale, this.profile) = (scale ?? q.Instrument ?? view.Episode.Scale, profile ?? q.Profile);
        var ofScale = view.Valid.Where(s => Same(s.Instrument, this.scale) && s.On <= (until ?? view.Last)).ToList();
        Taken = [.. ofScale.Where(s => s.On >= view.Enrolled)];
        Whole = [.. Taken.Where(s => !s.Partial || this.profile is "bao" or "five-point")];
        var choice = q.NewYork || !mayChoose ? null : view.Episode.Entries.LastOrDefault(t => t.Text("kind") == "baseline-override");
        var chosen = choice is null ? null : ofScale.FirstOrDefault(s => s.Id == choice.Id("assessment_id") && s.On >= view.Enrolled.PlusDays(-14));
        Baseline = chosen ?? Whole.FirstOrDefault();
        After = Baseline is null ? [] : [.. Whole.Where(s => s.On > Baseline.On)];
    }

    public List<ReferenceScore> Taken { get; }
    private List<ReferenceScore> Whole { get; }
    public ReferenceScore? Baseline { get; }
    public List<ReferenceScore> After { get; }
    public ReferenceScore? Latest => After.LastOrDefault();
    public bool Judged => Baseline is not null && IsJudgedScale && Baseline.Total >= (scale == "pcl-5" ? 33 : 10);

    private bool IsJudgedScale => scale is "phq-9" or "phq-9m" or "gad-7" or "pcl-5";

    public bool Response(ReferenceScore s) => scale == "pcl-5" ? Drop(s) >= (profile == "nys-2025" ? 12 : 10) : Baseline!.Total > 0 && s.Total <= Baseline.Total / 2.0;

    public bool Improved(ReferenceScore s) => scale == "pcl-5" ? Response(s) : profile switch
    {
        "five-point" => Drop(s) >= (scale == "gad-7" ? 4 : 5),
        "hedis" => Response(s),
        _ => Response(s) || s.Total < 10,
    };

    public bool Remission(ReferenceScore s) => s.Total < (scale == "pcl-5" ? 33 : 5);

    public static bool Same(string a, string b) => a == b || (a is "phq-9" or "phq-9m" && b is "phq-9" or "phq-9m");

    private int Drop(ReferenceScore s) => Baseline!.Total - s.Total;
}
