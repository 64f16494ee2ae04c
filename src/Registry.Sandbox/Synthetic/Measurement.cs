using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>Questionnaires as they reach a registry: most complete, some only as a total, a few late or wrong. Domain reference 8.2, point 7.</summary>
internal sealed class Measurement(Dice dice, CareSite site, LocalDate today, List<SyntheticAssessment> assessments)
{
    /// <summary>Gives the patient's questionnaires and says what the primary scale came to.</summary>
    public int Take(Illness illness, LocalDate day, double week, bool atContact)
    {
        var primary = 0;
        foreach (var instrument in illness.Given)
        {
            // The PCL-5 asks about a month: not every time.
            if (instrument == Instruments.Pcl5 && instrument != illness.PrimaryScale && week > 0 && dice.Chance(0.5)) continue;
            var assessment = Fill(instrument, illness.Score(instrument, week), illness.SelfHarm, day, atContact);
            assessments.Add(assessment);
            if (instrument == illness.PrimaryScale) primary = assessment.Total;
            if (dice.Chance(0.004)) assessments.Add(Mistaken(assessment));
        }

        return primary;
    }

    private SyntheticAssessment Fill(Instrument instrument, int total, bool selfHarm, LocalDate day, bool atContact)
    {
        var answers = Questionnaire.Answers(dice, instrument, total, selfHarm);
        short[]? items = answers;
        var origin = ScoreOrigin.Summed;
        var chance = dice.Share();
        if (chance < 0.03) (items, origin) = (null, ScoreOrigin.Stated);
        else if (chance < 0.04)
        {
            answers[dice.Between(0, answers.Length - 1)] = -1;
            (total, origin) = (Questionnaire.Prorated(answers), ScoreOrigin.Prorated);
        }

        var at = site.During(day, today, dice);
        var late = dice.Chance(0.01) ? Duration.FromDays(dice.Between(1, 20)) : Duration.FromMinutes(dice.Between(1, 60));
        var recorded = at + late;
        if (recorded >= site.Clinic.Zone.AtStartOfDay(today).ToInstant()) recorded = at;
        var fromRecord = !atContact || dice.Chance(0.6);
        var id = SyntheticIds.Next(dice, recorded);
        return new(new(id), instrument, day, fromRecord || dice.Chance(0.7) ? at : null, total, items, origin, AssessmentStatus.Final,
            fromRecord ? $"SYN-OBS-{id:N}" : null, recorded);
    }

    /// <summary>Typed in for the wrong patient and retracted: in the history, and in no figure.</summary>
    private SyntheticAssessment Mistaken(SyntheticAssessment right) => right with
    {
        Id = new(SyntheticIds.Next(dice, right.RecordedAt)),
        Total = Math.Min(right.Instrument.MaxTotal, right.Total + 7),
        Items = null,
        Origin = ScoreOrigin.Stated,
        Status = AssessmentStatus.EnteredInError,
        SourceId = null,
    };
}
