using NodaTime;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>R4 search, 3.1.1.</summary>
public sealed class SearchTests
{
    private static FhirSearch Parse(string name, string value, bool lenient = false) => Parse([(name, value)], lenient);

    private static FhirSearch Parse((string Name, string Value)[] parameters, bool lenient = false) =>
        FhirSearch.Parse("Observation", parameters.Select(p => new KeyValuePair<string, string>(p.Name, p.Value)), new(Base, DateTimeZone.Utc, Now, Lenient: lenient));

    [Theory]
    [InlineData("patient", "123")]
    [InlineData("patient", "Patient/123")]
    [InlineData("subject", "Patient/123")]
    [InlineData("patient", Base + "/Patient/123")]
    public void A_patient_is_named_by_id_in_any_form(string name, string value) =>
        Assert.Equal(new ReferenceCriterion("123", null), Assert.Single(Assert.Single(Parse(name, value).Patients)));

    [Theory]
    [InlineData("http://elsewhere/fhir/Patient/123")]
    [InlineData("Group/123")]
    public void A_patient_elsewhere_finds_nothing_and_is_no_error(string value)
    {
        var search = Parse("patient", value);
        Assert.Empty(search.Issues);
        Assert.Equal(default, Assert.Single(Assert.Single(search.Patients)));
    }

    [Fact]
    public void A_patient_is_named_by_identifier() =>
        Assert.Equal(new FhirIdentifier("http://h|x", "M,1"), Parse("patient:identifier", @"http://h\|x|M\,1").Patients[0][0].Identifier);

    [Theory]
    [InlineData("a", null, "a")]
    [InlineData("http://s|a", "http://s", "a")]
    [InlineData("|a", "", "a")]
    [InlineData("http://s|", "http://s", null)]
    [InlineData(@"http://s|a\,b", "http://s", "a,b")]
    [InlineData(@"http://s|a\|b", "http://s", "a|b")]
    [InlineData(@"a\\b", null, @"a\b")]
    public void A_token_has_up_to_two_parts(string value, string? system, string? code) =>
        Assert.Equal(new TokenCriterion(system, code), Assert.Single(Assert.Single(Parse("code", value).Tokens("code"))));

    [Fact]
    public void A_token_without_a_system_matches_only_codes_without_one()
    {
        Assert.True(new TokenCriterion("", "a").Matches(null, "a"));
        Assert.False(new TokenCriterion("", "a").Matches("http://s", "a"));
        Assert.True(new TokenCriterion(null, "a").Matches("http://s", "a"));
        Assert.False(new TokenCriterion(null, "a").Matches("http://s", "A"));
        Assert.True(new TokenCriterion("http://s", null).Matches("http://s", "b"));
    }

    [Fact]
    public void Commas_widen_and_repetition_narrows()
    {
        var search = Parse([("code", "a,b"), ("code", "c"), ("date", "ge2026-01-01"), ("date", "lt2026-02-01,2027"), ("status", "final,http://hl7.org/fhir/observation-status|amended")]);
        Assert.Empty(search.Issues);
        Assert.Equal([2, 1], search.Tokens("code").Select(c => c.Count));
        Assert.Equal([1, 2], search.Dates("date").Select(d => d.Count));
        Assert.Equal(["final", "amended"], Assert.Single(search.Tokens("status")).Select(t => t.Code));
    }

    [Theory]
    [InlineData("patient", "")]
    [InlineData("patient", "a b")]
    [InlineData("patient", "Patientt/1")]
    [InlineData("patient", "1,,2")]
    [InlineData("patient:identifier", "M1")]
    [InlineData("patient:identifier", "|M1")]
    [InlineData("code", "a|b|c")]
    [InlineData("code", "|")]
    [InlineData("code", "a,")]
    [InlineData("date", "2026-13")]
    [InlineData("date", "xx2026")]
    [InlineData("date", "ge")]
    [InlineData("date", "2026-03-05T10:00:00 05:00")]
    [InlineData("status", "finished")]
    [InlineData("_id", "a_b")]
    [InlineData("_count", "-1")]
    [InlineData("_count", "1.5")]
    [InlineData("_sort", "score")]
    [InlineData("_sort", "date,-date")]
    [InlineData("_total", "some")]
    [InlineData("_summary", "some")]
    [InlineData("_elements", "")]
    [InlineData("_elements", "value[x]")]
    [InlineData("_include", "Observation:performer")]
    [InlineData("_sort", "--date")]
    [InlineData("_sort", "date,code")]
    [InlineData("value-quantity", "xx5")]
    [InlineData("value-quantity", "5|")]
    [InlineData("value-quantity", "five")]
    [InlineData("_lastUpdated", "yesterday")]
    [InlineData("_filter", "code eq a")]
    [InlineData("code:not", "a")]
    [InlineData("code:missing", "true")]
    [InlineData("patient.name", "a")]
    [InlineData("_has:Group:member:_id", "a")]
    [InlineData("value-string", "5")]
    [InlineData("Code", "a")]
    public void What_is_not_understood_is_a_400_and_never_ignored(string name, string value)
    {
        var search = Parse(name, value);
        Assert.Equal(400, search.Issues.Status);
        Assert.DoesNotContain(search.Issues, i => value.Length > 3 && i.Text.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void Lenient_leaves_out_unknown_parameters_but_no_modifiers_and_the_self_link_shows_it()
    {
        var search = Parse([("colour", "red"), ("status", "final")], lenient: true);
        Assert.Empty(search.Issues);
        Assert.Equal("status=final&_count=20", search.Query);
        Assert.Equal(400, Parse("code:not", "a", lenient: true).Issues.Status);
        Assert.Equal(400, Parse("date", "x", lenient: true).Issues.Status);
    }

    [Fact]
    public void The_self_link_says_what_was_used_in_encoded_form() =>
        Assert.Equal("patient=Patient%2F1&code=http%3A%2F%2Floinc.org%7C44261-6&date=ge2026-03-05T10%3A00%3A00%2B05%3A00&_sort=-date&_total=accurate&_count=200",
            Parse([("_sort", "-date"), ("patient", "Patient/1"), ("_count", "5000"), ("code", "http://loinc.org|44261-6"), ("_total", "accurate"), ("date", "ge2026-03-05T10:00:00+05:00"), ("_format", "json")]).Query);

    [Fact]
    public void Counting_only_is_asked_for_in_two_ways()
    {
        Assert.True(Parse("_summary", "count").CountOnly);
        Assert.True(Parse("_count", "0").CountOnly);
        Assert.False(Parse("_count", "1").CountOnly);
        Assert.Equal(200, Parse("_count", "99999999999999").Count);
    }

    [Fact]
    public void One_key_sorts_in_either_direction()
    {
        Assert.Null(Parse("status", "final").Sort);
        Assert.Equal(new SortKey("code", false), Parse("_sort", "code").Sort);
        Assert.Equal(new SortKey("_lastUpdated", true), Parse("_sort", "-_lastUpdated").Sort);
    }

    [Theory]
    [InlineData("identifier=http://h|1", "http://h", "1")]
    [InlineData("?identifier=http://h|1", "http://h", "1")]
    [InlineData("identifier=http%3A%2F%2Fh%7C1%2C5", null, null)]
    [InlineData("identifier=http%3A%2F%2Fh%7C1%5C%2C5", "http://h", "1,5")]
    [InlineData(@"identifier=http://h|a\|b", "http://h", "a|b")]
    [InlineData("identifier=1", null, null)]
    [InlineData("identifier=|1", null, null)]
    [InlineData("identifier=http://h|", null, null)]
    [InlineData("identifier=http://h|1,http://h|2", null, null)]
    [InlineData("identifier=http://h|1&status=final", null, null)]
    [InlineData("status=final", null, null)]
    [InlineData("identifier=http://h|%00", null, null)]
    [InlineData("identifier=http://h|%ff", null, null)]
    [InlineData("", null, null)]
    public void A_condition_is_one_whole_identifier_or_refused(string criteria, string? system, string? value)
    {
        var parsed = IfNoneExist.Parse(criteria);
        Assert.Equal(system is null ? null : new FhirIdentifier(system, value!), parsed.Identifier);
        Assert.Equal(system is null ? 400 : null, parsed.Issue?.Status);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("*/*", null, true)]
    [InlineData("application/fhir+json", null, true)]
    [InlineData("application/fhir+json; fhirVersion=4.0", null, true)]
    [InlineData("application/fhir+json; fhirVersion=3.0", null, false)]
    [InlineData("application/json", null, true)]
    [InlineData("text/json", null, true)]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", null, true)]
    [InlineData("application/fhir+xml", null, false)]
    [InlineData("application/json;q=0", null, false)]
    [InlineData("text/html", "json", true)]
    [InlineData("text/html", "application/fhir+json", true)]
    [InlineData("text/html", "application/fhir json", true)]
    [InlineData("application/json", "xml", false)]
    [InlineData("application/json", "*/*", false)]
    public void Json_is_given_to_whoever_takes_it(string? accept, string? format, bool ok) => Assert.Equal(ok, FhirMedia.IsAcceptable(accept, format));

    [Theory]
    [InlineData(null, true)]
    [InlineData("application/fhir+json", true)]
    [InlineData("application/fhir+json; charset=utf-8", true)]
    [InlineData("Application/JSON", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/fhir+xml", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("*/*", false)]
    public void Only_json_is_read(string? contentType, bool ok) => Assert.Equal(ok, FhirMedia.IsReadable(contentType));

    [Theory]
    [InlineData("12", 12, 12)]
    [InlineData("eq12", 12, 12)]
    [InlineData("12.0", 12, 12)]
    [InlineData("1.2e1", 12, 12)]
    [InlineData("10e0", 10, 10)]
    [InlineData("1e1", 5, 14)]
    [InlineData("gt12", 13, 27)]
    [InlineData("ge12", 12, 27)]
    [InlineData("ge11.5", 12, 27)]
    [InlineData("lt12", 0, 11)]
    [InlineData("le12", 0, 12)]
    [InlineData("gt12.5", 13, 27)]
    [InlineData("sa12", 13, 27)]
    [InlineData("eb12", 0, 11)]
    [InlineData("ap20", 18, 22)]
    [InlineData("12.5", 1, 0)]
    public void A_quantity_finds_the_whole_numbers_that_its_digits_leave_open(string text, int first, int last)
    {
        var criterion = Assert.Single(Assert.Single(Parse("value-quantity", text).Quantities("value-quantity")));
        Assert.Equal(Enumerable.Range(first, Math.Max(0, last - first + 1)), Enumerable.Range(0, 28).Where(n => n >= criterion.From && n < criterion.Below));
    }

    [Theory]
    [InlineData("12", true)]
    [InlineData("12|http://unitsofmeasure.org|{score}", true)]
    [InlineData("12||1", true)]
    [InlineData("12|http://unitsofmeasure.org|mg", false)]
    [InlineData("12|http://example.org|{score}", false)]
    public void A_score_has_no_unit_but_its_own(string text, bool found) => Assert.Equal(found, Parse("value-quantity", text).Quantities("value-quantity")[0][0].IsOfScores);

    [Theory]
    [InlineData("Patient", "family", "Ash")]
    [InlineData("Patient", "birthdate", "1980")]
    [InlineData("EpisodeOfCare", "status", "active")]
    [InlineData("Encounter", "class", "AMB")]
    [InlineData("Encounter", "episode-of-care", "EpisodeOfCare/1")]
    [InlineData("Group", "member", "Patient/1")]
    public void Each_type_takes_its_own_parameters_and_no_other_types(string type, string name, string value)
    {
        Assert.Empty(FhirSearch.Parse(type, [new(name, value)], new(Base, DateTimeZone.Utc, Now)).Issues);
        if (name != "status") Assert.Equal(400, Parse(name, value).Issues.Status);
    }
}
