using System.Text;
using NodaTime;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

public sealed class PatientTests
{
    private static PatientReading Read(string properties)
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient",{{properties}}}"""));
        return PatientReading.Of(body.Resource!, Now);
    }

    [Fact]
    public void The_official_name_is_taken_before_the_usual_and_any_other()
    {
        const string Old = """{"use":"maiden","family":"Old"}""";
        const string Usual = """{"use":"usual","family":"Usual","given":["U"]}""";
        const string Official = """{"use":"official","family":"Official","given":["A","B"]}""";
        Assert.Equal("Official", Read($"\"name\":[{Old},{Usual},{Official}]").Family);
        Assert.Equal("Usual", Read($"\"name\":[{Old},{Usual}]").Family);
        Assert.Equal("Old", Read($"\"name\":[{Old}]").Family);
        Assert.Equal("Plain", Read($$"""  "name":[{{Old}},{"family":"Plain"}] """).Family);
        Assert.Equal(["A", "B"], Read($"\"name\":[{Official}]").Given);
        Assert.Null(Read("\"active\":true").Family);
    }

    [Theory]
    [InlineData("1975-05-25", true)]
    [InlineData("1975-05", false)]
    [InlineData("1975", false)]
    public void A_partial_birth_date_is_kept_as_text_and_is_no_day(string text, bool isDay)
    {
        var patient = Read($"\"birthDate\":\"{text}\"");
        Assert.Equal(text, patient.BirthDateText);
        Assert.Equal(isDay ? new LocalDate(1975, 5, 25) : null, patient.BirthDate);
        Assert.False(patient.IsRefused);
    }

    [Fact]
    public void Identifiers_count_only_with_system_and_value() =>
        Assert.Equal([new FhirIdentifier("http://h", "1")], Read("""  "identifier":[{"value":"x"},{"system":"http://h"},{"system":"http://h","value":"1"}] """).Identifiers);

    [Fact]
    public void A_day_of_death_and_a_yes_both_mean_deceased()
    {
        Assert.True(Read("\"deceasedBoolean\":true").IsDeceased);
        Assert.False(Read("\"deceasedBoolean\":false").IsDeceased);
        var died = Read("\"deceasedDateTime\":\"2026-01-02\"");
        Assert.Equal((true, new LocalDate(2026, 1, 2)), (died.IsDeceased, died.DeceasedOn));
        Assert.Null(Read("\"active\":true").IsDeceased);
    }

    [Fact]
    public void A_birth_in_the_future_is_refused()
    {
        Assert.Equal(422, Read("\"birthDate\":\"2026-11-23\"").Issues.Status);
        Assert.False(Read("\"birthDate\":\"2026-11-22\"").IsRefused);
    }

    [Fact]
    public void A_broken_patient_is_refused_without_an_exception() => Assert.True(Read("""  "name":"x","birthDate":7,"identifier":{} """).IsRefused);
}
