using System.Net;
using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>What each command may do, written down once more as plainly as possible, and with which status the others are refused.</summary>
internal static class ModelRules
{
    private const HttpStatusCode Rule = HttpStatusCode.UnprocessableEntity;
    private const HttpStatusCode State = HttpStatusCode.Conflict;

    /// <summary>Null means that it is accepted.</summary>
    public static HttpStatusCode? Open(ModelPatient patient, LocalDate on, LocalDate today) =>
        on > today ? Rule : patient.Episodes.Any(e => e.IsOpen) ? State : patient.Episodes.Any(e => e.EndedOn > on) ? Rule : null;

    public static HttpStatusCode? Edit(int version, string? ifMatch) =>
        ifMatch is null ? HttpStatusCode.PreconditionRequired : ifMatch == $"\"{version}\"" ? null : HttpStatusCode.PreconditionFailed;

    public static HttpStatusCode? Record(ModelEpisode episode, WorkSaid said, LocalDate today) =>
        IsOutside(episode, said.On, today) ? Rule
        : said.Path == "relapse-prevention-plans" && episode.Status == "treatment" && said.On < episode.Changes[^1].On ? Rule
        : null;

    public static HttpStatusCode? Correct(ModelWork work, WorkSaid said, string? ifMatch, LocalDate today) =>
        Edit(work.Version, ifMatch) ?? When(work.EnteredInError, State) ?? When(IsOutside(work.Episode, said.On, today), Rule);

    public static HttpStatusCode? ChangeStatus(ModelEpisode episode, string to, LocalDate on, string? reason, string? ifMatch, LocalDate today)
    {
        if (Edit(episode.Version, ifMatch) is { } stale) return stale;
        if (on > today) return Rule;
        var from = episode.Status;
        if (from == "inactive" || from == to) return State;
        if ((from, to) is not (("referred" or "relapse-prevention", "treatment") or ("treatment", "relapse-prevention") or (_, "inactive"))) return Rule;
        if (on < episode.Changes[^1].On || (to == "inactive") != (reason is not null)) return Rule;
        if (to == "inactive" && from == "referred" && reason is "graduated" or "administrative-inactivity") return Rule;
        return to switch
        {
            "treatment" when from == "referred" && !Until(episode, on).Any(w => w.Said.IsClinical && w.Said.Word == "initial-assessment") => Rule,
            "relapse-prevention" when !episode.Valid("relapse-prevention-plans").Any(w => w.Said.On <= on) => Rule,
            "inactive" when reason == "administrative-inactivity"
                && on < Until(episode, today).Where(w => w.Said.IsClinical).Select(w => w.Said.On).Append(episode.EnrolledOn).Max().PlusDays(90) => Rule,
            _ => null,
        };
    }

    public static HttpStatusCode? Assign(ModelEpisode episode, Id<StaffMember> manager, LocalDate from, string? ifMatch, LocalDate today) =>
        Edit(episode.Version, ifMatch) ?? When(from > today || from < episode.FirstDay, Rule) ?? Take(episode, manager, from);

    /// <summary>A whole caseload goes, or nothing.</summary>
    public static HttpStatusCode? HandOver(IEnumerable<ModelEpisode> moving, Id<StaffMember> to, LocalDate from, LocalDate today) =>
        from > today ? Rule : moving.Select(e => Take(e, to, from)).FirstOrDefault(refusal => refusal is not null);

    public static HttpStatusCode? Amend(ModelScore score, LocalDate on, string? ifMatch, LocalDate today) =>
        Edit(score.Version, ifMatch) ?? When(score.Status == "entered-in-error", State) ?? When(on > today, Rule);

    public static HttpStatusCode? Settle(ModelWork work, string state, LocalDate on, string? ifMatch, LocalDate today) =>
        work.EnteredInError ? HttpStatusCode.NotFound
        : Edit(work.Version, ifMatch) ?? (on > today ? Rule
            : work.Said.Word == "none" || state == "open" || work.Settled.State is "declined" or "done" || work.Settled.State == state ? State
            : on < work.Said.On || on < work.Settled.On ? Rule
            : null);

    private static HttpStatusCode? Take(ModelEpisode episode, Id<StaffMember> manager, LocalDate from) =>
        !episode.IsOpen || episode.Managers[^1].Manager == manager ? State : from < episode.Managers[^1].From ? Rule : null;

    public static HttpStatusCode? When(bool broken, HttpStatusCode refusal) => broken ? refusal : null;

    private static bool IsOutside(ModelEpisode episode, LocalDate on, LocalDate today) => on > today || on < episode.FirstDay || on > episode.EndedOn;

    private static IEnumerable<ModelWork> Until(ModelEpisode episode, LocalDate on) => episode.Valid("contacts").Where(w => w.Said.On <= on);
}
