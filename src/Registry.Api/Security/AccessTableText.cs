using System.Text;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The access table for people, as Markdown: deploy/access.md is this text.</summary>
internal static class AccessTableText
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();

    public static string Write(AccessTable table)
    {
        var text = new StringBuilder("""
            # Who may do what

            Made from the one table that decides (`Api/Security/Permissions.cs`) by `Registry.Api access`; do not edit.
            A role acts on the rows it reaches, where the token's scope allows the action too. What is out of reach is answered
            like what does not exist (404); what the role may not do at all is refused (403). Grants add up, and end when their time does.

            | Role | Reaches |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var role in Roles) text.Append($"| {Name(role)} | {Reach(role)} |\n");
        text.Append($"\n`x`: yes; `r`: yes, and patients are shown by initials and age only.\n\n| Action | Scope | {string.Join(" | ", Roles.Select(Name))} |\n|---|---|{string.Concat(Roles.Select(_ => "---|"))}\n");
        foreach (var row in table.Rows)
        {
            text.Append($"| {row.Name} | {(row.Scope.Length == 0 ? "any" : row.Scope)} | {string.Join(" | ", Roles.Select(role => Mark(row, role)))} |\n");
        }

        return text.ToString();
    }

    private static string Mark(Permission row, Role role) => !row.Roles.Contains(role) ? "" : row.Cells.First(c => c.Role == role).Fields is FieldSet.Full ? "x" : "r";

    private static string Name(Role role) => Kebab.Of(role).Replace('-', ' ');

    private static string Reach(Role role) => RoleReach.Of(role) switch
    {
        RowReach.OwnCaseload => "patients who are or were on the own caseload or on one granted, and the clinic's who are on nobody's",
        RowReach.OwnPatients => "patients whose treating provider they are or were",
        RowReach.Clinic => "patients of the clinics granted, or of the caseload granted",
        RowReach.Nobody => "no patient",
    };
}
