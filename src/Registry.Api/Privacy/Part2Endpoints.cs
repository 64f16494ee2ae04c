using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;
using Consents = Registry.Api.PatientFactEndpoints<Registry.Clinical.Part2Consent, Registry.Api.Part2ConsentRequest, Registry.Api.Part2ConsentResponse>;

namespace Registry.Api;

/// <summary>Records of substance use disorder treatment: the label on an episode, and the consents that open it to others. 42 CFR Part 2.</summary>
internal static class Part2Endpoints
{
    public static void MapPart2(this IEndpointRouteBuilder routes)
    {
        Consents.Map(routes, new("part2-consents", "Privacy", "Part2Consent", "Part2Consents", "a consent under 42 CFR Part 2", "consents under 42 CFR Part 2",
            "One consent for treatment, payment and operations opens the labelled episodes to other systems and to exports, each with the notice that forbids further disclosure. To a court it opens nothing."),
            Permissions.ReadPart2, Permissions.WritePart2);
        routes.MapPost("/v1/part2-consents/{id}/revocation", Revoke).WithName("RevokePart2Consent").WithTags("Privacy").Requires(Permissions.WritePart2);
        routes.MapPut("/v1/episodes/{episodeId}/part2", Label).WithName("LabelPart2Episode").WithTags("Privacy").Requires(Permissions.WritePart2);
    }

    /// <summary>The patient takes the consent back. What was disclosed before stays disclosed; from this day on nothing is.</summary>
    internal static Task<Results<Versioned<Part2ConsentResponse>, Refused>> Revoke(
        Id<Part2Consent> id, RevocationRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct) =>
        Consents.Change(id, ifMatch, (consent, today) => Task.FromResult(request.On > today ? Refusals.DateInFuture.At("on") : consent.Revoke(request.On)), access, db, ct);

    /// <summary>Says whether the records of an episode are under 42 CFR Part 2.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> Label(
        Id<Episode> episodeId, Part2LabelRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Episodes.Find(episodeId, access, db, ct) is not { } episode) return new Refused(Refusals.NotFound);
        if (ETags.Check(ifMatch, episode.Version) is { } stale) return new Refused(stale);
        episode.IsPart2 = request.IsPart2;
        return await FactEdits.Save(episode, EpisodeResponse.Of, access, db, ct);
    }
}

/// <param name="On">The first day on which it no longer holds.</param>
internal sealed record RevocationRequest(LocalDate On);

internal sealed record Part2LabelRequest(bool IsPart2);

/// <param name="GivenOn">The day it was signed.</param>
/// <param name="Recipients">To whom, as it was signed: "my treating providers, health plans and third-party payers". At most 400 characters.</param>
/// <param name="ExpiresOn">The first day on which it no longer holds; null when it has no end.</param>
internal sealed record Part2ConsentRequest(LocalDate GivenOn, string Recipients, LocalDate? ExpiresOn = null) : IPatientFactRequest<Part2Consent>
{
    private static readonly Refusal EndsBeforeItBegins = new("ends-before-it-begins", RefusalKind.Rule, "It ends after the day it was given.");

    public Task<(Part2Consent? Fact, Checks Checks)> Make(Patient patient, LocalDate today, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = new Checks().Day("givenOn", GivenOn, today).Text("recipients", Recipients, 400).Add(ExpiresOn <= GivenOn ? EndsBeforeItBegins.At("expiresOn") : null);
        return Task.FromResult<(Part2Consent?, Checks)>((new()
        {
            OrganizationId = access.OrganizationId, Id = Id<Part2Consent>.New(), PatientId = patient.Id, GivenOn = GivenOn, Recipients = (Recipients ?? "").Trim(), ExpiresOn = ExpiresOn,
        }, checks));
    }

    public override string ToString() => nameof(Part2ConsentRequest);
}

/// <param name="RevokedOn">The first day on which it no longer holds, because the patient took it back.</param>
internal sealed record Part2ConsentResponse(Id<Part2Consent> Id, Id<Patient> PatientId, LocalDate GivenOn, string Recipients, LocalDate? ExpiresOn, LocalDate? RevokedOn, int Version)
    : IPatientFactResponse<Part2ConsentResponse, Part2Consent>
{
    public static Part2ConsentResponse Of(Part2Consent c) => new(c.Id, c.PatientId, c.GivenOn, c.Recipients, c.ExpiresOn, c.RevokedOn, c.Version);

    public override string ToString() => $"{nameof(Part2ConsentResponse)} {Id}";
}
