using Registry.Storage;

namespace Registry.Api;

/// <summary>One action on the registry. Every endpoint names exactly one; its name is the policy and the word in the audit trail.</summary>
/// <param name="Name">"caseload.read"</param>
/// <param name="Scope">What the token must allow: the upper bound. A SMART scope is matched with its wildcards.</param>
/// <param name="Roles">Who may do it, in the clinics where they have the role.</param>
internal sealed record Permission(string Name, string Scope, params Role[] Roles)
{
    public override string ToString() => Name;
}
