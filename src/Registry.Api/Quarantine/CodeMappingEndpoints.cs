using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

internal static class CodeMappingEndpoints
{
    public static void MapCodeMappings(this IEndpointRouteBuilder routes)
    {
        var mappings = routes.MapGroup("/v1/code-mappings").WithTags("Imports");
        mappings.MapGet("", List).WithName("ListCodeMappings").Requires(Permissions.ReadImports);
        mappings.MapPost("", Create).WithName("CreateCodeMapping").Requires(Permissions.WriteImports);
        mappings.MapPost("/{mappingId}/end", End).WithName("EndCodeMapping").Requires(Permissions.WriteImports);
    }

    /// <summary>What the codes of each source were said to mean, ended mappings included.</summary>
    internal static async Task<Ok<ItemsResponse<CodeMappingResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var mappings = await db.CodeMappings.AsNoTracking().Where(m => m.OrganizationId == access.OrganizationId).OrderByDescending(m => m.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<CodeMappingResponse>([.. mappings.Select(CodeMappingResponse.Of)]));
    }

    /// <summary>Says what a code of one source means: the total of an instrument, or nothing that is kept here. A form can only be said to be none of ours.</summary>
    /// <remarks>It holds for what arrives from now on; what waits is taken in by a replay.</remarks>
    internal static async Task<Results<Recorded<CodeMappingResponse>, Refused>> Create(
        CodeMappingRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);
        var checks = await request.Check(access, db, ct);
        if (checks.Failed) return checks.Refused;

        var mapping = request.ToMapping(access);
        db.CodeMappings.Add(mapping);
        await idempotency.Keep(mapping.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(mapping, replayed: false);
    }

    /// <summary>Ends a mapping; scores that were stored by it stay.</summary>
    internal static async Task<Results<Ok<CodeMappingResponse>, Refused>> End(Id<CodeMapping> mappingId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(mappingId, access, db, ct) is not { } mapping) return new Refused(Refusals.NotFound);
        if (mapping.EndedAt is not null) return new Refused(Refusals.MappingEnded);
        (mapping.EndedAt, mapping.EndedBy) = (access.Now, access.Caller!.PrincipalId);
        db.CodeMappings.Update(mapping).Properties.Where(p => p.Metadata.Name is not (nameof(CodeMapping.EndedAt) or nameof(CodeMapping.EndedBy))).ToList().ForEach(p => p.IsModified = false);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CodeMappingResponse.Of(mapping));
    }

    private static Task<CodeMapping?> Find(Id<CodeMapping> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.CodeMappings.AsNoTracking().SingleOrDefaultAsync(m => m.OrganizationId == access.OrganizationId && m.Id == id, ct);

    private static Recorded<CodeMappingResponse> Answer(CodeMapping mapping, bool replayed) =>
        new($"/v1/code-mappings/{mapping.Id}", CodeMappingResponse.Of(mapping), 1, replayed);
}

/// <param name="SourceId">The integration client whose code it is: /v1/import-sources.</param>
/// <param name="System">The code system as the source writes it, or the canonical address of a form.</param>
/// <param name="Code">Null for a form.</param>
/// <param name="Instrument">Whose total the code is; null for no score kept here.</param>
internal sealed record CodeMappingRequest(Id<Principal> SourceId, string System, string? Code = null, Instrument? Instrument = null)
{
    public async Task<Checks> Check(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var isSource = await db.IsSource(access.OrganizationId, SourceId, ct);
        return new Checks().Text("system", System, 200).Text("code", Code, 200, required: false)
            .Add(isSource ? null : Refusals.UnknownReference.At("sourceId"))
            .Add(Code is null && Instrument is not null ? Refusals.FormNeedsItems.At("instrument") : null)
            .Add(Instrument is null || Instruments.Tracked.Contains(Instrument) ? null : Refusals.NotTracked.At("instrument"));
    }

    public CodeMapping ToMapping(Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<CodeMapping>.New(),
        SourceId = SourceId,
        System = Code is null ? FormMap.WithoutVersion(System) : System,
        Code = Code ?? "",
        Instrument = Instrument,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };
}

/// <param name="Code">Null for a form.</param>
/// <param name="Instrument">Null for no score kept here.</param>
/// <param name="EndedAt">Null while it holds.</param>
internal sealed record CodeMappingResponse(Id<CodeMapping> Id, Id<Principal> SourceId, string System, string? Code, Instrument? Instrument, Instant RecordedAt, Instant? EndedAt)
{
    public static CodeMappingResponse Of(CodeMapping m) => new(m.Id, m.SourceId, m.System, m.Code.Length == 0 ? null : m.Code, m.Instrument, m.RecordedAt, m.EndedAt);
}
