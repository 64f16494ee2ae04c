namespace Registry.Api;

/// <summary>The access table in force: one for the life of the service.</summary>
internal sealed class AccessTable(IEnumerable<Permission> rows)
{
    private readonly Dictionary<string, Permission> byName = rows.ToDictionary(row => row.Name);

    /// <summary>The table as it is written in <see cref="Permissions"/>.</summary>
    public static AccessTable Standard { get; } = new(Permissions.All);

    public IReadOnlyCollection<Permission> Rows => byName.Values;

    /// <summary>The row of an action; one that is in no row is nobody's.</summary>
    public Permission RowOf(Permission action) => byName.GetValueOrDefault(action.Name) ?? new(action.Name, action.Scope);
}
