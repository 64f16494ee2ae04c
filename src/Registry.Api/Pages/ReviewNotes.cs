using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the team wrote about some episodes up to a day, beside the figures: treatment, recommendations, questions.</summary>
internal sealed class ReviewNotes
{
    private readonly LocalDate asOf;
    private readonly ILookup<Id<Episode>, TreatmentChange> treatment;
    private readonly ILookup<Id<Episode>, Consultation> consultations;
    private readonly ILookup<Id<Episode>, Clinical.ConsultationRequest> questions;

    private ReviewNotes(LocalDate asOf, IEnumerable<TreatmentChange> treatment, IEnumerable<Consultation> consultations, IEnumerable<Clinical.ConsultationRequest> questions) =>
        (this.asOf, this.treatment, this.consultations, this.questions) =
            (asOf, treatment.ToLookup(t => t.EpisodeId), consultations.ToLookup(c => c.EpisodeId), questions.ToLookup(q => q.EpisodeId));

    /// <summary>Those who were consulted on that very day.</summary>
    public IEnumerable<Id<Episode>> Discussed => consultations.Where(e => e.Any(c => c.On == asOf)).Select(e => e.Key);

    public static async Task<ReviewNotes> Of(Id<Episode>[] episodes, LocalDate asOf, Access access, RegistryDbContext db, CancellationToken ct)
    {
        IQueryable<T> Known<T, TKind>() where T : EpisodeFact<TKind> => db.Set<T>().AsNoTracking()
            .Where(f => f.OrganizationId == access.OrganizationId && episodes.Contains(f.EpisodeId) && f.On <= asOf && !f.EnteredInError).OrderBy(f => f.On).ThenBy(f => f.Id);

        return new(asOf, await Known<TreatmentChange, TeamEntry>().ToListAsync(ct), await Known<Consultation, Consultation>().ToListAsync(ct),
            await Known<Clinical.ConsultationRequest, TeamEntry>().ToListAsync(ct));
    }

    /// <summary>The latest word on each kind of treatment.</summary>
    public IReadOnlyList<TreatmentLine> TreatmentOf(Id<Episode> episode) =>
        [.. treatment[episode].GroupBy(t => t.Treatment).Select(kind => TreatmentLine.Of(kind.Last())).OrderBy(t => t.Kind)];

    public IReadOnlyList<TreatmentLine> TreatmentChangesOf(Id<Episode> episode) => [.. treatment[episode].Select(TreatmentLine.Of)];

    /// <summary>The last recommendation before that day, and what has become of it.</summary>
    public AdviceLine? AdviceOf(Id<Episode> episode) =>
        consultations[episode].LastOrDefault(c => c.Recommendation is not null && c.On < asOf) is { } c ? AdviceLine.Of(c, asOf) : null;

    public IReadOnlyList<AdviceLine> AllAdviceOf(Id<Episode> episode) =>
        [.. consultations[episode].Where(c => c.Recommendation is not null).Reverse().Select(c => AdviceLine.Of(c, asOf))];

    public IReadOnlyList<Consultation> ConsultationsOf(Id<Episode> episode) => [.. consultations[episode].Reverse()];

    /// <summary>What the team asked and no consultation has answered.</summary>
    public IReadOnlyList<QuestionLine> QuestionsOf(Id<Episode> episode) =>
    [
        .. questions[episode].Where(q => !(q.WithdrawnOn <= asOf) && !consultations[episode].Any(c => c.On >= q.On && c.On < asOf))
            .Select(q => new QuestionLine(q.On, q.Reason, q.Note)),
    ];

    public OutcomeLine? OutcomeOf(Id<Episode> episode) =>
        consultations[episode].LastOrDefault(c => c.On == asOf) is { } c ? new(c.Recommendation, c.Minutes, c.Note) : null;
}

public sealed record TreatmentLine(LocalDate On, TreatmentKind Kind, TreatmentChangeKind Change, string Description)
{
    internal static TreatmentLine Of(TreatmentChange t) => new(t.On, t.Treatment, t.Change, t.Description);

    public override string ToString() => nameof(TreatmentLine);
}

/// <param name="State">As it stood on the day asked about.</param>
public sealed record AdviceLine(LocalDate On, RecommendationKind Kind, RecommendationState State, LocalDate? SettledOn, string? Note)
{
    internal static AdviceLine Of(Consultation c, LocalDate asOf) =>
        c.SettledOn <= asOf ? new(c.On, c.Recommendation!.Value, c.RecommendationState, c.SettledOn, c.Note) : new(c.On, c.Recommendation!.Value, RecommendationState.Open, null, c.Note);

    public override string ToString() => nameof(AdviceLine);
}

public sealed record QuestionLine(LocalDate On, ConsultationReason Reason, string? Note)
{
    public override string ToString() => nameof(QuestionLine);
}

public sealed record OutcomeLine(RecommendationKind? Kind, int Minutes, string? Note)
{
    public override string ToString() => nameof(OutcomeLine);
}
