using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>A row as columns by name.</summary>
internal sealed class RawRow : Dictionary<string, object?>
{
    public Guid Id(string column) => (Guid)this[column]!;
    public LocalDate Day(string column) => DayOrNone(column)!.Value;
    public LocalDate? DayOrNone(string column) => this.GetValueOrDefault(column) is DateOnly day ? LocalDate.FromDateOnly(day) : null;
    public string? Text(string column) => this.GetValueOrDefault(column) as string;
    public int Number(string column) => (int)this[column]!;
    public int? NumberOrNone(string column) => this.GetValueOrDefault(column) as int?;
    public bool Is(string column) => this.GetValueOrDefault(column) is true;

    public RawRow With(string column, object? value)
    {
        var copy = new RawRow();
        foreach (var (name, was) in this) copy[name] = was;
        copy[column] = value;
        return copy;
    }
}

/// <summary>A fact with every version it had, oldest first.</summary>
internal sealed record RawFact(string Table, List<(Instant At, RawRow Row)> Versions)
{
    /// <summary>What was known at a moment; null when nobody knew of it yet.</summary>
    public RawRow? KnownAt(Instant moment) => Versions.LastOrDefault(v => v.At <= moment).Row;
}
