using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>By what outcomes are compared between groups. Null is unknown or declined, which is a group of its own.</summary>
/// <param name="Language">Preferred language, as in BCP 47: en, es, zh.</param>
/// <param name="Coverage">What pays, the primary payer first.</param>
internal sealed record BackgroundBody(Race? Race, Ethnicity? Ethnicity, string? Language, AdministrativeSex? Sex, GenderIdentity? Gender, IReadOnlyList<CoverageBody> Coverage)
{
    public static BackgroundBody Of(PatientBackground? b) => b is null ? new(null, null, null, null, null, [])
        : new(b.Race, b.Ethnicity, b.Language, b.Sex, b.Gender, [.. b.Coverage.Select(c => new CoverageBody(c.Payer, c.StartOn, c.EndOn))]);

    public Checks Check()
    {
        var checks = new Checks().Text("language", Language, 35, required: false);
        foreach (var (i, cover) in Coverage.Index()) checks.Add(cover.EndOn < cover.StartOn ? Refusals.CoverageOrder.At($"coverage/{i}/endOn") : null);
        return checks;
    }

    public PatientBackground ToBackground(Id<Patient> patientId, int version, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        PatientId = patientId,
        Version = version,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
        Race = Race,
        Ethnicity = Ethnicity,
        Language = Language,
        Sex = Sex,
        Gender = Gender,
        Coverage = [.. Coverage.Select((c, i) => new PatientCoverage { OrganizationId = access.OrganizationId, PatientId = patientId, Version = version, Sequence = i + 1, Payer = c.Payer, StartOn = c.StartOn, EndOn = c.EndOn })],
    };

    public override string ToString() => nameof(BackgroundBody);
}

/// <param name="EndOn">The last day of cover; null while it lasts.</param>
internal sealed record CoverageBody(PayerCategory Payer, LocalDate StartOn, LocalDate? EndOn = null);
