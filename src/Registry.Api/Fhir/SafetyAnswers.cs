using Registry.Clinical;
using Registry.Fhir;

namespace Registry.Api;

/// <summary>Keeps an answer about self-harm although the form around it was refused: the flag rises, and no total is invented.</summary>
internal static class SafetyAnswers
{
    public static void Keep(ImportEntry entry, ImportChanges changes)
    {
        var (patient, _) = ObservationImport.Patient(entry, changes);
        // A patient whom the same transaction would have created does not come to be.
        if (patient is not { } subject || changes.NewPatients.ContainsValue(subject) || ObservationImport.BeforeBirth(entry, subject) is not null) return;
        var name = Identities.OfRefused(entry.Observation!, subject.Id.Value);
        changes.Access.Touches(subject.Id);
        if (changes.Stored([name]) is null)
        {
            var answers = ObservationImport.ToAssessment(entry, subject, changes.Access);
            (answers.Total, answers.Origin, answers.Status) = (null, ScoreOrigin.Stated, AssessmentStatus.Quarantined);
            changes.KeepAnswer(answers, name);
        }

        entry.Outcome = entry.Outcome! with
        {
            KeepsWork = true,
            Issues = [.. entry.Outcome.Issues, new(IssueSeverity.Information, IssueCode.Informational, entry.Resource.Path, "The score was not stored, but the answer about self-harm was kept and is shown to the care team.", 200)],
        };
    }
}
