using System.Text.Json;
using NodaTime;

namespace Registry.Fhir;

/// <summary>Reads effective[x]: which day a score belongs to, and whether that day can be true.</summary>
internal static class EffectiveReading
{
    private static readonly LocalDate Earliest = new(1900, 1, 1);

    public static EffectiveTime? Read(JsonElement observation, string root, ReadingContext context, FhirIssues issues)
    {
        var path = root + ".effective";
        var effective = Written(observation, path, issues);
        if (effective is not null) Plausible(effective, path, context, issues);
        return effective;
    }

    /// <summary>The same of a response to a form, whose day is when it was filled in.</summary>
    public static EffectiveTime? Authored(JsonElement response, string root, ReadingContext context, FhirIssues issues)
    {
        var path = root + ".authored";
        if (JsonReads.Text(response, "authored"u8) is not { } authored)
        {
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.Required, path, "A score needs the day it was taken: authored."));
            return null;
        }

        var effective = Of(authored, null, DateForm.DateTime, path, issues);
        if (effective is not null) Plausible(effective, path, context, issues);
        return effective;
    }

    private static EffectiveTime? Written(JsonElement observation, string path, FhirIssues issues)
    {
        if (JsonReads.Text(observation, "effectiveDateTime"u8) is { } dateTime) return Of(dateTime, null, DateForm.DateTime, path, issues);
        if (JsonReads.Text(observation, "effectiveInstant"u8) is { } instant) return Of(instant, null, DateForm.Instant, path, issues);
        if (JsonReads.Has(observation, "effectivePeriod"u8, out var period)) return OfPeriod(period, path, issues);
        issues.AddUnlessTold(JsonReads.Has(observation, "effectiveTiming"u8)
            ? FhirIssue.Refused(IssueCode.BusinessRule, path, "A repeated timing does not say when this score was taken; send effectiveDateTime.")
            : FhirIssue.Refused(IssueCode.Required, path, "A score needs the day it was taken: effectiveDateTime. When it was issued does not tell that."));
        return null;
    }

    private static EffectiveTime? OfPeriod(JsonElement period, string path, FhirIssues issues)
    {
        if (JsonReads.Text(period, "start"u8) is not { } start)
        {
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.Required, path + ".start", "A period without a start does not say when the score was taken."));
            return null;
        }
        var endText = JsonReads.Text(period, "end"u8);
        var effective = Of(start, endText, DateForm.DateTime, path + ".start", issues);
        if (effective is null || endText is null) return effective;
        if (!FhirDateText.TryParse(endText, DateForm.DateTime, out var end)) return null;
        if (end.At < effective.At || end.FirstDay < effective.On)
        {
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.Invariant, path, "per-1: the period ends before it starts."));
            return null;
        }
        if (end.Precision >= DatePrecision.Day && end.FirstDay == effective.On) return effective;
        issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, path, "The period is longer than a day, so the score has no day of its own."));
        return null;
    }

    private static EffectiveTime? Of(string text, string? endText, DateForm form, string path, FhirIssues issues)
    {
        if (!FhirDateText.TryParse(text, form, out var date))
        {
            issues.AddUnlessTold(FhirIssue.Malformed(IssueCode.Value, path, Expectations.Of(Primitive.DateTime)));
            return null;
        }
        if (date.Precision >= DatePrecision.Day) return new(date.FirstDay, date.At, date.Precision, text, endText);
        issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, path, "A score needs at least a day; a month or a year cannot be placed in a course of treatment."));
        return null;
    }

    private static void Plausible(EffectiveTime effective, string path, ReadingContext context, FhirIssues issues)
    {
        // A day of skew: clocks differ, and it is already tomorrow east of us.
        var latest = context.Now + Duration.FromDays(1);
        if (effective.At is { } at ? at > latest : effective.On > latest.InUtc().Date)
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, path, "The score lies in the future."));
        else if (effective.On < Earliest)
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, path, "The score lies before 1900."));
        else if (effective.On < context.BirthDate)
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, path, "The score lies before the birth of the patient."));
    }
}
