using NodaTime;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>Whether the days of tables can be. What comes in by a table is asked what is asked of a day that somebody enters. Only for tables that <see cref="ContractCheck"/> found sound.</summary>
public static class ContractDays
{
    /// <param name="today">The present day at the clinic that takes them in.</param>
    /// <returns>The first <see cref="ContractCheck.Most"/>; empty when there is none.</returns>
    public static IReadOnlyList<ContractProblem> Of(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables, LocalDate today)
    {
        var births = tables["patient"].Select(row => (Patient: row[0], On: LocalDatePattern.Iso.Parse(row[1]).Value))
            .Where(birth => birth.On >= RecordedDays.Earliest && birth.On <= today).ToDictionary(birth => birth.Patient, birth => birth.On, StringComparer.Ordinal);
        return [.. Problems().Take(ContractCheck.Most)];

        IEnumerable<ContractProblem> Problems() =>
            from table in ContractSchema.Tables
            from column in table.Value.Index()
            where column.Item.Type is ContractType.Day or ContractType.Month
            from row in tables[table.Key].Index()
            where row.Item[column.Index].Length > 0
            let day = DayOf(row.Item[column.Index], column.Item.Type)
            let why = day < RecordedDays.Earliest ? "it is implausibly early"
                : IsCover(table.Key) ? null
                : day > today ? "it lies in the future"
                : day < BirthOf(table.Value, row.Item) ? "it lies before the patient's birth"
                : null
            where why is not null
            select new ContractProblem(table.Key, row.Index + 1, column.Item.Name, why);

        LocalDate? BirthOf(IReadOnlyList<ContractColumn> columns, string[] row) =>
            columns.Index().FirstOrDefault(c => c.Item.Name == "patient_id", (-1, null!)).Index is >= 0 and var at && births.TryGetValue(row[at], out var birth) ? birth : null;
    }

    /// <summary>A family is covered before a child is born, and until a day that is to come.</summary>
    private static bool IsCover(string table) => table == "coverage";

    private static LocalDate DayOf(string cell, ContractType type) =>
        type is ContractType.Month ? YearMonthPattern.Iso.Parse(cell).Value.OnDayOfMonth(1) : LocalDatePattern.Iso.Parse(cell).Value;
}
