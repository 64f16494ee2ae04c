using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class AdministrationRefusals
{
    public static readonly Refusal OwnRights = new("own-rights", RefusalKind.Forbidden, "Nobody changes his own rights: ask another administrator.");
    public static readonly Refusal AboveOwnLevel = new("above-own-level", RefusalKind.Forbidden, "It reaches further than your own rights as an administrator.");
    public static readonly Refusal LastAdministrator = new("last-administrator", RefusalKind.State, "The organization would be left without an administrator.");
    public static readonly Refusal Ended = new("ended-already", RefusalKind.State, "It has ended before.");
    public static readonly Refusal UnknownZone = new("unknown-time-zone", RefusalKind.Rule, "It is no IANA time zone, such as America/New_York.");
}

/// <summary>What every change of an administrator's goes through.</summary>
internal static class Administering
{
    public static Task<Administration> Administers(this Access access, CancellationToken ct) =>
        access.Transaction.Connection.AdministrationOf(access.OrganizationId, access.Caller!.PrincipalId, ct);

    /// <summary>Answers a repeated key with what it created, or creates.</summary>
    /// <param name="find">What the key created before.</param>
    /// <param name="create">The new row with its id, or refusals.</param>
    public static async Task<Results<Recorded<TResponse>, Refused>> Create<T, TResponse>(
        this Idempotency idempotency, RegistryDbContext db, Func<Guid, Task<T?>> find, Func<Task<(T? Created, Guid Id, Refused? Refused)>> create,
        string place, Func<T, TResponse> respond, CancellationToken ct) where T : class
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } known && await find(known) is { } existing) return new Recorded<TResponse>($"{place}/{known}", respond(existing), VersionOf(existing), replayed: true);

        var (created, id, refused) = await create();
        if (created is null) return refused!;
        db.Add(created);
        await idempotency.Keep(id, ct);
        await db.SaveChangesAsync(ct);
        return new Recorded<TResponse>($"{place}/{id}", respond(created), 1, replayed: false);

        int VersionOf(T row) => (int)db.Entry(row).Property("Version").CurrentValue!;
    }

    /// <summary>Counts the version up and saves; null where another edit came first.</summary>
    public static async Task<Results<Versioned<TResponse>, Refused>> Save<T, TResponse>(this RegistryDbContext db, T row, Func<T, TResponse> respond, CancellationToken ct) where T : class
    {
        var version = db.Entry(row).Property<int>("Version");
        version.CurrentValue++;
        await db.SaveChangesAsync(ct);
        return new Versioned<TResponse>(respond(row), version.CurrentValue);
    }

    /// <summary>Whether somebody administers the organization as a whole, with no end in sight, besides these.</summary>
    public static Task<bool> HasAnotherAdministrator(
        this RegistryDbContext db, Id<Organization> organization, Instant now, CancellationToken ct, Id<RoleGrant>? without = null, params Id<Principal>[] nor) =>
        db.RoleGrants.AnyAsync(g => g.OrganizationId == organization && g.Role == Role.Administrator && g.ClinicId == null && g.ValidFrom <= now && g.ValidTo == null
            && g.Id != without && !nor.Contains(g.PrincipalId)
            && db.Principals.Any(p => p.OrganizationId == organization && p.Id == g.PrincipalId && p.DisabledAt == null), ct);
}
