using System.Text;
using System.Text.Json;
using NodaTime;
using Registry.Clinical;
using Registry.Examples;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>What is written from the registry's own rows is R4, by the official schema.</summary>
public sealed class CareResourceWriterTests
{
    private const string Labels = """[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]""";

    private static ResourceHead Head(string type) => new(type, "01980000-0000-7000-8000-000000000001", "2", Now, Labels);

    public static TheoryData<EpisodeStatus, string> Standing => new()
    {
        { EpisodeStatus.Referred, "planned" }, { EpisodeStatus.Treatment, "active" }, { EpisodeStatus.RelapsePrevention, "active" }, { EpisodeStatus.Inactive, "finished" },
    };

    [Theory]
    [MemberData(nameof(Standing))]
    public void An_episode_is_an_episode_of_care_with_its_history(EpisodeStatus status, string expected)
    {
        var changes = new[] { EpisodeStatus.Referred, EpisodeStatus.Treatment, EpisodeStatus.RelapsePrevention, EpisodeStatus.Inactive }
            .TakeWhile(s => s <= status).Select((s, i) => new StatusChange(new LocalDate(2026, 1 + i, 5), s)).ToList();
        var ended = status is EpisodeStatus.Inactive ? changes[^1].On : (LocalDate?)null;
        var written = EpisodeOfCareJson.Write(new(Head("EpisodeOfCare"), "p1", changes[0].On, ended, ended is null ? null : "graduated", changes), Base);

        Assert.Empty(OfficialSchema.Problems(written));
        var read = JsonDocument.Parse(written).RootElement;
        Assert.Equal((expected, changes.Count), (read.GetProperty("status").GetString(), read.GetProperty("statusHistory").GetArrayLength()));
        Assert.Equal("R", read.GetProperty("meta").GetProperty("security")[0].GetProperty("code").GetString());
    }

    [Fact]
    public void A_referral_that_was_closed_was_cancelled() =>
        Assert.Contains("\"status\":\"cancelled\"", Encoding.UTF8.GetString(EpisodeOfCareJson.Write(new(Head("EpisodeOfCare"), "p1", new(2026, 1, 5), new(2026, 2, 5), "ineligible",
            [new(new(2026, 1, 5), EpisodeStatus.Referred), new(new(2026, 2, 5), EpisodeStatus.Inactive)]), Base)), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false, true, "finished", "AMB")]
    [InlineData(false, false, false, "cancelled", "VR")]
    [InlineData(true, true, false, "entered-in-error", "VR")]
    public void A_contact_is_an_encounter(bool kept, bool enteredInError, bool inPerson, string status, string where)
    {
        foreach (var at in new Instant?[] { null, Instant.FromUtc(2026, 3, 6, 4, 30) })
        {
            var written = EncounterJson.Write(new(Head("Encounter"), "p1", "e1", "s1", "follow-up", inPerson ? "in-person" : "phone", inPerson, new(2026, 3, 5), at, Offset.FromHours(-5), 20, kept, enteredInError), Base);
            Assert.Empty(OfficialSchema.Problems(written));
            var read = JsonDocument.Parse(written).RootElement;
            Assert.Equal((status, where), (read.GetProperty("status").GetString(), read.GetProperty("class").GetProperty("code").GetString()));
            Assert.Equal(at is null ? "2026-03-05" : "2026-03-05T23:30:00-05:00", read.GetProperty("period").GetProperty("start").GetString());
        }
    }

    [Fact]
    public void A_raised_flag_is_a_flag_with_its_evidence()
    {
        var score = Guid.Parse("01980000-0000-7000-8000-000000000009");
        var written = FlagJson.Write(new(new("Flag", "e1.F01"), "p1", "e1", new RaisedFlag("F01", "safety.item9", FlagSeverity.Critical, new(2026, 3, 5), "Why.",
            [new("last", 20, new(2026, 3, 5), score, "phq-9"), new("limitDays", 30)], null, "Rule.", "nys-2025"), "critical"), Base);
        Assert.Empty(OfficialSchema.Problems(written));
        Assert.Contains($"\"reference\":\"Observation/{score}\"", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"Why.\"", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }

    [Fact]
    public void A_caseload_is_a_group_of_real_persons()
    {
        foreach (var members in new (string, LocalDate)[][] { [], [("p1", new(2026, 3, 5)), ("p2", new(2026, 3, 6))] })
        {
            var written = GroupJson.Write(new(new("Group", "g1"), "Caseload of somebody", members), Base);
            Assert.Empty(OfficialSchema.Problems(written));
            Assert.Equal(members.Length, JsonDocument.Parse(written).RootElement.GetProperty("quantity").GetInt32());
        }
    }

    [Fact]
    public void The_schema_would_notice()
    {
        if (SharedExamples.Schema is null) return;
        Assert.NotEmpty(OfficialSchema.Problems("""{"resourceType":"Group","type":"person","colour":"red"}"""u8.ToArray()));
        Assert.NotEmpty(OfficialSchema.Problems("""{"resourceType":"Encounter","status":"over"}"""u8.ToArray()));
    }

    [Fact]
    public void A_page_is_labelled_as_its_most_protected_entry_is()
    {
        var labels = new SecurityLabels();
        foreach (var code in new[] { "N", "V", "R" })
            labels.Add(Encoding.UTF8.GetBytes($$$"""{"resourceType":"Observation","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"{{{code}}}"},{"system":"urn:own","code":"x"}]}}"""));
        labels.Add("""{"resourceType":"Observation","note":[{"text":"\"security\""}]}"""u8.ToArray());
        var page = Encoding.UTF8.GetString(BundleJson.Searchset([], new(null, "s", null, Now, labels)));
        Assert.Contains("""
            "meta":{"lastUpdated":"2026-11-21T12:00:00Z","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"},{"system":"urn:own","code":"x"}]}
            """.Trim(), page, StringComparison.Ordinal);
        Assert.Empty(OfficialSchema.Problems(Encoding.UTF8.GetBytes(page)));
    }
}
