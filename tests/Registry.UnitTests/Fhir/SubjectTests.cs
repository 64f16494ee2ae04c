using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 3.2: a score belongs to one known person.</summary>
public sealed class SubjectTests
{
    private const string Mrn = """{"system":"http://hospital","value":"M-1"}""";
    private static readonly FhirIdentifier M1 = new("http://hospital", "M-1");

    [Theory]
    [InlineData("Patient/p1")]
    [InlineData("Patient/p1/_history/3")]
    [InlineData(Base + "/Patient/p1")]
    public void An_own_reference_names_the_patient_by_id(string reference)
    {
        var subject = Accepted(Observation(("subject", $$"""{"reference":"{{reference}}"}"""))).Subject;
        Assert.Equal((SubjectKind.ById, "p1"), (subject.Kind, subject.Id));
    }

    [Theory]
    [InlineData("""{"identifier":{"system":"http://hospital","value":"M-1"}}""")]
    [InlineData("""{"type":"Patient","identifier":{"system":"http://hospital","value":"M-1"}}""")]
    [InlineData("""{"reference":"Patient?identifier=http://hospital|M-1"}""")]
    [InlineData("""{"reference":"http://elsewhere/Patient/9","identifier":{"system":"http://hospital","value":"M-1"}}""")]
    public void An_identifier_names_the_patient(string json)
    {
        var subject = Accepted(Observation(("subject", json))).Subject;
        Assert.Equal((SubjectKind.ByIdentifier, M1), (subject.Kind, Assert.Single(subject.Identifiers)));
    }

    [Fact]
    public void A_contained_patient_is_known_by_its_identifiers()
    {
        var subject = Accepted(Observation(("contained", $$"""[{"resourceType":"Patient","id":"me","identifier":[{{Mrn}}]}]"""), ("subject", """{"reference":"#me"}"""))).Subject;
        Assert.Equal((SubjectKind.ByIdentifier, M1), (subject.Kind, Assert.Single(subject.Identifiers)));
    }

    [Theory]
    [InlineData("""{"reference":"http://elsewhere/fhir/Patient/p1"}""", IssueCode.NotFound, "Observation.subject")]
    [InlineData("""{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"}""", IssueCode.NotFound, "Observation.subject")]
    [InlineData("""{"reference":"Group/g1"}""", IssueCode.BusinessRule, "Observation.subject")]
    [InlineData("""{"reference":"Device/d1"}""", IssueCode.BusinessRule, "Observation.subject")]
    [InlineData("""{"type":"Group","identifier":{"system":"http://hospital","value":"M-1"}}""", IssueCode.BusinessRule, "Observation.subject")]
    [InlineData("""{"identifier":{"value":"M-1"}}""", IssueCode.BusinessRule, "Observation.subject.identifier")]
    [InlineData("""{"display":"Somebody"}""", IssueCode.Required, "Observation.subject")]
    [InlineData("""{"reference":"Patient/no_such_form"}""", IssueCode.Value, "Observation.subject")]
    [InlineData("""{"reference":"Patientt/p1"}""", IssueCode.Value, "Observation.subject")]
    [InlineData("""{"reference":"Patient?name=x"}""", IssueCode.NotSupported, "Observation.subject")]
    [InlineData(null, IssueCode.Required, "Observation.subject")]
    public void Anything_else_is_refused(string? json, IssueCode code, string expression) => Refused(Observation(("subject", json)), 422, code, expression);

    [Fact]
    public void A_contained_patient_without_an_identifier_is_nobody() =>
        Refused(Observation(("contained", """[{"resourceType":"Patient","id":"me"}]"""), ("subject", """{"reference":"#me"}""")), 422, IssueCode.NotFound, "Observation.subject");

    [Theory]
    [InlineData("""[{"reference":"Goal/g1"}]""", true)]
    [InlineData("""[{"reference":"Condition/c1"}]""", true)]
    [InlineData("""[{"reference":"Patient/p1"}]""", true)]
    [InlineData("""[{"reference":"Patient/child"}]""", false)]
    [InlineData("""[{"reference":"RelatedPerson/mother"}]""", false)]
    [InlineData("""[{"type":"RelatedPerson","display":"the mother"}]""", false)]
    public void A_focus_on_another_person_is_refused_and_on_a_thing_is_fine(string focus, bool accepted)
    {
        if (accepted) Accepted(Observation(("focus", focus)));
        else Refused(Observation(("focus", focus)), 422, IssueCode.BusinessRule, "Observation.focus[0]");
    }

    [Fact]
    public void Identifiers_labels_id_and_version_of_the_sender_are_read()
    {
        var reading = Read(Observation(
            ("id", "\"r1\""),
            ("meta", """{"versionId":"7","profile":["http://unknown/profile"],"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"42CFRPart2"}]}"""),
            ("identifier", """[{"value":"no system"},{"system":"http://ehr","value":"R1"},{"system":"http://ehr","value":"R1"}]""")));
        Assert.Equal(ReadingKind.Score, reading.Kind);
        Assert.Equal(("r1", "7"), (reading.SourceId, reading.SourceVersion));
        Assert.Equal(new FhirIdentifier("http://ehr", "R1"), Assert.Single(reading.Identifiers));
        Assert.Equal("42CFRPart2", Assert.Single(reading.Security).Code);
    }

    [Fact]
    public void What_is_not_modelled_is_no_reason_to_refuse() => Accepted(Observation(
        ("language", "\"en\""),
        ("text", """{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">A note</div>"}"""),
        ("encounter", """{"reference":"Encounter/e1"}"""),
        ("performer", """[{"reference":"Patient/p1"}]"""),
        ("device", """{"reference":"Device/d1"}"""),
        ("note", """[{"text":"said in passing"}]"""),
        ("method", """{"text":"phone"}"""),
        ("bodySite", """{"text":"none"}"""),
        ("referenceRange", """[{"high":{"value":4},"text":"minimal"}]"""),
        ("category", """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey"}]},{"text":"disability-status"}]"""),
        ("extension", """[{"url":"http://unknown/extension","valueString":"kept"}]""")));
}
