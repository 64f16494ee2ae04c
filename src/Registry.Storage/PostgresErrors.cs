using Microsoft.EntityFrameworkCore;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What the database's refusals mean. Its own texts quote values and never leave the server.</summary>
public static class PostgresErrors
{
    private static readonly Refusal RotationUnderWay = new("rotation-under-way", RefusalKind.State, "Another rotation of the organization's keys is under way.");

    public static PostgresException? Of(Exception e) => e switch
    {
        PostgresException postgres => postgres,
        DbUpdateException { InnerException: PostgresException inner } => inner,
        _ => null,
    };

    /// <summary>A rule that holds under concurrency said no.</summary>
    public static Refusal? RefusalFor(PostgresException error) => error.ConstraintName switch
    {
        EpisodeConfiguration.OneOpenEpisode => Refusals.EpisodeAlreadyOpen,
        ConsultationConfiguration.OnePerSession => Refusals.AlreadyDiscussed,
        ClosedBillingMonthConfiguration.Once or SubmittedMonthConfiguration.Once or SharedSubmissionConfiguration.Once => Refusals.MonthClosed,
        DisclosureConfiguration.OfPatient => Refusals.NotFound,
        KeyRotationConfiguration.OneAtATime => RotationUnderWay,
        PrincipalConfiguration.OnePerToken => Refusals.PrincipalTaken,
        LegalHoldConfiguration.OfPatient or AccountingSuspensionConfiguration.OfPatient => Refusals.NotFound,
        EmergencyReviewConfiguration.Once => EmergencyRules.ReviewedBefore,
        CodeMappingConfiguration.OneInForce => Refusals.CodeMappedAlready,
        PatientIdentifierDigestConfiguration.Unique => Refusals.IdentifierTaken.At("identifiers"),
        // Found again when it is the same administration sent twice; else it is one that the caller cannot see.
        AssessmentIdentifierConfiguration.Unique => Refusals.SourceIdTaken.At("sourceId"),
        _ => null,
    };

    /// <summary>Repeating the whole transaction finds what the other one stored, or no longer meets it.</summary>
    /// <remarks>
    /// An edit that lost against another is repeated too: it then finds the new version, and its ETag outdated. So is a row the policies
    /// refuse: somebody put the patient on another caseload meanwhile, and there is nothing to find any more.
    /// </remarks>
    public static bool IsWorthRepeating(Exception e) => e is DbUpdateConcurrencyException || Of(e) is { } error && (
        error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.InsufficientPrivilege
        || error.ConstraintName is CareTeamAssignmentConfiguration.OneAtATime or QuarantineEntryConfiguration.Once or FormConfiguration.Once or "pk_episode_status_change" or "pk_idempotency_key" or "pk_patient_background"
            or CollaborativeInvitationConfiguration.Once or "pk_collaborative_member" or "pk_collaborative_site" or "pk_implementation_site" or "pk_checklist_item"
            or "pk_finance_rate" or "pk_finance_cost" or "pk_action_plan_review");
}
