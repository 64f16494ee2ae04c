using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>Patients who came over two years, each with dice of their own.</summary>
internal static class SyntheticCohort
{
    private const int Days = 728;

    public static IEnumerable<SyntheticPatient> Of(SyntheticTeam team, LocalDate today, int count, ulong seed)
    {
        var skills = Dice.For(seed, -2);
        var posts = team.CareManagers.Select(manager => new CareSite(team, manager, skills.Normal(0, 0.5))).Select(place => (place, place.CareManager.FullTime)).ToArray();
        return Enumerable.Range(0, count).Select(index => Patient(index, today, Dice.For(seed, index), posts, Dice.For(~seed, index)));
    }

    private static SyntheticPatient Patient(int index, LocalDate today, Dice dice, (CareSite, double)[] posts, Dice traits)
    {
        var site = dice.Weighed<CareSite>(posts);
        var came = CareSite.Weekday(today.PlusDays(-dice.Between(0, Days)));
        var recorded = site.Morning(came);
        var assessments = new List<SyntheticAssessment>();
        var episodes = new List<SyntheticEpisode>();

        // Some are screened and never enrol.
        if (dice.Chance(0.05))
        {
            new Measurement(dice, site, today, assessments).Take(new Illness(dice, 0), came, week: 0, atContact: false);
        }
        else
        {
            Enrol(site, came, today, dice, episodes, assessments);
        }

        return new(new(SyntheticIds.Next(dice, recorded)), site.Clinic.Id, InventedNames.FamilyName(dice), InventedNames.GivenName(dice),
            came.PlusYears(-dice.Between(18, 84)).PlusDays(-dice.Between(1, 364)), $"SYN-{index + 1:D6}", recorded, episodes, assessments)
        {
            Background = SyntheticBackground.Of(traits, came, Improved(assessments)),
        };
    }

    /// <summary>The last score of the first instrument is at most half of its first.</summary>
    private static bool Improved(List<SyntheticAssessment> assessments)
    {
        var scores = assessments.Where(a => a.Instrument == assessments[0].Instrument).ToList();
        return scores.Count > 1 && 2 * scores[^1].Total <= scores[0].Total;
    }

    private static void Enrol(CareSite site, LocalDate first, LocalDate today, Dice dice, List<SyntheticEpisode> episodes, List<SyntheticAssessment> assessments)
    {
        var illness = new Illness(dice, site.Quality);
        for (var enrolled = first; enrolled <= today;)
        {
            var episode = new CareCourse(dice, site, illness, enrolled, today, assessments).Run();
            episodes.Add(episode);

            // A return within a year is a new episode, as a rule a lighter one.
            if (episode.EndedOn is not { } ended || episode.DischargeReason is DischargeReason.Died || !dice.Chance(0.08)) break;
            enrolled = CareSite.Weekday(ended.PlusDays(dice.Between(30, 330)));
            illness = new Illness(dice, site.Quality, lighter: 0.9);
        }
    }
}
