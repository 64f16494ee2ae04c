namespace Registry.Clinical;

/// <summary>One row of an organization's month in dollars, for somebody who may see no patient.</summary>
/// <param name="Clinic">Null for the whole organization.</param>
/// <param name="ShowsYield">How many patient-months there are, reach a code and are billable may be shown.</param>
/// <param name="ShowsMoney">What they bring may be shown, by payer and code.</param>
/// <param name="ShowsLost">The minutes that earn nothing may be shown, by reason.</param>
public sealed record FinanceRow(Id<Clinic>? Clinic, FinanceMonth Month, bool ShowsYield, bool ShowsMoney, bool ShowsLost);

/// <summary>A month of the organization and of its clinics, with what may be shown of it: 1 to 10 people are neither seen nor reckoned from units and rates.</summary>
public static class FinanceTable
{
    private enum Part
    {
        Yield,
        Money,
        Lost,
    }

    /// <param name="month">The month of some of the episodes: of a clinic, or of all.</param>
    public static IReadOnlyList<FinanceRow> Of(IReadOnlyCollection<MeasuredEpisode> episodes, Func<Id<Clinic>?, IEnumerable<MeasuredEpisode>, FinanceMonth> month)
    {
        var numbers = episodes.Select(e => e.Facts.PatientId).Distinct().Order().Index().ToDictionary(p => p.Item, p => p.Index);
        List<(Id<Clinic>? Clinic, FinanceMonth Month)> rows =
            [(null, month(null, episodes)), .. episodes.GroupBy(e => e.ClinicId).OrderBy(g => g.Key).Select(g => ((Id<Clinic>?)g.Key, month(g.Key, g)))];
        var groups = Enum.GetValues<Part>().ToDictionary(part => part, part => Groups(part, rows[0].Month).Select(g => g.Group).Distinct().Order(StringComparer.Ordinal).ToList());
        var cells = rows.SelectMany(row => Enum.GetValues<Part>().Select(part => Cell(part, row.Clinic, Groups(part, row.Month).ToLookup(g => g.Group, g => numbers[g.Patient]))));
        var shown = SmallCells.Showable([], cells);
        bool Shows(Part part, Id<Clinic>? clinic) => shown.Contains(Key(part, clinic));
        return [.. rows.Select(row => new FinanceRow(row.Clinic, row.Month, Shows(Part.Yield, row.Clinic), Shows(Part.Money, row.Clinic), Shows(Part.Lost, row.Clinic)))];

        // The groups stand in one order in every row, so that what clinics leave of the whole is told group by group.
        FigureCell Cell(Part part, Id<Clinic>? clinic, ILookup<string, int> patients) => new(
            Key(part, clinic), [.. groups[part].Select(group => new PatientSet(patients[group].Distinct(), numbers.Count)), new([], numbers.Count)], [], clinic is null ? null : (Key(part, null), "clinics"));
    }

    private static string Key(Part part, Id<Clinic>? clinic) => $"{part}|{clinic}";

    /// <summary>Every group of patients that a part of a row tells of.</summary>
    private static IEnumerable<(string Group, Id<Patient> Patient)> Groups(Part part, FinanceMonth month) => part switch
    {
        Part.Yield => month.Patients.SelectMany(p => new[] { "minutes", p.Billing.IsBillable ? "billable" : "not billable", p.Billing.Codes.Count > 0 ? "reached" : "not reached" }.Select(group => (group, p.PatientId))),
        // Revenue is units times known rates: from a sum the units of a small group could be worked out, so every group must be large.
        Part.Money => month.Patients.SelectMany(p => p.Billing.Codes.Select(c => ($"{p.Payer}|{c.Code}|{p.Billing.IsBillable}", p.PatientId))),
        _ => month.Patients.SelectMany(p => FinanceMonth.LostBy(p).Select(l => (l.Reason, p.PatientId))),
    };
}
