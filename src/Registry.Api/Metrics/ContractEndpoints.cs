using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The public reporting contract: a clinic's month as eight tables that any calculator reads, and the way back into a registry.</summary>
internal static class ContractEndpoints
{
    private static readonly ContractProblem NotAttested = new("site_month", 1, "bhcm_fte", "nobody attested full-time equivalents of a care manager of the clinic for this month");

    private static readonly Refusal NoNewPatients = new("may-not-create-patients", RefusalKind.Forbidden, "An administrator must have allowed this client to create patients.");

    public static void MapContract(this IEndpointRouteBuilder routes)
    {
        var contract = routes.MapGroup("/v1/clinics/{clinicId}/new-york").WithTags("Metrics");
        contract.MapGet("/{month}/tables", All).WithName("ExportContract").Requires(Permissions.ExportNewYork);
        contract.MapGet("/{month}/tables/{table}", One).WithName("ExportContractTable").Requires(Permissions.ExportNewYork);
        contract.MapPost("/tables", Import).WithName("ImportContract").Requires(Permissions.ImportNewYork).Accepts<byte[]>(ContractArchive.MediaType).WithMetadata(new TakesLargeBody());
    }

    /// <summary>The eight tables of the public CoCM reporting contract for a month, as CSV files in one archive. Patients stand in them under pseudonyms.</summary>
    /// <remarks>
    /// Refused while nobody attested full-time equivalents for the month. Episodes whose primary scale the contract does not have are left out; the notes of site_month say how many.
    /// So is whatever is under 42 CFR Part 2 without consent; where consent lets some of it out, the notes carry the notice that forbids further disclosure.
    /// Each export is recorded as a disclosure of every patient in it.
    /// </remarks>
    internal static async Task<Results<ContractArchive, Refused>> All(Id<Clinic> clinicId, Month month, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Tables(clinicId, month.Value, null, access, db, ct) switch
        {
            (_, { } refused) => refused,
            var (tables, _) => new ContractArchive(tables!, month.Value),
        };

    /// <summary>One of the tables, as CSV: patient, coverage, cocm_episode, contact, scale_result, psych_review, practice_visit or site_month.</summary>
    /// <remarks>Without what is under 42 CFR Part 2 and without consent, as in the archive; recorded as a disclosure of every patient in it.</remarks>
    /// <param name="table">Name of the table.</param>
    internal static async Task<Results<ContractTable, Refused>> One(Id<Clinic> clinicId, Month month, string table, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!ContractSchema.Tables.ContainsKey(table)) return new Refused(Refusals.NotFound);
        return await Tables(clinicId, month.Value, table, access, db, ct) switch
        {
            (_, { } refused) => refused,
            var (tables, _) => new ContractTable(table, tables![table]),
        };
    }

    /// <summary>Takes in the eight tables of a month as CSV files in one archive, all or nothing: new patients of a clinic, known by their pseudonyms, on one caseload.</summary>
    /// <remarks>What the contract does not hold cannot come in: names, minutes, treatment changes, phases of relapse prevention. The full-time equivalents of the site are taken where nobody else attested any by that month. A pseudonym that is known already is refused, and so is an archive that unpacks to more than 64 MiB or 500,000 rows.</remarks>
    /// <param name="careManagerId">Whose caseload they come to: a care manager of this clinic, to whom the full-time equivalents of the site are given.</param>
    /// <param name="consultantId">Who discussed them.</param>
    internal static async Task<Results<Ok<ContractImportResponse>, Refused>> Import(
        Id<Clinic> clinicId, HttpRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct,
        Id<StaffMember>? careManagerId = null, Id<StaffMember>? consultantId = null)
    {
        if (!access.Clinics.Contains(clinicId.Value)) return new Refused(Refusals.NotFound);
        if (!access.Caller!.MayCreatePatients) return new Refused(NoNewPatients);
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        using var body = new MemoryStream();
        request.Body.Position = 0;
        await request.Body.CopyToAsync(body, ct);
        body.Position = 0;
        var (tables, tooMuch) = await ContractFiles.Read(body, ct);
        if (tooMuch is not null) return NotTheContract([tooMuch]);
        if (tables is null) return new Refused(Refusals.NoContractArchive);
        if (ContractCheck.Of(tables) is { Count: > 0 } problems) return NotTheContract(problems);
        if (ContractDays.Of(tables, await db.TodayAt(access.OrganizationId, clinicId, access.Now, ct)) is { Count: > 0 } impossible) return NotTheContract(impossible);
        if (ContractCourse.Of(tables) is { Count: > 0 } crossing) return NotTheContract(crossing);
        var reading = ContractReading.Of(tables);
        var (by, until) = (access.Caller.PrincipalId, reading.Month.ToDateInterval().End);
        if (reading.Fte is not null && await db.AttestedFtes.AnyAsync(a => a.OrganizationId == access.OrganizationId && a.StaffMemberId == careManagerId && a.RecordedBy != by && a.FromOn <= until, ct)) reading = reading.WithoutFte();
        if (first is not null) return TypedResults.Ok(ContractImportResponse.Of(reading));

        var staff = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && (s.Id == careManagerId || s.Id == consultantId) && s.EndedAt == null).ToListAsync(ct);
        var checks = new Checks().Add(staff.Exists(s => s.Id == careManagerId && s.Role is StaffRole.CareManager && s.ClinicId == clinicId) ? null : Refusals.UnknownReference.At("careManagerId"))
            .Add(staff.Exists(s => s.Id == consultantId && s.Role is StaffRole.PsychiatricConsultant) ? null : Refusals.UnknownReference.At("consultantId"));
        if (checks.Failed) return checks.Refused;
        var import = new ContractImport(clinicId, careManagerId!.Value, consultantId!.Value, access, db);
        if (await import.KnowsSomebody(reading, ct)) return new Refused(Refusals.IdentifierTaken);
        if (import.Add(reading) is { } no) return new Refused(no);
        await idempotency.Keep(Guid.CreateVersion7(), ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ContractImportResponse.Of(reading));
    }

    private static async Task<(IReadOnlyDictionary<string, IReadOnlyList<string[]>>? Tables, Refused? Refused)> Tables(Id<Clinic> clinicId, YearMonth month, string? table, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, access.Clinics, ct) is not { } settings) return (null, new(Refusals.NotFound));
        var today = ClinicDays.On(access.Now, settings.TimeZone);
        if (month.OnDayOfMonth(1) > today) return (null, new(Refusals.MonthNotOver.At("month")));
        var question = NewYorkSet.Question(month, today);
        // Read without what no consent opens: a score that was taken in the time of such an episode is not told of the patient's other ones either.
        await connection.WithholdRecords(access.Now, ct);
        var rules = await ExportRules.For(RecipientKind.OversightAgency, access, db, ct);
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, [clinicId.Value], MetricSpan.Of(question), null, ct);
        var attested = await connection.AttestationsOf(access.OrganizationId, [clinicId.Value], null, ct);
        var fte = attested.FteOn(question.End);
        if (fte is null && table is null or "site_month") return (null, NotTheContract([NotAttested]));
        var key = (await db.Organizations.Where(o => o.Id == access.OrganizationId).Select(o => o.PseudonymKey).SingleAsync(ct)).ToByteArray();
        string Pseudonym(Guid id) => Convert.ToHexStringLower(HMACSHA256.HashData(key, id.ToByteArray()))[..32];

        episodes.RemoveAll(e => !rules.Allow(e.Facts));
        var site = new NewYorkSite(Pseudonym(clinicId.Value), fte, today, episodes.Exists(e => rules.IsPart2(e.Facts)) ? Part2.Notice : null);
        var tables = NewYorkContract.Of(episodes, month, site, Pseudonym);
        foreach (var episode in episodes) access.Touches(episode.Facts.PatientId);
        var problems = ContractCheck.Of(tables).Where(p => table is null || p.Table == table).ToList();
        if (problems.Count > 0) return (null, NotTheContract(problems));
        if (table is not "site_month") await Disclose(episodes, tables["patient"].Select(row => row[0]).ToHashSet(), Pseudonym, rules, access, db, ct);
        return (tables, null);
    }

    /// <summary>Rows with dates of birth and of treatment are health information, under whatever name: the accounting tells each patient in them.</summary>
    private static async Task Disclose(
        List<MeasuredEpisode> episodes, HashSet<string> named, Func<Guid, string> pseudonym, ExportRules rules, Access access, RegistryDbContext db, CancellationToken ct)
    {
        foreach (var patient in episodes.GroupBy(e => e.Facts.PatientId).Where(p => named.Contains(pseudonym(p.Key.Value))))
        {
            db.Add(new Disclosure
            {
                OrganizationId = access.OrganizationId,
                Id = Id<Disclosure>.New(),
                PatientId = patient.Key,
                DisclosedOn = access.Now.InUtc().Date,
                RecipientName = "New York State Office of Mental Health",
                What = "Date of birth, and dates, totals of questionnaires, contacts and reviews, under a pseudonym.",
                Purpose = DisclosurePurpose.HealthOversight,
                Why = "Monthly reporting of the Collaborative Care program.",
                HoldsPart2 = patient.Any(e => rules.IsPart2(e.Facts)),
                RecordedAt = access.Now,
                RecordedBy = access.Caller!.PrincipalId,
            });
        }

        await db.SaveChangesAsync(ct);
        access.Transaction.KeepsChanges();
    }

    /// <summary>Where, never what.</summary>
    private static Refused NotTheContract(IReadOnlyList<ContractProblem> problems) =>
        new([.. problems.Select(p => (Refusals.NotTheContract with { Text = $"{Refusals.NotTheContract.Text} Here {p.Why}." }).At(p.Row == 0 ? p.Table : $"{p.Table}/{p.Row}/{p.Column}".TrimEnd('/')))]);
}

/// <summary>What came in.</summary>
/// <param name="NotTaken">The first hundred rows that the registry has no place for, by table and row.</param>
internal sealed record ContractImportResponse(YearMonth Month, int Patients, int Episodes, int Contacts, int Scores, int Reviews, IReadOnlyList<ContractRowResponse> NotTaken)
{
    public static ContractImportResponse Of(ContractReading r) => new(
        r.Month, r.Patients.Count, r.Patients.Sum(p => p.Episodes.Count), r.Patients.Sum(p => p.Episodes.Sum(e => e.Contacts.Count)), r.Patients.Sum(p => p.Scores.Count),
        r.Patients.Sum(p => p.Episodes.Sum(e => e.Reviews.Count)), [.. r.NotTaken.Select(n => new ContractRowResponse(n.Table, n.Row, n.Why))]);
}

/// <param name="Row">1 for the first after the header.</param>
internal sealed record ContractRowResponse(string Table, int Row, string Why);
