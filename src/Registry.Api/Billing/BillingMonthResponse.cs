using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal sealed record BillingListResponse(YearMonth Month, LocalDate AsOf, string Payer, IReadOnlyList<BillingMonthResponse> Items);

/// <summary>One patient's calendar month. Not coding advice: thresholds follow the named payer profile.</summary>
/// <param name="Kind">First or later month of the episode, as the payer reads it.</param>
/// <param name="Entries">Every logged piece of work, with the minutes that count and those that do not, each with its reason.</param>
/// <param name="Next">The next code up, and how many minutes it lacks; null at the top.</param>
/// <param name="IsBillable">A code is reached and no prerequisite is missing.</param>
/// <param name="ClosedAt">When the month was closed; null while it is open. Shown for one patient's month.</param>
/// <param name="Adjustment">What corrections have changed since it was closed.</param>
internal sealed record BillingMonthResponse(
    Id<Episode> EpisodeId, Id<Patient> PatientId, string DisplayName, string? Identifier, YearMonth Month, LocalDate AsOf, string Payer, MonthKind Kind,
    int CountedMinutes, int UncountedMinutes, IReadOnlyList<CodeResponse> Codes, NextCodeResponse? Next, bool IsBillable, IReadOnlyList<PrerequisiteResponse> Prerequisites,
    IReadOnlyList<TimeResponse> Entries, Instant? ClosedAt, AdjustmentResponse? Adjustment)
{
    public static BillingMonthResponse Of(BillingMonth m, CaseloadPatient patient, Instant? closedAt, BillingAdjustment? adjustment) => new(
        m.EpisodeId, patient.Facts.PatientId, patient.DisplayName, patient.Identifier, m.Month, m.AsOf, m.Payer, m.Kind, m.CountedMinutes, m.UncountedMinutes,
        [.. m.Codes.Select(c => new CodeResponse(c.Code, c.Units))],
        m.Next is { } next ? new(next.Code, next.FloorMinutes, next.MissingMinutes) : null,
        m.IsBillable, [.. m.Prerequisites.Select(p => new PrerequisiteResponse(p.Name, p.IsMet, p.MetOn))],
        [.. m.Entries.Select(TimeResponse.Of)], closedAt,
        adjustment is null ? null : new(adjustment.Minutes, [.. adjustment.Codes.Select(c => new CodeResponse(c.Code, c.Units))]));

    public override string ToString() => $"{nameof(BillingMonthResponse)} {EpisodeId}";
}

internal sealed record CodeResponse(string Code, int Units);

internal sealed record NextCodeResponse(string Code, int FloorMinutes, int MissingMinutes);

internal sealed record PrerequisiteResponse(string Name, bool IsMet, LocalDate? MetOn);

/// <param name="SourceId">The contact, consultation, plan or minutes entry it comes from.</param>
internal sealed record TimeResponse(Guid SourceId, LocalDate On, WorkKind Work, int Minutes, int Counted, bool IsDurationOnly, IReadOnlyList<UncountedResponse> Uncounted)
{
    public static TimeResponse Of(CountedTime time) => new(time.Entry.Stamp.Id, time.Entry.On, time.Entry.Kind, time.Entry.Minutes, time.Counted, time.Entry.IsDurationOnly,
        [.. time.Uncounted.Select(u => new UncountedResponse(u.Minutes, u.Reason))]);
}

internal sealed record UncountedResponse(int Minutes, UncountedReason Reason);

/// <param name="Minutes">Counted minutes more, or fewer, than when the month was closed.</param>
internal sealed record AdjustmentResponse(int Minutes, IReadOnlyList<CodeResponse> Codes);
