namespace Registry.Api;

/// <summary>Where on a trajectory "response" and "remission" are written: below their score, or where else nothing is written yet.</summary>
internal static class TrajectoryMarks
{
    private const int LetterWidth = 7, LetterHeight = 11;

    /// <summary>From the score to the foot of the letters: below it, further below, or above its value.</summary>
    private static readonly int[] Places = [16, 28, -21, -33, 40, -45];

    /// <summary>A value that is written to the right, since its left half would stand among the numbers of the axis.</summary>
    public static bool IsAtAxis(int x) => x - TimeAxis.Left < LetterWidth * 2;

    /// <summary>A mark without room is left out: the table below the chart has it.</summary>
    public static IEnumerable<(int X, int Y, string Text)> Of(Trajectory trajectory)
    {
        var taken = Written(trajectory).ToList();
        foreach (var point in trajectory.Points.Where(p => p.IsNew))
        {
            var (text, score) = (point.Reached!, trajectory.Y(point.Score.Total));
            var half = text.Length * LetterWidth / 2;
            var x = Math.Clamp(trajectory.Axis.X(point.Score.On), TimeAxis.Left + half, TimeAxis.Width - TimeAxis.Right - half);
            foreach (var place in Places)
            {
                var box = new Box(x - half, score + place - LetterHeight, x + half, score + place);
                if (box.Top < 0 || box.Bottom > Trajectory.Height - Trajectory.Bottom - 2 || taken.Exists(box.Meets)) continue;
                taken.Add(box);
                yield return (x, score + place, text);
                break;
            }
        }
    }

    /// <summary>The name of the target, the scores and their values.</summary>
    private static IEnumerable<Box> Written(Trajectory trajectory)
    {
        if (trajectory.Rule?.RemissionBelow is { } target)
            yield return new(TimeAxis.Left, trajectory.Y(target) - 4 - LetterHeight, TimeAxis.Left + Words.TargetBelow(target).Length * LetterWidth, trajectory.Y(target) - 2);
        foreach (var point in trajectory.Points)
        {
            var (x, y) = (trajectory.Axis.X(point.Score.On), trajectory.Y(point.Score.Total));
            yield return new(x - 5, y - 5, x + 5, y + 5);
        }

        foreach (var point in trajectory.Labelled)
        {
            var (x, y) = (trajectory.Axis.X(point.Score.On), trajectory.Y(point.Score.Total));
            yield return new(x - LetterWidth, y - 8 - LetterHeight, x + (IsAtAxis(x) ? 2 * LetterWidth : LetterWidth), y - 8);
        }
    }

    private readonly record struct Box(int Left, int Top, int Right, int Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
