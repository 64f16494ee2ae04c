using Registry.Storage;

namespace Registry.Api;

/// <summary>Why somebody may not.</summary>
internal enum Reason
{
    /// <summary>The token is of nobody the registry knows.</summary>
    Unknown,

    /// <summary>The token claims to be a person and a program at once.</summary>
    MixedContexts,

    /// <summary>The token allows it, to a person who shows a second factor.</summary>
    SecondFactor,

    /// <summary>The token does not allow it.</summary>
    Scope,

    /// <summary>No role that is granted now allows it.</summary>
    Role,

    /// <summary>It is allowed, but not for this patient: to the caller there is no such patient.</summary>
    OutOfReach,
}

/// <summary>Yes, with how much of a patient's identity may be shown; or no, and why.</summary>
internal readonly record struct Decision(FieldSet Fields, Reason? Refused)
{
    public bool IsAllowed => Refused is null;

    public static Decision No(Reason reason) => new(default, reason);
}

internal static class Rights
{
    /// <summary>May this caller do this, to this patient? The only place where that is decided; no input or output but its arguments.</summary>
    /// <param name="caller">The principal and the grants that hold now; null for a stranger.</param>
    /// <param name="scopes">What the token allows at most.</param>
    /// <param name="action">Its row of the access table.</param>
    /// <param name="target">Null asks whether it is allowed at all; the rows are then found under the database's policies, which reach the same patients.</param>
    public static Decision Decide(Caller? caller, Scopes scopes, Permission action, Target? target = null)
    {
        if (scopes.AreMixed) return Decision.No(Reason.MixedContexts);
        if (caller is null) return Decision.No(Reason.Unknown);
        if (!scopes.Allow(action.Scope)) return Decision.No(Reason.Scope);

        var roles = RolesFor(action, scopes);
        if (!roles.Any(caller.Has)) return Decision.No(!scopes.HaveSecondFactor && action.Roles.Any(role => !RoleReach.IsSystem(role) && caller.Has(role)) ? Reason.SecondFactor : Reason.Role);
        if (target is not null && !caller.Reaches(target, roles) && !IsOpened(caller, action, target)) return Decision.No(Reason.OutOfReach);
        return new(action.Cells.Where(c => roles.Contains(c.Role) && caller.Has(c.Role)).Max(c => c.Fields), null);
    }

    /// <summary>Whether it is one of the reads that an emergency opens, of the patient whose record the caller opened.</summary>
    private static bool IsOpened(Caller caller, Permission action, Target target) =>
        action.InEmergency && target.Organization == caller.OrganizationId && target.Patient is { } patient && caller.Opened.Any(o => o.PatientId == patient);

    /// <summary>The roles that allow an action to a token: a program's roles to a program, a person's to a person who showed a second factor, none beyond its scopes.</summary>
    public static IReadOnlyList<Role> RolesFor(Permission action, Scopes scopes) =>
        scopes.AreMixed || !scopes.Allow(action.Scope) ? [] : [.. action.Roles.Where(role => RoleReach.IsSystem(role) ? !scopes.ArePersonal : !scopes.AreSystem && scopes.HaveSecondFactor)];
}
