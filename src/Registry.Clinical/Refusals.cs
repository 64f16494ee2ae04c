namespace Registry.Clinical;

/// <summary>Every way a rule says no: the catalogue behind the problem types.</summary>
public static class Refusals
{
    public static readonly Refusal NotFound = new("not-found", RefusalKind.NotFound, "There is nothing here that you may see.");
    public static readonly Refusal Stale = new("stale-version", RefusalKind.Stale, "It was changed since you read it. Read it again, then repeat the change.");
    public static readonly Refusal VersionRequired = new("version-required", RefusalKind.VersionRequired, "Send the ETag you read as If-Match, so that nobody's change is lost.");

    public static readonly Refusal EpisodeClosed = new("episode-closed", RefusalKind.State, "The episode has ended; a return to care is a new episode.");
    public static readonly Refusal EpisodeAlreadyOpen = new("episode-already-open", RefusalKind.State, "The patient already has an open episode.");
    public static readonly Refusal StatusUnchanged = new("status-unchanged", RefusalKind.State, "The episode already has this status.");
    public static readonly Refusal TransitionNotAllowed = Rule("transition-not-allowed", "An enrolled episode cannot return to this status.");
    public static readonly Refusal BeforeLastStatus = Rule("before-last-status", "The day lies before the last change of status.");
    public static readonly Refusal DischargeReasonRequired = Rule("discharge-reason-required", "A discharge needs its reason.");
    public static readonly Refusal DischargeReasonUnexpected = Rule("discharge-reason-unexpected", "Only a discharge has a reason.");

    public static readonly Refusal IdentifierTaken = new("identifier-taken", RefusalKind.State, "Another patient already has this identifier.");
    public static readonly Refusal SourceIdTaken = new("source-id-taken", RefusalKind.State, "A score with this source identifier exists with other content; amend it instead.");
    public static readonly Refusal Required = Rule("required", "This member is required.");
    public static readonly Refusal TooLong = Rule("too-long", "The text is longer than allowed.");
    public static readonly Refusal TextNotAllowed = Rule("text-not-allowed", "The text holds control or direction characters.");
    public static readonly Refusal DateInFuture = Rule("date-in-future", "The day lies in the future.");
    public static readonly Refusal OtherDay = Rule("other-day", "The moment lies on another day at the clinic than the one given.");
    public static readonly Refusal DateTooEarly = Rule("date-too-early", "The day is implausibly early.");
    public static readonly Refusal DateBeforeBirth = Rule("date-before-birth", "The day lies before the patient's birth.");
    public static readonly Refusal OutsideEpisode = Rule("outside-episode", "The day lies outside the episode.");
    public static readonly Refusal MinutesOutOfRange = Rule("minutes-out-of-range", "Minutes are a whole number from 0 to 480.");
    public static readonly Refusal UnknownReference = Rule("unknown-reference", "It names nothing that you may see.");

    public static readonly Refusal ScoreOutOfRange = Rule("score-out-of-range", "The total lies outside the instrument's range.");
    public static readonly Refusal ItemOutOfRange = Rule("item-out-of-range", "An answer lies outside the item's range.");
    public static readonly Refusal ItemCount = Rule("item-count", "The list needs one entry per item, null where it was not answered.");
    public static readonly Refusal TotalOrItems = Rule("total-or-items-required", "Send a total, the item answers, or both.");
    public static readonly Refusal TotalMismatch = Rule("total-items-mismatch", "The total is not the sum of the item answers.");
    public static readonly Refusal TooManyMissing = Rule("too-many-items-missing", "Too many items are unanswered for a total.");
    public static readonly Refusal AlreadyRetracted = new("already-retracted", RefusalKind.State, "It was marked as entered in error before.");

    public static readonly Refusal NoRecommendation = new("no-recommendation", RefusalKind.State, "The consultation holds no recommendation.");
    public static readonly Refusal RecommendationSettled = new("recommendation-settled", RefusalKind.State, "The recommendation was settled before.");
    public static readonly Refusal BeforeRecommendation = Rule("before-recommendation", "The day lies before the recommendation.");
    public static readonly Refusal SessionClosed = new("session-closed", RefusalKind.State, "The review session is closed.");
    public static readonly Refusal AlreadyDiscussed = new("already-discussed", RefusalKind.State, "This patient has a record in the review session already.");
    public static readonly Refusal BeforeItBegan = Rule("before-it-began", "The day lies before the day it began.");
    public static readonly Refusal NoteRequired = Rule("note-required", "Say why, in the note.");
    public static readonly Refusal UnknownFlag = Rule("unknown-flag", "There is no flag with this id.");
    public static readonly Refusal SameCareManager = new("same-care-manager", RefusalKind.State, "The episode is on this caseload already.");
    public static readonly Refusal NotInClinic = Rule("not-in-clinic", "This care manager does not work in the clinic of the patient, and would not see the episode.");
    public static readonly Refusal BeforeAssignment = Rule("before-assignment", "The day lies before the present assignment began.");

    public static readonly Refusal AttendeesOutOfRange = Rule("attendees-out-of-range", "Attendees are a whole number from 1 to 50.");

    public static readonly Refusal UnknownProfile = Rule("unknown-profile", "There is no profile of this name.");
    public static readonly Refusal UnknownFilter = new("unknown-filter", RefusalKind.Malformed, "filter is one of flagged, not-improving, new, overdue, due-today.");
    public static readonly Refusal PrincipalTaken = new("principal-taken", RefusalKind.State, "This issuer and subject are somebody already, and cannot be used.");
    public static readonly Refusal CodeMappedAlready = new("code-mapped-already", RefusalKind.State, "This code of this source is mapped already; end that mapping first.");
    public static readonly Refusal MappingEnded = new("mapping-ended", RefusalKind.State, "The mapping has ended before.");
    public static readonly Refusal FormNeedsItems = Rule("form-needs-items", "What a form means is told by its Questionnaire; here it can only be said to be none of ours.");
    public static readonly Refusal NotTracked = Rule("instrument-not-tracked", "Scores from other systems are kept for PHQ-9, GAD-7 and PCL-5.");
    public static readonly Refusal MonthClosed = new("month-closed", RefusalKind.State, "The month is closed already.");
    public static readonly Refusal MonthNotOver = Rule("month-not-over", "A month can be closed once it is over.");

    public static readonly Refusal KnownAtNotHere = Rule("known-at-not-here", "A clinic's month is answered as it is known now; ask for one patient's month or a caseload's.");

    public static readonly Refusal UnknownPeriod = new("unknown-period", RefusalKind.Malformed, "period is a month (2025-03), a quarter (2025-Q1), or so many days ending on asOf, from last-1 to last-366.");
    public static readonly Refusal UnknownInstrument = new("unknown-instrument", RefusalKind.Malformed, "instrument is the code of one that outcomes are judged by.");
    public static readonly Refusal UnknownStratum = new("unknown-stratum", RefusalKind.Malformed, "by is one of race, ethnicity, language, payer, age-band, sex, gender; of published figures also care-manager.");
    public static readonly Refusal MonthNotSettled = new("month-not-settled", RefusalKind.Malformed, "month is one that has settled: it is submitted from the fifteenth day after its end on, and published for those who may see no patient when that day is over.");
    public static readonly Refusal NotPublished = new("not-published", RefusalKind.NotFound, "No figures of this period are out. They come out soon after it settled, once the organization has had a patient, and never of years long past.");
    public static readonly Refusal UnknownMetric = Rule("unknown-metric", "There is no metric with this code.");
    public static readonly Refusal YearNotSettled = new("year-not-settled", RefusalKind.Malformed, "year is one that ended more than 15 days ago: what is known by then is what is shown to those who may see no patient.");
    public static readonly Refusal FteOutOfRange = Rule("fte-out-of-range", "Full-time equivalents go from 0 to 1.5, to two decimals.");
    public static readonly Refusal CoverageOrder = Rule("coverage-order", "Cover ends on the day it starts or later.");

    public static readonly Refusal MonthsOutOfRange = new("months-out-of-range", RefusalKind.Malformed, "months is a whole number from 1 to 60.");
    public static readonly Refusal BaselineTooShort = new("baseline-too-short", RefusalKind.Malformed, "A baseline has at least ten months.");
    public static readonly Refusal ThresholdsCross = Rule("thresholds-cross", "At least one limit is needed, and red lies at amber or beyond it.");
    public static readonly Refusal ReviewInPast = Rule("review-in-past", "A plan is looked at again today or later.");
    public static readonly Refusal TargetOutOfRange = Rule("target-out-of-range", "Limits go from 0 to 9999, the lowest first.");
    public static readonly Refusal NotTheContract = Rule("not-the-contract", "The tables are not what the reporting contract allows.");

    public static readonly Refusal NoContractArchive = new("no-contract-archive", RefusalKind.Malformed, "The body is a ZIP archive of CSV files named after the tables of the contract, each with its header row.");

    private static Refusal Rule(string code, string text) => new(code, RefusalKind.Rule, text);
}
