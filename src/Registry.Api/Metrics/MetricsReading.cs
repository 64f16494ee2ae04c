using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The episodes behind figures as they are asked for, or why they are not shown.</summary>
internal sealed record MetricsReading(IReadOnlyList<MeasuredEpisode> Episodes, MetricQuestion Question, Question Asked, Stratum? Stratum, Refused? Refused)
{
    /// <summary>A care manager sees the own caseload and those granted, a consultant those consulted for, a lead those of the clinic; every other one is not there.</summary>
    public static async Task<MetricsReading> OfCaseload(Id<StaffMember> careManagerId, MetricsAsked metrics, AskedFor asked, Access access, CancellationToken ct)
    {
        var (caller, connection) = (access.Caller!, access.Transaction.Connection);
        var clinics = access.ClinicsOfCaseload(careManagerId);
        if (await connection.SettingsOfCareManager(caller.OrganizationId, careManagerId, clinics, ct) is not { } settings) return No(Refusals.NotFound);
        var (question, stratum, day, refused) = metrics.In(asked, settings, access);
        if (refused is not null) return No(refused);

        question = question with { AttestedFte = metrics.Program is not null ? null : await connection.AttestedFteOf(caller.OrganizationId, careManagerId, clinics, question.End, day.KnownAt, ct) };
        var episodes = await connection.EpisodesOfCareManager(caller.OrganizationId, careManagerId, clinics, MetricSpan.Of(question), day.KnownAt, ct);
        return new(metrics.Of(MetricScope.OfCareManager(episodes, careManagerId, question)), question, day, stratum, null);
    }

    /// <summary>The clinics whose every patient the caller may see.</summary>
    public static Guid[] WholeClinics(Access access) => access.Caller!.ClinicsAs(Role.PsychiatricConsultant, Role.ClinicLead);

    public static async Task<MetricsReading> OfClinic(Id<Clinic> clinicId, MetricsAsked metrics, AskedFor asked, Access access, CancellationToken ct)
    {
        var (caller, connection) = (access.Caller!, access.Transaction.Connection);
        if (await connection.SettingsOfClinic(caller.OrganizationId, clinicId, WholeClinics(access), ct) is not { } settings) return No(Refusals.NotFound);
        var (question, stratum, day, refused) = metrics.In(asked, settings, access);
        if (refused is not null) return No(refused);

        Guid[] clinics = [clinicId.Value];
        question = question with { AttestedFte = metrics.Program is not null ? null : await connection.AttestedFteOf(caller.OrganizationId, null, clinics, question.End, day.KnownAt, ct) };
        return new(metrics.Of(await connection.EpisodesOfClinics(caller.OrganizationId, clinics, MetricSpan.Of(question), day.KnownAt, ct)), question, day, stratum, null);
    }

    private static MetricsReading No(Refusal refusal) => No(new Refused(refusal));

    private static MetricsReading No(Refused refused) => new([], null!, null!, null, refused);
}
