using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 3.2: which values mean one whole number.</summary>
public sealed class ScoreValueTests
{
    [Theory]
    [InlineData("valueInteger", "12", 12)]
    [InlineData("valueInteger", "0", 0)]
    [InlineData("valueInteger", "27", 27)]
    [InlineData("valueQuantity", """{"value":12}""", 12)]
    [InlineData("valueQuantity", """{"value":12,"code":"1"}""", 12)]
    [InlineData("valueQuantity", """{"value":12,"system":"http://unitsofmeasure.org","code":"{score}"}""", 12)]
    [InlineData("valueQuantity", """{"value":12,"code":"{#}","unit":"Punkte"}""", 12)]
    [InlineData("valueQuantity", """{"value":12,"unit":"score"}""", 12)]
    [InlineData("valueQuantity", """{"value":12,"unit":"points"}""", 12)]
    [InlineData("valueQuantity", """{"value":12.0}""", 12)]
    [InlineData("valueQuantity", """{"value":12.00}""", 12)]
    [InlineData("valueQuantity", """{"value":1.2e1}""", 12)]
    [InlineData("valueQuantity", """{"value":120E-1}""", 12)]
    [InlineData("valueQuantity", """{"value":0}""", 0)]
    [InlineData("valueString", "\"12\"", 12)]
    [InlineData("valueString", "\" 12 \"", 12)]
    [InlineData("valueString", "\"0\"", 0)]
    public void A_form_that_can_mean_only_one_whole_number_is_taken(string name, string json, int total) =>
        Assert.Equal(total, Accepted(WithValue(name, json)).Total);

    [Theory]
    [InlineData("valueQuantity", """{"value":12.5}""", "Observation.value.value")]
    [InlineData("valueQuantity", """{"value":12.0000000000000000000000000000000001}""", "Observation.value.value")]
    [InlineData("valueQuantity", """{"value":12,"comparator":"<"}""", "Observation.value.comparator")]
    [InlineData("valueQuantity", """{"value":12,"unit":"%"}""", "Observation.value.unit")]
    [InlineData("valueQuantity", """{"value":12,"unit":"mg"}""", "Observation.value.unit")]
    [InlineData("valueQuantity", """{"value":12,"system":"http://unitsofmeasure.org","code":"{T-score}"}""", "Observation.value.code")]
    [InlineData("valueQuantity", """{"value":12,"unit":"{T-score}"}""", "Observation.value.unit")]
    [InlineData("valueString", "\"12/27\"", "Observation.value")]
    [InlineData("valueString", "\"12 (moderate)\"", "Observation.value")]
    [InlineData("valueString", "\"twelve\"", "Observation.value")]
    [InlineData("valueString", "\"10-14\"", "Observation.value")]
    [InlineData("valueString", "\"12.5\"", "Observation.value")]
    [InlineData("valueString", "\" \"", "Observation.value")]
    [InlineData("valueRange", """{"low":{"value":10},"high":{"value":14}}""", "Observation.value")]
    [InlineData("valueRatio", """{"numerator":{"value":12},"denominator":{"value":27}}""", "Observation.value")]
    [InlineData("valueBoolean", "true", "Observation.value")]
    [InlineData("valueCodeableConcept", """{"text":"moderate"}""", "Observation.value")]
    [InlineData("valueInteger", "28", "Observation.value")]
    [InlineData("valueInteger", "300", "Observation.value")]
    [InlineData("valueInteger", "-1", "Observation.value")]
    [InlineData("valueQuantity", """{"value":1e400}""", "Observation.value")]
    [InlineData("valueQuantity", """{"value":1e99999999999}""", "Observation.value")]
    public void Whatever_may_mean_something_else_is_refused_at_its_place(string name, string json, string expression) =>
        Refused(WithValue(name, json), 422, IssueCode.BusinessRule, expression);

    [Theory]
    [InlineData("valueInteger", "12.0", IssueCode.Value)]
    [InlineData("valueInteger", "1e1", IssueCode.Value)]
    [InlineData("valueInteger", "\"12\"", IssueCode.Structure)]
    [InlineData("valueString", "\"\"", IssueCode.Structure)]
    [InlineData("valueString", "12", IssueCode.Structure)]
    public void A_value_of_broken_form_is_malformed(string name, string json, IssueCode code) =>
        Refused(WithValue(name, json), 400, code, "Observation.value");

    [Theory]
    [InlineData("44261-6", 27)]
    [InlineData("70274-6", 21)]
    [InlineData("101698-9", 80)]
    public void The_top_of_the_range_counts_and_one_above_does_not(string loinc, int top)
    {
        var code = $$"""{"coding":[{"system":"http://loinc.org","code":"{{loinc}}"}]}""";
        Assert.Equal(top, Accepted(Observation(("code", code), ("valueInteger", $"{top}"))).Total);
        Refused(Observation(("code", code), ("valueInteger", $"{top + 1}")), 422, IssueCode.BusinessRule, "Observation.value");
    }

    [Fact]
    public void A_total_with_neither_value_nor_reason_nor_members_is_refused_as_incomplete() =>
        Refused(Observation(("valueInteger", null)), 422, IssueCode.Required, "Observation.value");

    [Fact]
    public void A_quantity_without_a_number_is_refused_as_incomplete() =>
        Refused(WithValue("valueQuantity", """{"unit":"score"}"""), 422, IssueCode.Required, "Observation.value.value");

    [Theory]
    [InlineData("dataAbsentReason", """{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"asked-declined"}]}""")]
    [InlineData("hasMember", """[{"reference":"Observation/1"}]""")]
    [InlineData("_valueInteger", """{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}""")]
    public void A_total_that_says_why_it_has_no_value_is_kept_and_never_counts(string name, string json)
    {
        var reading = Read(Observation(("valueInteger", null), (name, json)));
        Assert.Equal(ReadingKind.KeptWithoutScore, reading.Kind);
        Assert.Null(reading.Score);
        Assert.Null(reading.Total);
        Assert.Equal("p1", reading.Subject!.Id);
    }

    [Fact]
    public void An_interpretation_that_contradicts_the_number_changes_nothing() =>
        Assert.Equal(12, Accepted(Observation(("interpretation", """[{"text":"severe"}]"""))).Total);

    /// <summary>Every whole number of the range in every accepted form, and every quarter between them.</summary>
    [Fact]
    public void Whole_numbers_are_taken_and_fractions_refused_over_the_whole_range()
    {
        for (var quarters = 0; quarters <= 27 * 4; quarters++)
        {
            var reading = Read(WithValue("valueQuantity", $$"""{"value":{{quarters / 4}}.{{quarters % 4 * 25:00}}}"""));
            Assert.Equal(quarters % 4 == 0 ? ReadingKind.Score : ReadingKind.Refused, reading.Kind);
            if (quarters % 4 == 0) Assert.Equal(quarters / 4, reading.Score!.Total);
        }
    }
}
