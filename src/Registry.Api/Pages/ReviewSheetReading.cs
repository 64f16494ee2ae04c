using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Reads a review sheet: the review list with what the consultant asks next.</summary>
internal static class ReviewSheetReading
{
    public static async Task<(ReviewSheetView? View, Refused? Refused)> Of(
        Id<StaffMember> careManagerId, AsOf? asOf, ReviewFilter? filter, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (caseload, question, settings, refused) = await CaseloadReading.Of(careManagerId, new() { AsOf = asOf }, access, ct);
        if (refused is not null) return (null, refused);

        var active = caseload.Select(p => (Patient: p, Episode: question.Summary(p.Facts))).Where(p => p.Episode.IsActive).ToDictionary(p => p.Patient.Facts.EpisodeId);
        var items = CaseloadReview.InOrder(active.Values.Select(p => p.Episode)).Where(item => filter is not { } wanted || item.Matches(wanted)).ToList();
        var notes = await ReviewNotes.Of([.. active.Keys], question.AsOf, access, db, ct);

        ReviewBlock Block(Id<Episode> id, ReviewItem? item) =>
            new(active[id].Patient.DisplayName, active[id].Patient.Identifier, active[id].Episode, CaseloadRow.Of(active[id].Episode), item,
                item?.Flags ?? Clinical.Flags.Raised(active[id].Episode), notes.TreatmentOf(id), notes.AdviceOf(id), notes.QuestionsOf(id), notes.OutcomeOf(id));

        var discussed = notes.Discussed.Where(active.ContainsKey).Select(id => Block(id, items.Find(item => item.EpisodeId == id))).ToList();
        var toDiscuss = items.Where(item => !notes.Discussed.Contains(item.EpisodeId)).Select(item => Block(item.EpisodeId, item)).ToList();
        foreach (var block in toDiscuss.Concat(discussed)) access.Touches(block.Episode.Facts.PatientId);

        var today = ClinicDays.On(access.Now, settings.TimeZone);
        return (new(careManagerId, await CaseloadPages.NameOf(careManagerId, access, db, ct), question.AsOf, question.Profile, active.Count, toDiscuss, discussed, filter)
        {
            TakesOutcomes = question.AsOf == today && access.Allows(Permissions.RecordReview),
            Consultants = access.Caller!.Has(Role.PsychiatricConsultant) ? [] : await ConsultantsOf(access, db, ct),
        }, null);
    }

    public static Task<List<ConsultantChoice>> ConsultantsOf(Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && s.Role == StaffRole.PsychiatricConsultant)
            .OrderBy(s => s.DisplayName).Select(s => new ConsultantChoice(s.Id, s.DisplayName)).ToListAsync(ct);
}

/// <param name="Discussed">Those with a consultation on the very day; they leave the list and keep their place on the sheet.</param>
public sealed record ReviewSheetView(
    Id<StaffMember> CareManagerId, string CareManager, LocalDate AsOf, OutcomeProfile Profile, int CaseloadSize,
    IReadOnlyList<ReviewBlock> ToDiscuss, IReadOnlyList<ReviewBlock> Discussed, ReviewFilter? Filter)
{
    /// <summary>Only today's sheet is written on, and only by who may record consultations.</summary>
    public bool TakesOutcomes { get; init; }

    /// <summary>Among whom a care manager says who consulted; empty for a consultant, who speaks for themselves.</summary>
    public IReadOnlyList<ConsultantChoice> Consultants { get; init; } = [];

    /// <summary>What could not be recorded, to be mended.</summary>
    public OutcomeDraft? Draft { get; init; }
}

public sealed record ConsultantChoice(Id<StaffMember> Id, string Name);

/// <summary>One patient on the sheet.</summary>
/// <param name="Item">The place on the review list; null for who was discussed without being on it.</param>
/// <param name="Outcome">What was recorded on the day; null while it is to be discussed.</param>
public sealed record ReviewBlock(
    string DisplayName, string? Identifier, EpisodeSummary Episode, CaseloadRow Row, ReviewItem? Item, IReadOnlyList<RaisedFlag> Flags,
    IReadOnlyList<TreatmentLine> Treatment, AdviceLine? Advice, IReadOnlyList<QuestionLine> Questions, OutcomeLine? Outcome)
{
    public override string ToString() => $"{nameof(ReviewBlock)} {Row.EpisodeId}";
}
