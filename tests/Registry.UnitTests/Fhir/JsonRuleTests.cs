using System.Text;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 1.8: the rules of FHIR JSON that libraries skip.</summary>
public sealed class JsonRuleTests
{
    private static void Malformed(string json, IssueCode code, string expression)
    {
        var issues = Issues(json);
        Assert.True(issues.Any(i => i.Status == 400 && i.Code == code && i.Expression == expression), Tell(issues));
        Assert.Equal(400, issues.Status);
    }

    private static void Violates(string json, IssueCode code, string expression)
    {
        var issues = Issues(json);
        Assert.True(issues.Any(i => i.Status == 422 && i.Code == code && i.Expression == expression), Tell(issues));
    }

    private static void Sound(string json) => Assert.True(Issues(json).Count == 0, Tell(Issues(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("""{"resourceType":"Observation",}""")]
    [InlineData("""{"resourceType":"Observation" /* why */}""")]
    [InlineData("""{"resourceType":"Observation","valueInteger":NaN}""")]
    [InlineData("""{"resourceType":"Observation","valueInteger":012}""")]
    public void What_is_not_one_json_object_is_malformed(string json) => Malformed(json, IssueCode.Structure, "");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"resourceType":1}""")]
    [InlineData("""{"resourceType":"Patientt"}""")]
    [InlineData("""{"resourceType":"observation"}""")]
    [InlineData("""{"status":"final"}""")]
    public void A_resource_must_say_what_it_is(string json) => Malformed(json, IssueCode.Structure, "");

    [Theory]
    [InlineData("""{"resourceType":"Patient","name":[]}""", "Patient.name")]
    [InlineData("""{"resourceType":"Patient","name":[{}]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"id":"a"}]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":""}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":null}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[null]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":null}""", "Patient.name")]
    [InlineData("""{"resourceType":"Patient","name":{"family":"A"}}""", "Patient.name")]
    [InlineData("""{"resourceType":"Patient","birthDate":["1970-01-01"]}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":1970}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","active":"true"}""", "Patient.active")]
    [InlineData("""{"resourceType":"Patient","name":["A"]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":[null]}]}""", "Patient.name[0].given[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null]}]}""", "Patient.name[0].given[1]")]
    public void Nulls_empties_and_wrong_types_are_malformed(string json, string expression) => Malformed(json, IssueCode.Structure, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","active":true,"active":true}""", "Patient.active")]
    [InlineData("""{"resourceType":"Patient","active":true,"\u0061ctive":true}""", "Patient.active")]
    [InlineData("""{"resourceType":"Patient","resourceType":"Patient"}""", "Patient")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"A","family":"A"}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}""", "Patient.deceased")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"_deceasedDateTime":{"extension":[{"url":"u","valueCode":"x"}]}}""", "Patient.deceased")]
    public void The_same_property_twice_and_two_types_of_one_choice_are_malformed(string json, string expression) => Malformed(json, IssueCode.Structure, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","nickname":"A"}""", "Patient")]
    [InlineData("""{"resourceType":"Patient","Active":true}""", "Patient")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"A","surname":"B"}]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","animal":{"species":{"text":"dog"}}}""", "Patient.animal")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"A","birthDate":"1970"}]}""", "Patient.name[0].birthDate")]
    [InlineData("""{"resourceType":"Patient","_name":[{"id":"a"}]}""", "Patient")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"A","resourceType":"HumanName"}]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"A"},"valueDecimal":1}""", "Observation.valueDecimal")]
    public void An_unknown_property_is_malformed_and_only_a_known_name_is_repeated(string json, string expression) => Malformed(json, IssueCode.Structure, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","id":"a b"}""", "Patient.id")]
    [InlineData("""{"resourceType":"Patient","id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", "Patient.id")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1970-01-01T00:00:00Z"}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1970-13"}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":"01/02/1970"}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","meta":{"lastUpdated":"2020-01-01"}}""", "Patient.meta.lastUpdated")]
    [InlineData("""{"resourceType":"Patient","meta":{"profile":["http://a b"]}}""", "Patient.meta.profile[0]")]
    [InlineData("""{"resourceType":"Patient","identifier":[{"system":"a b"}]}""", "Patient.identifier[0].system")]
    [InlineData("""{"resourceType":"Patient","language":" en"}""", "Patient.language")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":1.5}""", "Patient.multipleBirth")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":99999999999}""", "Patient.multipleBirth")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":-0}""", "Patient.multipleBirth")]
    [InlineData("""{"resourceType":"Patient","telecom":[{"rank":0}]}""", "Patient.telecom[0].rank")]
    [InlineData("""{"resourceType":"Patient","photo":[{"data":"a"}]}""", "Patient.photo[0].data")]
    [InlineData("""{"resourceType":"Patient","photo":[{"data":"äöü="}]}""", "Patient.photo[0].data")]
    [InlineData("""{"resourceType":"Patient","photo":[{"size":-1}]}""", "Patient.photo[0].size")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"empty","div":"plain"}}""", "Patient.text.div")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\u0000"}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\b"}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\ud800"}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\ud800\u0041"}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\udc00"}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueTime":"24:00:00"}]}""", "Patient.extension[0].value")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueTime":"10:00:00Z"}]}""", "Patient.extension[0].value")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueUuid":"urn:uuid:1"}]}""", "Patient.extension[0].value")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueOid":"urn:oid:1.02"}]}""", "Patient.extension[0].value")]
    public void A_text_that_does_not_fit_its_type_is_malformed(string json, string expression) => Malformed(json, IssueCode.Value, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","gender":"m"}""", "Patient.gender")]
    [InlineData("""{"resourceType":"Patient","name":[{"use":"best"}]}""", "Patient.name[0].use")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"made","div":"<div>a</div>"}}""", "Patient.text.status")]
    [InlineData("""{"resourceType":"Bundle","type":"invalid-type"}""", "Bundle.type")]
    [InlineData("""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"FETCH","url":"Patient"}}]}""", "Bundle.entry[0].request.method")]
    public void A_code_outside_a_required_binding_is_malformed(string json, string expression) => Malformed(json, IssueCode.CodeInvalid, expression);

    [Theory]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", "Observation.code")]
    [InlineData("""{"resourceType":"Bundle"}""", "Bundle.type")]
    [InlineData("""{"resourceType":"Patient","extension":[{"valueString":"a"}]}""", "Patient.extension[0].url")]
    [InlineData("""{"resourceType":"Patient","link":[{"type":"refer"}]}""", "Patient.link[0].other")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"empty"}}""", "Patient.text.div")]
    public void A_missing_obligatory_element_is_malformed(string json, string expression) => Malformed(json, IssueCode.Required, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u"}]}""", "Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueString":"a","extension":[{"url":"v","valueString":"b"}]}]}""", "Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","extension":{"url":"u","valueString":"a"}}""", "Patient.extension")]
    public void An_extension_has_an_address_and_either_a_value_or_extensions(string json, string expression) => Malformed(json, IssueCode.Structure, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","_birthDate":"a"}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","_birthDate":{}}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","_birthDate":{"value":"a"}}""", "Patient.birthDate.value")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A"],"_given":[{"id":"a"},{"id":"b"}]}]}""", "Patient.name[0].given")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null],"_given":[{"id":"a"},null]}]}""", "Patient.name[0].given[1]")]
    [InlineData("""{"resourceType":"Patient","name":[{"_given":[null]}]}""", "Patient.name[0].given[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A"],"_given":{"id":"a"}}]}""", "Patient.name[0].given")]
    public void A_companion_must_fit_its_primitive(string json, string expression) => Malformed(json, IssueCode.Structure, expression);

    [Theory]
    [InlineData("""{"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueDateTime":"1970-01-01T10:00:00Z"}]}}""")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1970-01-01","_birthDate":{"id":"a"}}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null,"C"],"_given":[null,{"id":"a"},null]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"_given":[{"id":"a"}]}]}""")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","extension":[{"url":"v","valueDecimal":1.10}]}]}""")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueTime":"23:59:59.5"},{"url":"u","valueUuid":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},{"url":"u","valueOid":"urn:oid:2.16.840.1"}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\ud83d\ude00 \u00e4\n"}]}""")]
    [InlineData("""{"resourceType":"Patient","photo":[{"data":"YWJj YWI="}]}""")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":2,"deceasedDateTime":"2020"}""")]
    public void What_R4_allows_passes(string json) => Sound(json);

    [Fact]
    public void A_byte_order_mark_and_line_ends_of_any_kind_are_tolerated()
    {
        var json = Observation().Replace(",", ",\r\n", StringComparison.Ordinal) + "\n";
        Assert.Equal(ReadingKind.Score, Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]).Kind);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("latin1")]
    public void Other_encodings_are_refused(string encoding)
    {
        using var body = FhirBody.Read(Encoding.GetEncoding(encoding).GetPreamble().Concat(Encoding.GetEncoding(encoding).GetBytes("""{"resourceType":"Patient","name":[{"family":"Müller"}]}""")).ToArray());
        Assert.Null(body.Resource);
        Assert.Equal(400, body.Issues.Status);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_hurts()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"url":"u","extension":[""", 1000));
        Malformed("""{"resourceType":"Patient","extension":[""" + deep, IssueCode.Structure, "");
    }

    [Fact]
    public void Ten_thousand_mistakes_make_a_hundred_issues() =>
        Assert.Equal(101, Issues($$"""{"resourceType":"Patient","name":[{{string.Join(',', Enumerable.Repeat("""{"use":"x"}""", 10_000))}}]}""").Count);

    [Fact]
    public void All_problems_of_a_body_are_told_at_once()
    {
        var reading = Read(Observation(("status", "\"done\""), ("valueInteger", "300"), ("effectiveDateTime", "\"2026-03\""), ("subject", """{"reference":"Group/1"}"""), ("issued", "\"x\"")));
        Assert.Equal(
            ["Observation.effective", "Observation.issued", "Observation.status", "Observation.subject", "Observation.value"],
            reading.Issues.Select(i => i.Expression).Order(StringComparer.Ordinal));
        Assert.Equal(400, reading.Issues.Status);
    }

    [Fact]
    public void A_value_beside_a_reason_for_its_absence_breaks_obs_6() =>
        Violates(Observation(("dataAbsentReason", """{"text":"asked"}""")), IssueCode.Invariant, "Observation.dataAbsentReason");

    [Theory]
    [InlineData("modifierExtension", """[{"url":"http://unknown","valueBoolean":true}]""", IssueCode.Extension, "Observation.modifierExtension")]
    [InlineData("implicitRules", "\"http://unknown\"", IssueCode.NotSupported, "Observation.implicitRules")]
    [InlineData("component", """[{"code":{"text":"a"},"modifierExtension":[{"url":"http://unknown","valueBoolean":true}]}]""", IssueCode.Extension, "Observation.component[0].modifierExtension")]
    public void An_unknown_modifier_must_not_be_processed(string name, string json, IssueCode code, string expression)
    {
        Violates(Observation((name, json)), code, expression);
        Refused(Observation((name, json)), 422, code, expression);
    }

    [Theory]
    [InlineData("""{"resourceType":"Device"}""")]
    [InlineData("""{"resourceType":"Device","id":"d","contained":[{"resourceType":"Device","id":"e"}]}""")]
    [InlineData("""{"resourceType":"Device","id":"d","meta":{"versionId":"1"}}""")]
    [InlineData("""{"resourceType":"Device","id":"d","meta":{"security":[{"code":"R"}]}}""")]
    public void Contained_resources_have_rules_of_their_own(string contained) =>
        Violates(Observation(("contained", $"[{contained}]"), ("device", """{"reference":"#d"}""")), IssueCode.Invariant, "Observation.contained[0]");

    [Fact]
    public void A_contained_resource_must_be_referred_to_and_a_local_reference_must_lead_somewhere()
    {
        Violates(Observation(("contained", """[{"resourceType":"Device","id":"d"}]""")), IssueCode.Invariant, "Observation.contained[0]");
        Violates(Observation(("device", """{"reference":"#d"}""")), IssueCode.Invariant, "Observation");
        Sound(Observation(("contained", """[{"resourceType":"Device","id":"d"}]"""), ("device", """{"reference":"#d"}""")));
        Sound(Observation(("contained", """[{"resourceType":"Provenance","id":"d","target":[{"reference":"#"}]}]""")));
    }

    [Theory]
    [InlineData("""{"resourceType":"Device","a":null}""")]
    [InlineData("""{"resourceType":"Device","a":""}""")]
    [InlineData("""{"resourceType":"Device","a":[]}""")]
    [InlineData("""{"resourceType":"Device","a":{}}""")]
    [InlineData("""{"resourceType":"Device","a":1,"a":1}""")]
    [InlineData("""{"resourceType":"Device","a":"\u0001"}""")]
    public void Resources_of_other_types_keep_the_rules_of_json_too(string json) => Malformed(json, IssueCode.Structure, "Device");
}
