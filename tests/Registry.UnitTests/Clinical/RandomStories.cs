using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>Episodes as they come: any order of scores, contacts, consultations, phases and team work over a year and a bit.</summary>
internal static class RandomStories
{
    public const int LastDay = 420;

    public static readonly Arbitrary<Story> Any = Gen.Choose(0, int.MaxValue - 1).Select(Tell).ToArbitrary();

    public static Story Tell(int seed)
    {
        var dice = new Random(seed);
        var story = Story.Enrolled(new LocalDate(2023, 1, 1).PlusDays(dice.Next(500)));
        if (dice.Next(4) == 0) story.JudgedBy(dice.Next(2) == 0 ? Instruments.Gad7 : Instruments.Pcl5);
        Scores(story, dice);
        Phases(story, dice);
        Contacts(story, dice);
        TeamWork(story, dice);
        return story;
    }

    private static void Scores(Story story, Random dice)
    {
        foreach (var instrument in Instruments.Tracked)
        {
            var level = dice.Next(instrument.MaxTotal + 1);
            for (var day = dice.Next(-20, 20); day < LastDay && dice.Next(12) > 0; day += dice.Next(4) == 0 ? dice.Next(3) : dice.Next(1, 110))
            {
                level = Math.Clamp(level + dice.Next(-8, 7), 0, instrument.MaxTotal);
                int? item9 = instrument == Instruments.Phq9 && dice.Next(2) == 0 ? Math.Max(0, dice.Next(-3, 4)) : null;
                if (dice.Next(6) == 0) story.Received(instrument, day, level, day + dice.Next(6), dice.Next(2) == 0 ? day + dice.Next(6, 20) : null, item9);
                else story.Scored(instrument, day, level, item9, prorated: dice.Next(10) == 0);
            }
        }

        if (dice.Next(5) == 0) story.Screened(dice.Next(LastDay), (SafetyTier)dice.Next(5));
    }

    private static void Phases(Story story, Random dice)
    {
        var (day, status) = (dice.Next(20, 250), EpisodeStatus.Treatment);
        while (day < LastDay && dice.Next(3) > 0)
        {
            status = dice.Next(8) == 0 ? EpisodeStatus.Inactive : status is EpisodeStatus.Treatment ? EpisodeStatus.RelapsePrevention : EpisodeStatus.Treatment;
            story.Became(day, status);
            if (status is EpisodeStatus.Inactive) return;
            if (status is EpisodeStatus.RelapsePrevention && dice.Next(3) > 0) story.Plan(day - dice.Next(10));
            day += dice.Next(1, 150);
        }
    }

    private static void Contacts(Story story, Random dice)
    {
        for (var day = dice.Next(1, 35); day < LastDay && dice.Next(15) > 0; day += dice.Next(1, 75))
        {
            if (dice.Next(4) == 0) story.Attempt(day);
            else story.Contact(day, dice.Next(5, 60));
        }

        for (var day = dice.Next(80); day < LastDay && dice.Next(5) > 0; day += dice.Next(1, 120)) story.Consult(day, dice.Next(4) > 0);
    }

    private static void TeamWork(Story story, Random dice)
    {
        int? Later(int day) => dice.Next(3) == 0 ? null : day + dice.Next(60);
        void Sometimes(Action<int> tell)
        {
            while (dice.Next(3) == 0) tell(dice.Next(LastDay));
        }

        Sometimes(day => story.TreatmentChanged(day));
        Sometimes(day => story.ManuallyFlagged((ManualFlagKind)dice.Next(2), day, Later(day)));
        Sometimes(day => story.ConsultRequested(day, Later(day)));
        Sometimes(day => story.Recommended(day, RecommendationState.Accepted, day + dice.Next(60)));
        Sometimes(day => story.Recommended(day));
        Sometimes(day => story.Reminded(day, day + dice.Next(40), Later(day)));
        Sometimes(day => story.Doubtful(day, Later(day)));
        Sometimes(day => story.Minutes(day, dice.Next(1, 40)));
        if (dice.Next(2) == 0) story.Ready();
    }
}
