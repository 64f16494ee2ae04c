using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder routes)
    {
        var contacts = routes.MapGroup("/v1").WithTags("Contacts");
        contacts.MapPost("/episodes/{episodeId}/contacts", Record).WithName("RecordContact").Requires(Permissions.WriteContact);
        contacts.MapGet("/episodes/{episodeId}/contacts", List).WithName("ListContacts").Requires(Permissions.ReadContact);
        contacts.MapGet("/contacts/{contactId}", Read).WithName("ReadContact").Requires(Permissions.ReadContact);
    }

    /// <summary>Records a contact with its minutes. Attempts and no-shows are recorded too; they count as no session.</summary>
    internal static async Task<Results<Recorded<ContactResponse>, Refused>> Record(
        Id<Episode> episodeId, ContactRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);
        if (await access.EpisodeFor(db, episodeId, ct) is not { } episode) return new Refused(Refusals.NotFound);

        var checks = new Checks().Minutes("minutes", request.Minutes);
        await checks.Within("on", request.On, episode, access, db, ct);
        await checks.Staff("staffId", request.StaffId ?? access.Caller!.StaffMemberId, access, db, ct);
        if (checks.Failed) return checks.Refused;

        var contact = new Contact
        {
            OrganizationId = access.OrganizationId,
            Id = Id<Contact>.New(),
            PatientId = episode.PatientId,
            EpisodeId = episode.Id,
            StaffMemberId = request.StaffId ?? access.Caller!.StaffMemberId!.Value,
            Purpose = request.Purpose,
            Mode = request.Mode,
            On = request.On,
            StartedAt = request.StartedAt,
            Minutes = request.Minutes,
            Kept = request.Kept ?? request.Purpose is not (ContactPurpose.OutreachAttempt or ContactPurpose.NoShow),
        };
        contact.Recorded(access.Caller!.PrincipalId, access.Now);
        db.Contacts.Add(contact);
        await idempotency.Keep(contact.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(contact, replayed: false);
    }

    /// <summary>The contacts of an episode, newest first.</summary>
    internal static async Task<Results<Ok<PageResponse<ContactResponse>>, Refused>> List(
        Id<Episode> episodeId, Access access, RegistryDbContext db, Cursors cursors, CancellationToken ct, int limit = 50, string? cursor = null)
    {
        if (await access.EpisodeFor(db, episodeId, ct) is null) return new Refused(Refusals.NotFound);
        if (cursors.Read(limit, cursor, access) is not { } page) return new Refused(Cursors.Invalid);

        var rows = await db.ContactsIn(access.OrganizationId, access.Clinics).AsNoTracking()
            .Where(c => c.EpisodeId == episodeId && !c.EnteredInError && (c.On < page.Day || c.On == page.Day && c.Id < new Id<Contact>(page.Id)))
            .OrderByDescending(c => c.On).ThenByDescending(c => c.Id).Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(cursors.Page(rows, page, ContactResponse.Of, c => (c.On, c.Id.Value), access));
    }

    /// <summary>One contact.</summary>
    internal static async Task<Results<Versioned<ContactResponse>, Refused>> Read(Id<Contact> contactId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(contactId, access, db, ct) is not { } contact) return new Refused(Refusals.NotFound);
        return new Versioned<ContactResponse>(ContactResponse.Of(contact), contact.Version);
    }

    private static async Task<Contact?> Find(Id<Contact> contactId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var contact = await db.ContactsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(c => c.Id == contactId, ct);
        if (contact is not null) access.Touches(contact.PatientId);
        return contact;
    }

    private static Recorded<ContactResponse> Answer(Contact contact, bool replayed) =>
        new($"/v1/contacts/{contact.Id}", ContactResponse.Of(contact), contact.Version, replayed);
}

/// <param name="On">Day of the contact, local to the clinic.</param>
/// <param name="StartedAt">When it began, when known.</param>
/// <param name="Minutes">Whole minutes of care management time, 0-480.</param>
/// <param name="Kept">Whether the patient was reached; by default true except for attempts and no-shows.</param>
/// <param name="StaffId">Who did it; by default the caller.</param>
internal sealed record ContactRequest(
    ContactPurpose Purpose, ContactMode Mode, LocalDate On, int Minutes, Instant? StartedAt = null, bool? Kept = null, Id<StaffMember>? StaffId = null);

internal sealed record ContactResponse(
    Id<Contact> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, ContactPurpose Purpose, ContactMode Mode, LocalDate On, Instant? StartedAt, int Minutes, bool Kept,
    Id<StaffMember> StaffId, int Version)
{
    public static ContactResponse Of(Contact c) =>
        new(c.Id, c.EpisodeId, c.PatientId, c.Purpose, c.Mode, c.On, c.StartedAt, c.Minutes, c.Kept, c.StaffMemberId, c.Version);
}
