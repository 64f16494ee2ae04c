using NodaTime;

namespace Registry.Clinical;

/// <summary>New York State closes an episode in its figures when nobody has reached the patient for too long, whatever the record says.</summary>
public static class NewYorkInactivity
{
    /// <summary>
    /// The first run of more than 90 days without a clinical contact, counted from enrolment, closes the episode 90 days after the run
    /// began, if that day is not after <paramref name="monthEnd"/>; null when there is none. Never back-dated, so that reported months stay.
    /// </summary>
    public static LocalDate? DischargeOf(EpisodeFacts facts, LocalDate monthEnd)
    {
        var began = facts.EnrolledOn;
        foreach (var contact in facts.Contacts)
        {
            if (!contact.IsClinical || contact.On <= began) continue;
            if (contact.On > began.PlusDays(EpisodeTransitions.InactivityDays)) break;
            began = contact.On;
        }

        var closes = began.PlusDays(EpisodeTransitions.InactivityDays);
        return closes <= monthEnd ? closes : null;
    }
}
