using NodaTime;

namespace Registry.Clinical;

/// <summary>One episode of a limited data set, 45 CFR 164.514(e): dates and the clinic stay; names, contact details, record numbers and every other code of the person go.</summary>
/// <param name="Subject">A random code of this release, the same for all episodes of a patient in it.</param>
public sealed record LimitedEpisode(
    string Subject, string Clinic, LocalDate? BirthDate, LocalDate EnrolledOn, LocalDate? EndedOn, string PrimaryScale, IReadOnlyList<LimitedScore> Scores, IReadOnlyList<LimitedContact> Contacts,
    IReadOnlyList<OutcomeLine> Outcomes)
{
    public override string ToString() => nameof(LimitedEpisode);
}

public sealed record LimitedScore(string Instrument, LocalDate On, int Total);

public sealed record LimitedContact(LocalDate On, ContactPurpose Purpose, ContactMode Mode, int Minutes, bool Kept);

public static class LimitedDataSet
{
    /// <param name="clinic">Its name: the place, no finer than a town.</param>
    public static LimitedEpisode Of(EpisodeSummary summary, LocalDate? birth, string subject, string clinic)
    {
        var facts = summary.Facts;
        return new(
            subject, clinic, birth, facts.EnrolledOn, facts.EndedOn, facts.PrimaryScale.Code,
            [.. facts.Scores.Where(s => s.On <= summary.AsOf).Select(s => new LimitedScore(s.Instrument.Code, s.On, s.Total))],
            [.. facts.Contacts.Where(c => c.On <= summary.AsOf).Select(c => new LimitedContact(c.On, c.Purpose, c.Mode, c.Minutes, c.Kept))],
            SafeHarbor.OutcomesOf(summary));
    }
}
