using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>Answers that add up to a total, as a person might have given them.</summary>
internal static class Questionnaire
{
    /// <summary>Points fall on items one by one, more often on the common symptoms; on self-harm rarely, unless that is this person's trouble.</summary>
    public static short[] Answers(Dice dice, Instrument instrument, int total, bool selfHarm)
    {
        var answers = new short[instrument.ItemCount];
        for (var left = total; left > 0; left--) answers[Open(dice, instrument, answers, selfHarm)]++;
        return answers;
    }

    /// <summary>The total with one answer missing: the mean of the others stands in for it, rounded half up. Domain reference 3.4.</summary>
    public static int Prorated(IReadOnlyCollection<short> answers)
    {
        var answered = answers.Where(a => a >= 0).ToArray();
        return (2 * answered.Sum(a => a) * answers.Count + answered.Length) / (2 * answered.Length);
    }

    private static int Open(Dice dice, Instrument instrument, short[] answers, bool selfHarm)
    {
        double Weight(int item) => answers[item] == instrument.ItemMax ? 0
            : item + 1 == instrument.SelfHarmItem ? selfHarm ? 0.5 : 0.012
            : 1 - 0.4 * item / answers.Length;

        var total = 0.0;
        for (var i = 0; i < answers.Length; i++) total += Weight(i);
        var mark = dice.Share() * total;
        for (var i = 0; i < answers.Length; i++)
        {
            if ((mark -= Weight(i)) < 0) return i;
        }

        return Array.FindIndex(answers, a => a < instrument.ItemMax);
    }
}
