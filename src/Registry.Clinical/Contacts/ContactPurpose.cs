namespace Registry.Clinical;

/// <summary>Why the team reached out to, or worked for, a patient. Domain reference 5.0. Psychiatric consultations are not contacts.</summary>
public enum ContactPurpose
{
    InitialAssessment,
    FollowUp,
    RelapsePrevention,
    OutreachAttempt,
    NoShow,
    Scheduling,
    Message,

    /// <summary>With a caregiver or another person of the patient's.</summary>
    Collateral,

    /// <summary>With other professionals, without the patient.</summary>
    CareCoordination,
}

public enum ContactMode
{
    InPerson,
    Video,
    Phone,

    /// <summary>Asynchronous text: portal, SMS, letter. Never a clinical contact.</summary>
    Message,
}
