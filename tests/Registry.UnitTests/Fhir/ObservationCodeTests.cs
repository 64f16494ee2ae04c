using Registry.Clinical;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 1.1 and 3.2: what a code makes of an Observation.</summary>
public sealed class ObservationCodeTests
{
    private static string Coding(string system, string code, string? display = null) =>
        $$"""{"system":"{{system}}","code":"{{code}}"{{(display is null ? "" : $",\"display\":\"{display}\"")}}}""";

    private static string Concept(params string[] codings) => $$"""{"coding":[{{string.Join(',', codings)}}]}""";

    private static string Component(string code, string value) => $$"""[{"code":{{code}},{{value}}}]""";

    [Theory]
    [InlineData("44261-6", "phq-9")]
    [InlineData("70274-6", "gad-7")]
    [InlineData("101698-9", "pcl-5")]
    public void Each_total_code_is_the_score_of_its_instrument(string loinc, string instrument) =>
        Assert.Equal(instrument, Accepted(Observation(("code", Concept(Coding("http://loinc.org", loinc))))).Instrument.Code);

    [Fact]
    public void Any_coding_that_is_a_total_decides_in_any_order()
    {
        var local = Coding("urn:oid:1.2.840.114350.1", "F1");
        var loinc = Coding("http://loinc.org", "44261-6");
        var other = Coding("http://loinc.org", "11111-1");
        foreach (var concept in new[] { Concept(local, loinc), Concept(loinc, local), Concept(other, local, loinc), Concept(loinc, Coding("http://snomed.info/sct", "720433000")) })
            Assert.Equal(Instruments.Phq9, Accepted(Observation(("code", concept))).Instrument);
    }

    [Fact]
    public void Two_instruments_in_one_code_are_refused() =>
        Refused(Observation(("code", Concept(Coding("http://loinc.org", "44261-6"), Coding("http://loinc.org", "70274-6")))), 422, IssueCode.BusinessRule, "Observation.code");

    [Fact]
    public void Loinc_by_its_oid_is_understood_with_a_warning()
    {
        var reading = Read(Observation(("code", Concept(Coding("urn:oid:2.16.840.1.113883.6.1", "44261-6")))));
        Assert.Equal(ReadingKind.Score, reading.Kind);
        Assert.Contains(reading.Issues, i => i is { Severity: IssueSeverity.Warning, Code: IssueCode.CodeInvalid });
    }

    [Theory]
    [InlineData("http://loinc.org/")]
    [InlineData("https://loinc.org")]
    [InlineData("HTTP://LOINC.ORG")]
    [InlineData(null)]
    public void A_near_miss_of_the_loinc_address_is_not_ours_and_the_answer_names_the_right_one(string? system)
    {
        var coding = system is null ? """{"code":"44261-6"}""" : Coding(system, "44261-6");
        var reading = IsNotOurs(Observation(("code", Concept(coding))));
        Assert.Contains(reading.Issues, i => i.Text.EndsWith("http://loinc.org.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"text":"PHQ-9 total score"}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"55758-7"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"89204-2"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"75626-2"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"54654-9"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"70221-7"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"71549-8"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"91722-1"}]}""")]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"73831-0"}]}""")]
    [InlineData("""{"coding":[{"system":"http://snomed.info/sct","code":"720433000"}]}""")]
    [InlineData(Local)]
    public void Another_instrument_a_local_code_or_mere_text_is_not_ours(string code) => IsNotOurs(Observation(("code", code)));

    [Theory]
    [InlineData("71549-8", "101698-9")]
    [InlineData("91722-1", "101698-9")]
    [InlineData("55758-7", "PHQ-2")]
    [InlineData("44250-9", "44261-6")]
    [InlineData("69722-7", "44261-6")]
    [InlineData("68509-9", "70274-6")]
    public void The_answer_to_a_wrong_code_names_what_is_meant(string sent, string named) =>
        Assert.Contains(named, IsNotOurs(Observation(("code", Concept(Coding("http://loinc.org", sent))))).Issues[0].Text, StringComparison.Ordinal);

    [Fact]
    public void A_single_item_is_never_a_total()
    {
        foreach (var instrument in Instruments.Tracked)
        {
            // The answer about self-harm is kept as one, and is no total either.
            foreach (var item in instrument.ItemLoincs.Where((_, i) => i + 1 != instrument.SelfHarmItem))
                Assert.Equal(instrument, IsNotOurs(Observation(("code", Concept(Coding("http://loinc.org", item))), ("valueInteger", "3"))).Instrument);
        }
    }

    [Theory]
    [InlineData("44249-1", "44261-6")]
    [InlineData("69737-5", "70274-6")]
    [InlineData("101697-1", "101698-9")]
    public void A_panel_with_a_value_is_refused_and_the_answer_names_the_total(string panel, string total)
    {
        var json = Observation(("code", Concept(Coding("http://loinc.org", panel))));
        Refused(json, 422, IssueCode.BusinessRule, "Observation.code");
        Assert.Equal($"{panel} is the panel; send the total as {total}.", Read(json).Issues[0].Text);
    }

    [Theory]
    [InlineData("hasMember", """[{"reference":"Observation/1"}]""")]
    [InlineData("derivedFrom", """[{"reference":"QuestionnaireResponse/1"}]""")]
    public void A_panel_without_a_value_groups_and_holds_no_score(string name, string json)
    {
        var reading = Read(Observation(("code", Panel), ("valueInteger", null), (name, json)));
        Assert.Equal(ReadingKind.KeptWithoutScore, reading.Kind);
        Assert.Equal(Instruments.Phq9, reading.Instrument);
        Assert.False(reading.Issues.HasErrors);
    }

    [Theory]
    [InlineData(Local)]
    [InlineData(Panel)]
    public void A_total_in_a_component_under_a_local_or_panel_code_is_taken_once(string code)
    {
        var score = Accepted(Observation(("code", code), ("valueInteger", null), ("component", Component(Phq9, "\"valueInteger\":3"))));
        Assert.Equal((Instruments.Phq9, 3), (score.Instrument, score.Total));
    }

    [Fact]
    public void The_total_of_another_instrument_in_a_component_is_refused() =>
        Refused(Observation(("component", Component(Gad7, "\"valueInteger\":3"))), 422, IssueCode.BusinessRule, "Observation.code");

    [Fact]
    public void Two_totals_in_components_are_refused() =>
        Refused(Observation(("code", Local), ("valueInteger", null), ("component", $$"""[{"code":{{Phq9}},"valueInteger":3},{"code":{{Gad7}},"valueInteger":3}]""")),
            422, IssueCode.BusinessRule, "Observation.component[1].code");

    [Fact]
    public void The_same_total_twice_is_refused() =>
        Refused(Observation(("code", Local), ("valueInteger", null), ("component", $$"""[{"code":{{Phq9}},"valueInteger":3},{"code":{{Phq9}},"valueInteger":3}]""")),
            422, IssueCode.BusinessRule, "Observation.component[1]");

    [Fact]
    public void A_value_beside_a_component_of_the_same_code_breaks_obs_7() =>
        Refused(Observation(("component", Component(Phq9, "\"valueInteger\":3"))), 422, IssueCode.Invariant, "Observation.component[0]");

    [Fact]
    public void The_code_wins_over_a_display_that_contradicts_it()
    {
        var reading = Read(Observation(("code", Concept(Coding("http://loinc.org", "44261-6", "GAD-7 total score")))));
        Assert.Equal(Instruments.Phq9, reading.Score!.Instrument);
        Assert.Contains(reading.Issues, i => i.Severity == IssueSeverity.Warning);
        Assert.Empty(Read(Observation(("code", Concept(Coding("http://loinc.org", "44261-6", "PHQ-9 total"))))).Issues);
    }

    private static string Items(Instrument instrument, params int[] answers) =>
        "[" + string.Join(',', answers.Select((a, i) => $$"""{"code":{{Concept(Coding("http://loinc.org", instrument.ItemLoincs[i]))}},"valueInteger":{{a}}}""")) + "]";

    [Fact]
    public void Answers_in_components_come_with_the_score()
    {
        var score = Accepted(Observation(("component", Items(Instruments.Phq9, 2, 2, 2, 2, 1, 1, 2, 0, 0))));
        Assert.Equal([2, 2, 2, 2, 1, 1, 2, 0, 0], score.Items!);
    }

    [Fact]
    public void Coded_answers_are_read_by_code_or_ordinal()
    {
        const string Answer = """{"coding":[{"system":"http://loinc.org","code":"LA6571-9"}]}""";
        const string Ordinal = """{"coding":[{"system":"http://local","code":"often","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}]}""";
        const string Torn = """{"coding":[{"system":"http://loinc.org","code":"LA6571-9","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}]}""";
        var codes = Instruments.Phq9.ItemLoincs.Select(code => Concept(Coding("http://loinc.org", code))).ToArray();
        var component = $$"""[{"code":{{codes[8]}},"valueCodeableConcept":{{Answer}}},{"code":{{codes[0]}},"valueCodeableConcept":{{Ordinal}}},{"code":{{codes[1]}},"valueCodeableConcept":{{Torn}}}]""";
        var items = Accepted(Observation(("component", component))).Items!;
        Assert.Equal((2, null, 3), (items[0], items[1], items[8]));
    }

    [Fact]
    public void A_total_that_is_not_the_sum_of_all_its_answers_is_refused() =>
        Refused(Observation(("component", Items(Instruments.Phq9, 2, 2, 2, 2, 1, 1, 2, 0, 1))), 422, IssueCode.BusinessRule, "Observation.value");

    [Fact]
    public void A_total_with_some_answers_missing_is_not_held_against_them() =>
        Assert.Equal(12, Accepted(Observation(("component", Items(Instruments.Phq9, 1, 1)))).Total);

    [Fact]
    public void An_answer_out_of_range_is_refused() =>
        Refused(Observation(("component", Items(Instruments.Phq9, 4))), 422, IssueCode.BusinessRule, "Observation.component[0].value");

    [Fact]
    public void A_panel_with_answers_and_no_total_keeps_the_answers_and_makes_no_score()
    {
        var reading = Read(Observation(("code", Panel), ("valueInteger", null), ("component", Items(Instruments.Phq9, 0, 0, 0, 0, 0, 0, 0, 0, 2))));
        Assert.Equal(ReadingKind.KeptWithoutScore, reading.Kind);
        Assert.Equal(2, reading.Items![8]);
    }

    [Fact]
    public void The_answer_about_self_harm_is_kept_although_it_is_no_score()
    {
        var item9 = """{"coding":[{"system":"http://loinc.org","code":"44260-8"}]}""";
        var reading = Read(Observation(("code", item9), ("valueInteger", null), ("valueCodeableConcept", """{"coding":[{"system":"http://loinc.org","code":"LA6569-3"}]}""")));
        Assert.Equal((ReadingKind.KeptWithoutScore, 1), (reading.Kind, reading.Items![8]));
        Assert.Null(reading.Total);
        IsNotOurs(Observation(("code", item9), ("valueInteger", "9")));
        IsNotOurs(Observation(("code", item9), ("subject", null)));
    }

    [Fact]
    public void A_refused_total_does_not_silence_the_answer_about_self_harm_in_a_component()
    {
        var items = $"[{string.Join(',', Instruments.Phq9.ItemLoincs.Select(code => $$"""{"code":{"coding":[{"system":"http://loinc.org","code":"{{code}}"}]},"valueInteger":1}"""))}]";
        var reading = Read(Observation(("component", items), ("valueInteger", "20")));
        Assert.Equal((ReadingKind.Refused, true), (reading.Kind, reading.IsSafetyConcern));
    }

    [Theory]
    [InlineData("""[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey"}]}]""", true)]
    [InlineData("""[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}]""", false)]
    public void A_whole_number_under_a_code_of_the_senders_own_may_wait_for_a_mapping(string category, bool survey)
    {
        var reading = IsNotOurs(Observation(("code", Local), ("category", category)));
        Assert.Equal(("urn:oid:1.2.840.114350.1", "F1", survey), (reading.Unrecognised!.System, reading.Unrecognised.Code, reading.Unrecognised.IsSurvey));
    }

    [Theory]
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"55758-7"}]}""", "12")] // a PHQ-2
    [InlineData("""{"coding":[{"system":"http://loinc.org","code":"71549-8"},{"system":"urn:x","code":"PCL5"}]}""", "12")] // passed off as a PCL-5
    [InlineData("""{"coding":[{"system":"http://loinc.org/","code":"44261-6"}]}""", "12")]
    [InlineData("""{"coding":[{"system":"http://snomed.info/sct","code":"720433000"}]}""", "12")]
    [InlineData("""{"text":"PHQ-9"}""", "12")]
    [InlineData("""{"coding":[{"system":"urn:x","code":"weight"}]}""", "92")] // no instrument goes so high
    public void What_is_known_to_be_none_of_ours_waits_for_nothing(string code, string value) =>
        Assert.Null(IsNotOurs(Observation(("code", code), ("valueInteger", value))).Unrecognised);

    [Fact]
    public void A_code_of_the_senders_own_that_was_mapped_is_a_total()
    {
        var mapped = Context with { LocalCodes = new Dictionary<(string, string), Instrument> { [("urn:oid:1.2.840.114350.1", "F1")] = Instruments.Gad7 } };
        Assert.Equal(("gad-7", 12), (Read(Observation(("code", Local)), mapped).Score!.Instrument.Code, 12));
        Assert.Equal(ReadingKind.Refused, Read(Observation(("code", Local), ("valueInteger", "22")), mapped).Kind);
    }
}
