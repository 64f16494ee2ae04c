using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="AdministeredOn">The day it was taken, local to the clinic.</param>
/// <param name="AdministeredAt">The moment, when known: it orders two scores of one day.</param>
/// <param name="Total">Whole points within the instrument's range.</param>
/// <param name="Items">One answer per item in the instrument's order, null where unanswered. The C-SSRS needs them: 1 for yes, 0 for no, null where the form skips the question.</param>
/// <param name="SourceSystem">Name of the system it comes from, as a URI.</param>
/// <param name="SourceId">That system's id of this administration; a resend with the same id stores nothing twice.</param>
internal sealed record AssessmentRequest(
    Instrument Instrument, LocalDate AdministeredOn, Instant? AdministeredAt = null, int? Total = null, IReadOnlyList<int?>? Items = null,
    string? SourceSystem = null, string? SourceId = null)
{
    public const string Native = "registry";

    public async Task<(ScoreReading Score, Checks Checks)> Check(Patient patient, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var score = Scoring.Read(Instrument, Total, Items);
        var checks = await AmendmentRequest.CheckDay(AdministeredOn, AdministeredAt, patient, access, db, ct);
        checks.Add(IsContradictory(score) ? null : score.Refusal).Text("sourceSystem", SourceSystem, 400, required: SourceId is not null).Text("sourceId", SourceId, 200, required: SourceSystem is not null);
        return (score, checks);
    }

    public Assessment ToAssessment(Patient patient, ScoreReading score, Access access)
    {
        var assessment = new Assessment
        {
            OrganizationId = access.OrganizationId,
            Id = Id<Assessment>.New(),
            PatientId = patient.Id,
            Instrument = Instrument,
            AdministeredOn = AdministeredOn,
            AdministeredAt = AdministeredAt,
            Total = Total ?? score.Total,
            Items = Assessment.Stored(Items),
            SelfHarmAnswer = (short?)score.SelfHarmAnswer,
            Origin = score.Origin,
            Status = IsContradictory(score) ? AssessmentStatus.Quarantined : AssessmentStatus.Final,
            Source = SourceSystem ?? Native,
        };
        assessment.Recorded(access.Caller!.PrincipalId, access.Now);
        return assessment;
    }

    /// <summary>Total and answers that contradict each other are kept apart with both values, never silently recomputed. Domain reference 3.4.</summary>
    private static bool IsContradictory(ScoreReading score) => score.Refusal?.Code == Refusals.TotalMismatch.Code;

    public AssessmentIdentifier? Identifier(Access access, Id<Assessment> assessment) => SourceSystem is null ? null
        : new() { OrganizationId = access.OrganizationId, System = SourceSystem, Value = SourceId!, AssessmentId = assessment };

    /// <summary>The assessment that the same source id stored before.</summary>
    public async Task<Assessment?> FindSame(Access access, RegistryDbContext db, CancellationToken ct) => SourceSystem is null ? null
        : await (from i in db.AssessmentIdentifiers
                 where i.OrganizationId == access.OrganizationId && i.System == SourceSystem && i.Value == SourceId
                 join a in db.Assessments on new { i.OrganizationId, Id = i.AssessmentId } equals new { a.OrganizationId, a.Id }
                 select a).AsNoTracking().SingleOrDefaultAsync(ct);

    public bool Says(Assessment same, Id<Patient> patient, ScoreReading score) =>
        same.PatientId == patient && same.Instrument == Instrument && same.AdministeredOn == AdministeredOn && same.Total == (Total ?? score.Total);

    public override string ToString() => nameof(AssessmentRequest);
}

/// <summary>The corrected content of an assessment; patient and instrument cannot change, for that it is retracted and recorded anew.</summary>
internal sealed record AmendmentRequest(LocalDate AdministeredOn, Instant? AdministeredAt = null, int? Total = null, IReadOnlyList<int?>? Items = null)
{
    public async Task<(ScoreReading Score, Checks Checks)> Check(Instrument instrument, Patient patient, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var score = Scoring.Read(instrument, Total, Items);
        return (score, (await CheckDay(AdministeredOn, AdministeredAt, patient, access, db, ct)).Add(score.Refusal));
    }

    public void ApplyTo(Assessment assessment, ScoreReading score)
    {
        (assessment.AdministeredOn, assessment.AdministeredAt) = (AdministeredOn, AdministeredAt);
        (assessment.Total, assessment.Items, assessment.SelfHarmAnswer, assessment.Origin) = (score.Total, Assessment.Stored(Items), (short?)score.SelfHarmAnswer, score.Origin);
        assessment.Status = AssessmentStatus.Amended;
    }

    /// <remarks>A form filled in on a journey may be dated a day beside the clinic's; a moment of another day would order it wrongly.</remarks>
    public static async Task<Checks> CheckDay(LocalDate day, Instant? at, Patient patient, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = new Checks().Day("administeredOn", day, await db.TodayAt(access.OrganizationId, patient.ClinicId, access.Now, ct))
            .Add(day < patient.BirthDate ? Refusals.DateBeforeBirth.At("administeredOn") : null);
        if (at is not { } moment) return checks;
        if (moment > access.Now) return checks.Add(Refusals.DateInFuture.At("administeredAt"));
        var there = await db.DayAt(access.OrganizationId, patient.ClinicId, moment, ct);
        return checks.Add(there < day.PlusDays(-1) || there > day.PlusDays(1) ? Refusals.OtherDay.At("administeredAt") : null);
    }

    public override string ToString() => nameof(AmendmentRequest);
}

/// <param name="Items">Answers in the instrument's order, null where unanswered; null when only the total is known.</param>
/// <param name="SelfHarmAnswer">Answer to the self-harm item, 0 to 3; of the C-SSRS the tier of its answers. Null means unknown, never "no".</param>
internal sealed record AssessmentResponse(
    Id<Assessment> Id, Id<Patient> PatientId, Instrument Instrument, LocalDate AdministeredOn, Instant? AdministeredAt, int? Total,
    IReadOnlyList<int?>? Items, int? SelfHarmAnswer, ScoreOrigin Origin, AssessmentStatus Status, string Source, LocalDate? ReviewedOn, int Version, Instant RecordedAt)
{
    public static AssessmentResponse Of(Assessment a) => new(a.Id, a.PatientId, a.Instrument, a.AdministeredOn, a.AdministeredAt, a.Total,
        Assessment.Answers(a.Items), a.SelfHarmAnswer, a.Origin, a.Status, a.Source, a.ReviewedOn, a.Version, a.RecordedAt);

    public override string ToString() => $"{nameof(AssessmentResponse)} {Id}";
}
