using Registry.Clinical;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Forms;

namespace Registry.UnitTests.Fhir;

/// <summary>What a QuestionnaireResponse means, row by row.</summary>
public sealed class ResponseTests
{
    private static readonly int?[] Twelve = [2, 2, 2, 2, 1, 1, 2, 0, 0];

    private static string Total(string json) => Item("/44261-6", $$"""{ {{json}} }""");

    private static ObservationReading Refused(string response, string expression, params FormMap[] forms)
    {
        var reading = Read(response, forms);
        Assert.True(reading.Kind is ReadingKind.Refused, reading.Kind.ToString());
        Assert.True(reading.Issues.Any(i => i.IsError && i.Expression == expression), Fixtures.Tell(reading.Issues));
        return reading;
    }

    [Theory]
    [InlineData("\"valueDecimal\":12")]
    [InlineData("\"valueDecimal\":12.0")]
    [InlineData("\"valueInteger\":12")]
    [InlineData("\"valueQuantity\":{\"value\":12,\"system\":\"http://unitsofmeasure.org\",\"code\":\"{score}\"}")]
    public void A_total_may_be_a_decimal_an_integer_or_a_quantity(string json)
    {
        var reading = Read(Response([.. Phq9(Twelve), Total(json)]));
        Assert.Equal((ReadingKind.Score, Instruments.Phq9, 12, "final"), (reading.Kind, reading.Score!.Instrument, reading.Score.Total, reading.Score.Status));
        Assert.Equal(Twelve, reading.Score.Items);
        Assert.Equal(new(2026, 3, 5), reading.Score.On);
    }

    [Fact]
    public void Without_a_total_the_sum_of_all_answers_is_the_score() => Assert.Equal(12, Read(Response(Phq9(Twelve))).Score!.Total);

    [Fact]
    public void Without_a_total_and_with_an_item_unanswered_there_is_no_score_and_the_answers_are_kept()
    {
        var reading = Read(Response(Phq9(2, 2, 2, 2, 1, 1, 2, null, 3)));
        Assert.Equal(ReadingKind.KeptWithoutScore, reading.Kind);
        Assert.Equal(3, reading.Items![8]);
        Assert.Null(reading.Total);
    }

    [Fact]
    public void A_fraction_is_no_total() => Refused(Response([.. Phq9(Twelve), Total("\"valueDecimal\":12.5")]), "QuestionnaireResponse.item[9].answer[0].value");

    [Fact]
    public void A_total_that_the_answers_contradict_is_refused_with_both_places_and_neither_number()
    {
        var reading = Refused(Response([.. Phq9(Twelve), Total("\"valueDecimal\":13")]), "QuestionnaireResponse.item[9].answer[0].value");
        Assert.Contains(reading.Issues, i => i.IsError && i.Expression == "QuestionnaireResponse.item");
        Assert.All(reading.Issues, i => Assert.DoesNotContain("1", i.Text, StringComparison.Ordinal));
        Assert.Equal(422, reading.Issues.Status);
    }

    [Theory]
    [InlineData(11, false)] // less than what was answered
    [InlineData(12, true)]
    [InlineData(15, true)] // three more from the one item unanswered
    [InlineData(16, false)]
    public void A_total_must_leave_room_for_what_was_not_answered(int total, bool taken) =>
        Assert.Equal(taken, Read(Response([.. Phq9(2, 2, 2, 2, 1, 1, 2, 0, null), Total($"\"valueInteger\":{total}")])).Kind is ReadingKind.Score);

    [Fact]
    public void An_answer_whose_code_and_ordinal_disagree_is_refused() =>
        Refused(Response([Item("/44250-9", Coded(1, ordinal: 2)), .. Phq9(Twelve).Skip(1)]), "QuestionnaireResponse.item[0].answer[0].value");

    [Theory]
    [InlineData("{\"valueInteger\":3}")]
    [InlineData("{\"valueDecimal\":3.0}")]
    [InlineData("{\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"daily\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":3}]}}")]
    public void An_answer_may_be_a_whole_number_or_any_code_with_its_points(string answer) =>
        Assert.Equal(15, Read(Response([.. Phq9(Twelve).SkipLast(1), Item("/44260-8", answer)])).Score!.Total);

    [Theory]
    [InlineData("{\"valueInteger\":4}")]
    [InlineData("{\"valueInteger\":-1}")]
    public void An_answer_out_of_range_is_refused(string answer) =>
        Refused(Response([.. Phq9(Twelve).SkipLast(1), Item("/44260-8", answer)]), "QuestionnaireResponse.item[8].answer[0].value");

    [Fact]
    public void Two_answers_to_one_item_are_refused() =>
        Refused(Response([.. Phq9(Twelve).SkipLast(1), Item("/44260-8", Coded(0), Coded(1))]), "QuestionnaireResponse.item[8].answer[1].value");

    [Theory]
    [InlineData("no", 4)]
    [InlineData("often", 6)]
    public void A_form_that_is_known_tells_what_its_linkIds_and_its_answers_mean_in_groups_too(string last, int expected)
    {
        var reading = Read(Response([LocalGroup(last), Item("sum", $$"""{"valueDecimal":{{expected}}}""")]), LocalPhq9());
        Assert.Equal((ReadingKind.Score, expected), (reading.Kind, reading.Score?.Total));
    }

    [Fact]
    public void A_form_that_is_not_known_is_named_by_its_address_and_waits()
    {
        var reading = Read(Response([LocalGroup("often")]));
        Assert.Equal((ReadingKind.NotOurs, Canonical), (reading.Kind, reading.Unrecognised?.System));
        Assert.Contains(reading.Issues, i => i.Text.Contains(Canonical, StringComparison.Ordinal));
    }

    [Fact]
    public void A_known_form_of_something_else_waits_for_nobody()
    {
        var form = Form($$"""{"resourceType":"Questionnaire","url":"{{Canonical}}","status":"active","item":[{"linkId":"q1","type":"string"}]}""");
        Assert.Null(Read(Response([LocalGroup("often")]), form).Unrecognised);
    }

    [Fact]
    public void A_PHQ_2_is_never_taken_for_a_PHQ_9()
    {
        Assert.Equal(ReadingKind.NotOurs, Read(Response(Phq9(3, 3))).Kind);
        Assert.Equal(ReadingKind.NotOurs, Read(Response([.. Phq9(3, 3), Item("/55758-7", """{"valueDecimal":6}""")])).Kind);
    }

    [Fact]
    public void Two_instruments_in_one_response_are_refused() =>
        Refused(Response([.. Phq9(Twelve), Item("69725-0", Coded(1))]), "QuestionnaireResponse.item[9]");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_instruments_in_one_response_do_not_silence_the_answer_about_self_harm_whichever_comes_first(bool phq9First)
    {
        string[] anxiety = [Item("69725-0", Coded(1)), Item("68509-9", Coded(1))];
        var mood = Phq9(2, 2, 2, 2, 1, 1, 2, 0, 1);
        var reading = Read(Response(phq9First ? [.. mood, .. anxiety] : [.. anxiety, .. mood]));
        Assert.Equal(ReadingKind.Refused, reading.Kind);
        Assert.True(reading.IsSafetyConcern);
    }

    [Theory]
    [InlineData("completed", ReadingKind.Score, "final")]
    [InlineData("amended", ReadingKind.Score, "amended")]
    [InlineData("in-progress", ReadingKind.KeptWithoutScore, "preliminary")]
    [InlineData("stopped", ReadingKind.KeptWithoutScore, "cancelled")]
    [InlineData("entered-in-error", ReadingKind.Retraction, "entered-in-error")]
    public void Only_a_finished_form_counts(string status, ReadingKind kind, string meaning)
    {
        var reading = Read(Response(Phq9(Twelve), ("status", $"\"{status}\"")));
        Assert.Equal((kind, meaning), (reading.Kind, reading.Status));
    }

    [Theory]
    [InlineData("authored", null, "QuestionnaireResponse.authored")]
    [InlineData("authored", "\"2026-03\"", "QuestionnaireResponse.authored")]
    [InlineData("authored", "\"2027-03-05\"", "QuestionnaireResponse.authored")]
    [InlineData("subject", null, "QuestionnaireResponse.subject")]
    [InlineData("subject", """{"reference":"Group/1"}""", "QuestionnaireResponse.subject")]
    [InlineData("subject", """{"reference":"https://elsewhere.example/fhir/Patient/1"}""", "QuestionnaireResponse.subject")]
    public void A_score_needs_its_day_and_its_patient(string name, string? json, string expression) => Refused(Response(Phq9(Twelve), (name, json)), expression);

    [Fact]
    public void A_refused_total_does_not_silence_the_answer_about_self_harm()
    {
        Assert.True(Read(Response([.. Phq9(2, 2, 2, 2, 1, 1, 2, 0, 1), Total("\"valueDecimal\":20")])).IsSafetyConcern);
        Assert.False(Read(Response([.. Phq9(Twelve), Total("\"valueDecimal\":20")])).IsSafetyConcern);
        Assert.False(Read(Response([.. Phq9(2, 2, 2, 2, 1, 1, 2, 0, 1), Total("\"valueDecimal\":20")], ("subject", null))).IsSafetyConcern);
    }

    [Fact]
    public void A_modifier_extension_that_is_not_known_is_refused() =>
        Refused(Response(Phq9(Twelve), ("modifierExtension", """[{"url":"urn:x","valueBoolean":true}]""")), "QuestionnaireResponse.modifierExtension");
}
