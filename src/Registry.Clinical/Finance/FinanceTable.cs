namespace Registry.Clinical;

/// <summary>The work of an organization's month and of its clinics, with what may be shown of it to somebody who may see no patient: 1 to 10 people are neither seen nor reckoned from units and rates.</summary>
public sealed class FinanceTable
{
    private enum Part
    {
        Yield,
        Units,
        Lost,
    }

    private readonly List<(Id<Clinic>? Clinic, FinanceWork Work)> rows;
    private readonly List<FigureCell> all;

    private FinanceTable(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Dictionary<Id<Patient>, int> numbers)
    {
        foreach (var episode in episodes) numbers.TryAdd(episode.Facts.PatientId, numbers.Count);
        rows = [(null, FinanceWork.Of(episodes, question)), .. episodes.GroupBy(e => e.ClinicId).OrderBy(g => g.Key).Select(g => ((Id<Clinic>?)g.Key, FinanceWork.Of(g, question)))];
        all = [.. Enum.GetValues<Part>().SelectMany(part => CellsOf(part, question.Period.Name, numbers))];
    }

    /// <summary>By clinic; null is the whole organization.</summary>
    public IReadOnlyList<(Id<Clinic>? Clinic, FinanceFigures Figures)> Rows { get; private init; } = [];

    /// <summary>What is shown, with whom it rests on: for deciding about the next months. Never leaves.</summary>
    public IReadOnlyList<FigureCell> Cells { get; private init; } = [];

    /// <param name="question">A calendar month that is over: other windows could be subtracted from it.</param>
    /// <param name="numbers">Numbers patients the same in every month; new ones are added.</param>
    /// <param name="earlier">What is shown of the months before.</param>
    public static FinanceTable Of(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Dictionary<Id<Patient>, int> numbers, IEnumerable<FigureCell> earlier)
    {
        var table = new FinanceTable(episodes, question, numbers);
        return table.Showing(SmallCells.Showable(earlier, table.all).Contains, question.Period.Name);
    }

    /// <summary>A month decided before: the same parts are shown as then.</summary>
    public static FinanceTable Again(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Dictionary<Id<Patient>, int> numbers, IEnumerable<(Id<Clinic>? Clinic, FinanceFigures Figures)> shown)
    {
        var keys = shown.SelectMany(row => new (Part Part, bool IsShown)[] { (Part.Yield, row.Figures.Yield is not null), (Part.Units, row.Figures.Units is not null), (Part.Lost, row.Figures.Lost is not null) }
            .Where(p => p.IsShown).Select(p => Key(p.Part, question.Period.Name, row.Clinic))).ToHashSet(StringComparer.Ordinal);
        return new FinanceTable(episodes, question, numbers).Showing(keys.Contains, question.Period.Name);
    }

    private FinanceTable Showing(Func<string, bool> isShown, string month) => new(this)
    {
        Rows = [.. rows.Select(row => (row.Clinic, Of(row.Work.Figures, part => isShown(Key(part, month, row.Clinic)))))],
        Cells = [.. all.Where(cell => isShown(cell.Key))],
    };

    private FinanceTable(FinanceTable decided) => (rows, all) = (decided.rows, decided.all);

    private static FinanceFigures Of(FinanceFigures figures, Func<Part, bool> isShown) =>
        new(isShown(Part.Yield) ? figures.Yield : null, isShown(Part.Units) ? figures.Units : null, isShown(Part.Lost) ? figures.Lost : null);

    /// <summary>The groups stand in one order in every row, so that what clinics leave of the whole is told group by group.</summary>
    private IEnumerable<FigureCell> CellsOf(Part part, string month, Dictionary<Id<Patient>, int> numbers)
    {
        List<string> groups = [.. Groups(part, rows[0].Work).Select(g => g.Group).Distinct().Order(StringComparer.Ordinal)];
        foreach (var (clinic, work) in rows)
        {
            var patients = Groups(part, work).ToLookup(g => g.Group, g => numbers[g.Patient]);
            IReadOnlyList<IReadOnlySet<int>> sets = [new HashSet<int>(), .. groups.Select(g => patients[g].ToHashSet())];
            yield return new(Key(part, month, clinic), NestedGroups.Sets(sets, numbers.Count), [], clinic is null ? null : (Key(part, month, null), "clinics"));
        }
    }

    private static string Key(Part part, string month, Id<Clinic>? clinic) => $"{month}|{part}|{clinic}";

    /// <summary>Every group of patients that a part of a row tells of.</summary>
    private static IEnumerable<(string Group, Id<Patient> Patient)> Groups(Part part, FinanceWork work) => part switch
    {
        Part.Yield => work.Patients.SelectMany(p => new[] { "minutes", p.Billing.IsBillable ? "billable" : "not billable", p.Billing.Codes.Count > 0 ? "reached" : "not reached" }.Select(group => (group, p.PatientId))),
        // Revenue is units times known rates: from a sum the units of a small group could be worked out, so every group must be large.
        Part.Units => work.Patients.SelectMany(p => p.Billing.Codes.Select(c => ($"{p.Payer}|{c.Code}|{c.Units}|{p.Billing.IsBillable}", p.PatientId))),
        _ => work.Patients.SelectMany(p => p.Lost.Select(l => (l.Reason, p.PatientId))),
    };
}
