namespace Registry.Clinical;

/// <summary>Where tables break the contract, and how; never with the value.</summary>
/// <param name="Row">1 for the first after the header; 0 for the table itself.</param>
/// <param name="Column">Empty for the row as a whole.</param>
public sealed record ContractProblem(string Table, int Row, string Column, string Why)
{
    public override string ToString() => $"{Table} row {Row} {Column}: {Why}";
}

/// <summary>Whether tables are what the contract allows: columns, types, code lists, and what the rows say together.</summary>
public static class ContractCheck
{
    /// <summary>How many problems are said at once.</summary>
    public const int Most = 100;

    /// <summary>The first problems; empty when there is none.</summary>
    public static IReadOnlyList<ContractProblem> Of(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables)
    {
        var missing = ContractSchema.Tables.Keys.Where(name => !tables.ContainsKey(name)).Select(name => new ContractProblem(name, 0, "", "the table is missing")).ToList();
        if (missing.Count > 0) return missing;
        var cells = ContractSchema.Tables.SelectMany(t => Cells(t.Key, t.Value, tables[t.Key])).Take(Most).ToList();
        return cells.Count > 0 ? cells : [.. Together(tables).Take(Most)];
    }

    /// <summary>Whether each cell of a row is what its column takes.</summary>
    public static bool IsSound(IReadOnlyList<ContractColumn> columns, string[] row) => row.Length == columns.Count && columns.Index().All(c => c.Item.Allows(row[c.Index]));

    private static IEnumerable<ContractProblem> Cells(string table, IReadOnlyList<ContractColumn> columns, IReadOnlyList<string[]> rows)
    {
        foreach (var (i, row) in rows.Index())
        {
            if (row.Length != columns.Count)
            {
                yield return new(table, i + 1, "", "it has not as many cells as the table has columns");
                continue;
            }

            if (row.All(cell => cell.Length == 0))
            {
                yield return new(table, i + 1, "", "it is blank");
                continue;
            }

            foreach (var (at, column) in columns.Index())
            {
                if (!column.Allows(row[at])) yield return new(table, i + 1, column.Name, Why(row[at]));
            }
        }
    }

    private static string Why(string cell) =>
        cell.Length == 0 ? "it is required" : cell.Contains(ContractColumn.Lost) ? "it holds what is not UTF-8" : "it is none of what the column takes";

    /// <summary>Each cell is sound by itself; now what they say of each other. Ids are ordered as text, ISO days as days.</summary>
    private static IEnumerable<ContractProblem> Together(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables)
    {
        if (tables["site_month"].Count != 1) yield return new("site_month", 0, "", "it has one row");
        foreach (var name in (string[])["patient", "cocm_episode", "contact", "scale_result", "psych_review", "practice_visit"])
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (i, row) in tables[name].Index())
            {
                if (!seen.Add(row[0])) yield return new(name, i + 1, ContractSchema.Tables[name][0].Name, "it is there twice");
            }
        }

        var patients = tables["patient"].Select(row => row[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, columns) in ContractSchema.Tables)
        {
            var at = columns.Index().FirstOrDefault(c => c.Item.Name == "patient_id", (-1, null!)).Index;
            if (at < 0) continue;
            foreach (var (i, row) in tables[name].Index())
            {
                if (!patients.Contains(row[at])) yield return new(name, i + 1, "patient_id", "no patient has it");
            }
        }

        foreach (var (i, row) in tables["contact"].Index())
        {
            if (row[4] != "message" && row[5].Length == 0) yield return new("contact", i + 1, "modality", "only a message has none");
        }

        foreach (var problem in Order("cocm_episode", 2, 8).Concat(Order("coverage", 2, 3))) yield return problem;

        IEnumerable<ContractProblem> Order(string name, int begins, int ends) =>
            from row in tables[name].Index()
            where row.Item[ends].Length > 0 && string.CompareOrdinal(row.Item[ends], row.Item[begins]) < 0
            select new ContractProblem(name, row.Index + 1, ContractSchema.Tables[name][ends].Name, "it lies before the beginning");
    }
}
