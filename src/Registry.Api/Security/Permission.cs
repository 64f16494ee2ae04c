using Registry.Storage;

namespace Registry.Api;

/// <summary>One action on the registry and who may do it: a row of the access table. Every endpoint names exactly one; its name is the policy and the word in the audit trail.</summary>
/// <param name="Name">"caseload.read"</param>
/// <param name="Scope">What the token must allow: the upper bound. Of several, one is enough after a space, and all are needed after a plus. A SMART scope is matched with its wildcards.</param>
/// <param name="Cells">Who may do it, on the rows their role reaches; a role without a cell may not.</param>
internal sealed record Permission(string Name, string Scope, params Cell[] Cells)
{
    public IEnumerable<Role> Roles => Cells.Select(c => c.Role);

    /// <summary>A read that emergency access opens, of one patient out of reach and for a short time.</summary>
    public bool InEmergency { get; init; }

    public override string ToString() => Name;
}

/// <summary>A role may do an action, and is shown so much of whom it concerns.</summary>
internal readonly record struct Cell(Role Role, FieldSet Fields)
{
    public static implicit operator Cell(Role role) => new(role, FieldSet.Full);
}

/// <summary>How much of a patient's identity an answer shows: no more than the work needs (45 CFR 164.502(b)).</summary>
internal enum FieldSet
{
    /// <summary>Initials, age and id: enough to discuss scores and treatment.</summary>
    Reduced,

    /// <summary>Name, birth date and identifiers.</summary>
    Full,
}
