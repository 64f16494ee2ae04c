using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 1.11.</summary>
public sealed class ObservationStatusTests
{
    [Theory]
    [InlineData("final")]
    [InlineData("amended")]
    [InlineData("corrected")]
    public void A_finished_score_counts(string status) => Assert.Equal(status, Accepted(Observation(("status", $"\"{status}\""))).Status);

    [Theory]
    [InlineData("registered")]
    [InlineData("preliminary")]
    [InlineData("cancelled")]
    [InlineData("unknown")]
    public void An_unfinished_one_is_kept_with_what_it_says_and_never_counts(string status)
    {
        var reading = Read(Observation(("status", $"\"{status}\"")));
        Assert.Equal((ReadingKind.KeptWithoutScore, 12, null), (reading.Kind, reading.Total!.Value, reading.Score));
        Assert.Equal("p1", reading.Subject!.Id);
        Assert.Equal("2026-03-05", reading.Effective!.Text);
    }

    [Fact]
    public void A_cancelled_one_needs_neither_value_nor_day() =>
        Assert.Equal(ReadingKind.KeptWithoutScore, Read(Observation(("status", "\"cancelled\""), ("valueInteger", null), ("effectiveDateTime", null))).Kind);

    [Theory]
    [InlineData("valueInteger", "300")]
    [InlineData("valueInteger", null)]
    [InlineData("effectiveDateTime", null)]
    [InlineData("code", Local)]
    public void Entered_in_error_retracts_by_identity_whatever_else_it_says(string name, string? json)
    {
        var reading = Read(Observation(("status", "\"entered-in-error\""), ("identifier", """[{"system":"http://ehr","value":"R1"}]"""), (name, json)));
        Assert.Equal(ReadingKind.Retraction, reading.Kind);
        Assert.Equal(new FhirIdentifier("http://ehr", "R1"), Assert.Single(reading.Identifiers));
        Assert.Null(reading.Score);
    }

    [Fact]
    public void A_retraction_of_nothing_we_could_hold_is_not_ours() => IsNotOurs(Observation(("status", "\"entered-in-error\""), ("code", Local)));

    [Theory]
    [InlineData("\"finished\"", IssueCode.CodeInvalid)]
    [InlineData("null", IssueCode.Structure)]
    public void An_illegal_status_is_malformed(string status, IssueCode code) => Refused(Observation(("status", status)), 400, code, "Observation.status");

    [Fact]
    public void A_missing_status_is_malformed() => Refused(Observation(("status", null)), 400, IssueCode.Required, "Observation.status");

    [Fact]
    public void A_status_that_is_only_an_extension_is_none() =>
        Refused(Observation(("status", null), ("_status", """{"extension":[{"url":"u","valueCode":"final"}]}""")), 422, IssueCode.Required, "Observation.status");
}
