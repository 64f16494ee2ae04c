namespace Registry.Clinical;

/// <summary>Where an episode of Collaborative Care stands. Domain reference 5.1.</summary>
public enum EpisodeStatus
{
    /// <summary>Referred, not yet assessed: not enrolled and in no metric of enrolled patients.</summary>
    Referred,

    /// <summary>In treatment ("T"), from the initial assessment on.</summary>
    Treatment,

    /// <summary>Relapse prevention phase ("RPP"): a plan is documented, contacts taper.</summary>
    RelapsePrevention,

    /// <summary>Ended, with a discharge reason. A return to care is a new episode with its own baseline.</summary>
    Inactive,
}
