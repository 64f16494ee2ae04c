using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Caseload table and review list as they follow from the model, with a row as one line of text.</summary>
internal static class ModelCaseload
{
    public static IEnumerable<ModelEpisode> On(IEnumerable<ModelPatient> patients, Id<StaffMember> manager, LocalDate day) =>
        from episode in patients.SelectMany(p => p.Episodes)
        where episode.Managers.Any(m => m.Manager == manager && m.From <= day && !(m.Until <= day))
        where episode.EnrolledOn <= day && !(episode.EndedOn <= day)
        where StatusOn(episode, day) is "treatment" or "relapse-prevention"
        select episode;

    public static string Row(ModelEpisode episode, LocalDate day)
    {
        var work = episode.Work.Where(w => !w.EnteredInError && w.Said.On <= day).Select(w => w.Said).ToList();
        var clinical = work.Where(w => w.IsClinical).ToList();
        var minutes = work.Where(w => w.HasMinutes && (w.On.Year, w.On.Month) == (day.Year, day.Month)).Sum(w => w.Minutes);
        return string.Join(" | ", episode.Id, StatusOn(episode, day),
            Cell(episode, Instruments.Phq9, day), Cell(episode, Instruments.Gad7, day), Cell(episode, Instruments.Pcl5, day),
            Text(episode.EnrolledOn),
            Latest(clinical.Where(w => w.Word != "initial-assessment")), Latest(work.Where(w => w.Path == "consultations")), Latest(work.Where(w => w.Path == "relapse-prevention-plans")),
            clinical.Count, Period.DaysBetween(episode.EnrolledOn, day) / 7, minutes);
    }

    /// <summary>The facts as the pure rules want them.</summary>
    public static EpisodeFacts Facts(ModelEpisode episode) => new()
    {
        EpisodeId = Id<Episode>.Parse(episode.Id, null),
        PatientId = Id<Patient>.Parse(episode.Patient.Id, null),
        EnrolledOn = episode.EnrolledOn,
        EndedOn = episode.EndedOn,
        PrimaryScale = Instruments.Phq9,
        StatusChanges = [.. episode.Changes.Select(c => new StatusChange(c.On, Storage.Kebab.Parse<EpisodeStatus>(c.Status)))],
        Scores = [.. InOrder(episode.Patient.Scores.Where(s => s.Counts && s.On >= episode.EnrolledOn.PlusDays(-14)))
            .Select(s => new Score(Guid.Parse(s.Id), s.Instrument, s.On, null, s.Total, null) { ReceivedOn = s.ReceivedOn, ReviewedOn = s.ReviewedOn })],
        Contacts = [.. Sorted(episode, "contacts").Select(w => new ContactFact(
            Storage.Kebab.Parse<ContactPurpose>(w.Said.Word), Storage.Kebab.Parse<ContactMode>(w.Said.Mode), w.Said.On, w.Said.Minutes, w.Said.IsKept) { Stamp = Stamp(w) })],
        Consultations = [.. Sorted(episode, "consultations").Select(w => new ConsultationFact(w.Said.On, w.Said.Minutes, w.Said.Word != "none") { Stamp = Stamp(w) })],
        Recommendations = [.. Sorted(episode, "consultations").Where(w => w.Said.Word != "none").Select(w => new RecommendationFact(Guid.Parse(w.Id), w.Said.On,
            Storage.Kebab.Parse<RecommendationState>(w.Settled.State), w.Settled.On))],
        RelapsePreventionPlans = [.. Sorted(episode, "relapse-prevention-plans").Select(w => new PlanFact(w.Said.On, w.Said.Minutes) { Stamp = Stamp(w) })],
        MinutesEntries = [.. Sorted(episode, "minutes-entries").Select(w => new MinutesFact(w.Said.On, w.Said.Minutes, Storage.Kebab.Parse<WorkKind>(w.Said.Word)) { Attendees = 1, Stamp = Stamp(w) })],
        ManualFlags = [.. Sorted(episode, "manual-flags").Concat(episode.Patient.Episodes.Where(e => e != episode).SelectMany(e => Sorted(e, "manual-flags")).Where(w => w.Said.Word == "safety" && !(w.Said.On > episode.EndedOn)))
            .Select(w => new ManualFlagFact(Storage.Kebab.Parse<ManualFlagKind>(w.Said.Word), w.Said.On))],
        ConsultationRequests = [.. Sorted(episode, "consultation-requests").Select(w => new ConsultationRequestFact(w.Said.On, w.Said.Word))],
        PreviousCareEndedOn = episode.Patient.Episodes.Where(e => e.EnrolledOn < episode.EnrolledOn && e.Changes.Exists(c => c.Status == "treatment")).Max(e => e.EndedOn),
    };

    private static string StatusOn(ModelEpisode episode, LocalDate day) => episode.Changes.LastOrDefault(c => c.On <= day).Status ?? "";

    private static string Cell(ModelEpisode episode, Instrument instrument, LocalDate day)
    {
        var scores = InOrder(episode.Patient.Scores.Where(s => s.Counts && s.Instrument == instrument
            && s.On >= episode.EnrolledOn.PlusDays(-14) && s.On <= day && !(s.On > episode.EndedOn))).ToList();
        if (scores.Count == 0) return "-";
        var after = scores.Find(s => s.On >= episode.EnrolledOn);
        var first = after is not null && after.On <= episode.EnrolledOn.PlusDays(14) ? after : scores[0];
        var last = scores[^1];
        return $"{first.Total} {Text(first.On)} {last.Total} {Text(last.On)}{(day > last.On.PlusDays(30) ? "*" : "")}";
    }

    /// <summary>Of two scores of one day the one recorded later is the later; its id tells.</summary>
    private static IEnumerable<ModelScore> InOrder(IEnumerable<ModelScore> scores) => scores.OrderBy(s => s.On).ThenBy(s => Guid.Parse(s.Id));

    private static IEnumerable<ModelWork> Sorted(ModelEpisode episode, string path) => episode.Valid(path).OrderBy(w => w.Said.On).ThenBy(w => Guid.Parse(w.Id));

    private static WorkStamp Stamp(ModelWork work) => new(Guid.Parse(work.Id), work.By.Value);

    private static string Latest(IEnumerable<WorkSaid> work) => work.Select(w => Text(w.On)).DefaultIfEmpty("-").Max(StringComparer.Ordinal)!;

    private static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", null);
}
