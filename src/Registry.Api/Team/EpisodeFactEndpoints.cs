using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One kind of dated fact of an episode: recorded, listed, read, corrected with its history kept, withdrawn when entered in error.</summary>
/// <remarks>TKind is the kind whose id and table it is: TFact itself, or the common kind of its table.</remarks>
internal static class EpisodeFactEndpoints<TFact, TKind, TRequest, TResponse>
    where TFact : EpisodeFact<TKind>
    where TRequest : class, IEpisodeFactRequest<TFact>
    where TResponse : IEpisodeFactResponse<TResponse, TFact>
{
    /// <summary>Runs after a fact was made and before it is saved, when recording it moves the episode on.</summary>
    public delegate Refusal? Consequence(Episode episode, TFact fact, Access access);

    public static void Map(IEndpointRouteBuilder routes, FactNames names, Permission read, Permission write, Consequence? consequence = null)
    {
        var group = routes.MapGroup("/v1").WithTags(names.Tag);
        var path = names.Path;
        group.MapPost($"/episodes/{{episodeId}}/{path}", AtRunTime((Id<Episode> episodeId, TRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct) =>
                Record(path, consequence, episodeId, request, access, db, idempotency, ct)))
            .WithName($"Record{names.One}").WithSummary($"Records {names.Article}.").WithDescription(names.Description).Requires(write);
        group.MapGet($"/episodes/{{episodeId}}/{path}", AtRunTime(List))
            .WithName($"List{names.Many}").WithSummary($"The {names.Plural} of an episode, newest first.").WithDescription("Withdrawn ones are left out.").Requires(read);
        group.MapGet($"/{path}/{{id}}", AtRunTime(Read))
            .WithName($"Read{names.One}").WithSummary($"Reads {names.Article}.").WithDescription("One that was withdrawn is shown with enteredInError true.").Requires(read);
        group.MapGet($"/{path}/{{id}}/versions", AtRunTime(Versions))
            .WithName($"List{names.One}Versions").WithSummary($"Every version of {names.Article}, newest first.").WithDescription("What counts now, and what corrections replaced.").Requires(read);
        group.MapPut($"/{path}/{{id}}", AtRunTime(Correct))
            .WithName($"Correct{names.One}").WithSummary($"Corrects {names.Article}.").WithDescription("Send the whole content and the ETag read as If-Match. The version before stays on record.").Requires(write);
        group.MapPost($"/{path}/{{id}}/retraction", AtRunTime(Retract))
            .WithName($"Retract{names.One}").WithSummary($"Withdraws {names.Article} that should never have existed.").WithDescription("It leaves every figure and stays in its history.").Requires(write);
    }

    /// <summary>Records it once under its key, however often it is sent; the pages record through here too.</summary>
    internal static async Task<Results<Recorded<TResponse>, Refused>> Record(
        string path, Consequence? consequence, Id<Episode> episodeId, TRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        await db.WriteMinutesAlone(episodeId, access, ct);
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Visible(db, access).AsNoTracking().SingleOrDefaultAsync(f => f.Id == new Id<TKind>(id), ct) is { } existing)
        {
            access.Touches(existing.PatientId);
            return new Recorded<TResponse>($"/v1/{path}/{existing.Id}", TResponse.Of(existing), existing.Version, replayed: true);
        }

        if (await Episodes.Find(episodeId, access, db, ct) is not { } episode) return new Refused(Refusals.NotFound);
        var checks = await Check(request, episode, access, db, ct);
        if (checks.Failed) return checks.Refused;

        var fact = request.Create(episode, access.Caller!);
        fact.Recorded(access.Caller!.PrincipalId, access.Now);
        if (consequence?.Invoke(episode, fact, access) is { } refused) return new Refused(refused);
        db.Add(fact);
        await idempotency.Keep(fact.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return new Recorded<TResponse>($"/v1/{path}/{fact.Id}", TResponse.Of(fact), fact.Version, replayed: false);
    }

    private static async Task<Results<Ok<PageResponse<TResponse>>, Refused>> List(
        Id<Episode> episodeId, Access access, RegistryDbContext db, Cursors cursors, CancellationToken ct, int limit = 50, string? cursor = null)
    {
        if (await Episodes.Find(episodeId, access, db, ct) is null) return new Refused(Refusals.NotFound);
        if (cursors.Read(limit, cursor, access) is not { } page) return Cursors.Refuse(limit);
        var rows = await db.Set<TFact>().AsNoTracking()
            .Where(f => f.OrganizationId == access.OrganizationId && f.EpisodeId == episodeId && !f.EnteredInError
                && (f.On < page.Day || f.On == page.Day && f.Id < new Id<TKind>(page.Id)))
            .OrderByDescending(f => f.On).ThenByDescending(f => f.Id).Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(cursors.Page(rows, page, TResponse.Of, f => (f.On, f.Id.Value), access));
    }

    private static async Task<Results<Versioned<TResponse>, Refused>> Read(Id<TKind> id, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Visible(db, access).AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } fact) return new Refused(Refusals.NotFound);
        access.Touches(fact.PatientId);
        return new Versioned<TResponse>(TResponse.Of(fact), fact.Version);
    }

    private static async Task<Results<Ok<ItemsResponse<TResponse>>, Refused>> Versions(Id<TKind> id, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Visible(db, access).AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } current) return new Refused(Refusals.NotFound);
        access.Touches(current.PatientId);
        var earlier = await db.EarlierVersionsOf<TFact>(access.OrganizationId, id.Value).AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<TResponse>([TResponse.Of(current), .. earlier.OrderByDescending(f => f.Version).Select(TResponse.Of)]));
    }

    private static async Task<Results<Versioned<TResponse>, Refused>> Correct(
        Id<TKind> id, TRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (fact, refused) = await Editable(id, ifMatch, access, db, ct);
        if (refused is not null) return refused;
        var episode = (await Episodes.Find(fact!.EpisodeId, access, db, ct))!;
        var checks = await Check(request, episode, access, db, ct);
        if (checks.Failed) return checks.Refused;

        fact.On = request.On;
        request.ApplyTo(fact, access.Caller!);
        return await FactEdits.Save<TFact, TResponse>(fact, TResponse.Of, access, db, ct);
    }

    private static async Task<Results<Versioned<TResponse>, Refused>> Retract(
        Id<TKind> id, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (fact, refused) = await Editable(id, ifMatch, access, db, ct);
        if (refused is not null) return refused;
        fact!.EnteredInError = true;
        return await FactEdits.Save<TFact, TResponse>(fact, TResponse.Of, access, db, ct);
    }

    private static async Task<(TFact? Fact, Refused? Refused)> Editable(Id<TKind> id, string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        // Of which episode it is never changes; everything else is read once nobody else writes it.
        if (await Visible(db, access).Where(f => f.Id == id).Select(f => (Id<Episode>?)f.EpisodeId).SingleOrDefaultAsync(ct) is { } episode) await db.WriteMinutesAlone(episode, access, ct);
        var fact = await Visible(db, access).AsTracking().SingleOrDefaultAsync(f => f.Id == id, ct);
        if (fact is null) return (null, new(Refusals.NotFound));
        access.Touches(fact.PatientId);
        if (ETags.Check(ifMatch, fact.Version) is { } stale) return (null, new(stale));
        return fact.EnteredInError ? (null, new(Refusals.AlreadyRetracted)) : (fact, null);
    }

    private static async Task<Checks> Check(TRequest request, Episode episode, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = new Checks();
        request.Check(checks, access.Caller!);
        checks.Day("on", request.On, await db.TodayAt(access.OrganizationId, episode.ClinicId, access.Now, ct))
            .Add(request.On < (episode.ReferredOn ?? episode.EnrolledOn) || request.On > episode.EndedOn ? Refusals.OutsideEpisode.At("on") : null);
        if (request is IBeginsAt { StartedAt: { } began })
        {
            checks.Add(began > access.Now ? Refusals.DateInFuture.At("startedAt") : await db.DayAt(access.OrganizationId, episode.ClinicId, began, ct) != request.On ? Refusals.OtherDay.At("startedAt") : null);
        }

        foreach (var (field, member) in request.Names(access.Caller!))
        {
            var exists = member is { } staff && await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == staff, ct);
            if (!exists) checks.Add(Refusals.UnknownReference.At(field));
        }

        if (request is INamesRecords names) await names.CheckNames(checks, episode, access, db, ct);
        return checks;
    }

    private static IQueryable<TFact> Visible(RegistryDbContext db, Access access) =>
        from fact in db.Set<TFact>()
        join patient in db.PatientsIn(access.OrganizationId, access.Clinics) on new { fact.OrganizationId, Id = fact.PatientId } equals new { patient.OrganizationId, patient.Id }
        select fact;

    /// <summary>The compiler writes no handler for a route whose types it does not know.</summary>
    private static Delegate AtRunTime(Delegate handler) => handler;
}

/// <summary>How a kind of fact is called.</summary>
/// <param name="One">"Contact": the operation names end in it.</param>
/// <param name="Article">"a contact"</param>
internal sealed record FactNames(string Path, string Tag, string One, string Many, string Article, string Plural, string Description);
