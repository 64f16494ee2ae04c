using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What a search asks, as conditions on the registry's rows.</summary>
internal static class SearchConditions
{
    public static async Task<ResourceFilter> Of(FhirSearch search, Access access, CancellationToken ct)
    {
        var filter = new ResourceFilter(ResourceTables.Of(search.Type));
        if (search.Patients.Count > 0) filter.OfPatients(await SearchedPatients.Of(search, access, ct));
        foreach (var any in search.Tokens("_id")) filter.WithIds(Ids(any.Select(t => t.Code)));
        foreach (var any in search.Dates("_lastUpdated")) filter.Recorded(any.Select(RecordedRange));
        foreach (var any in search.Dates(DateOf(search.Type))) filter.During(any.Select(Range));
        foreach (var any in search.Tokens("identifier"))
        {
            if (search.Type == "Patient") await filter.KnownBy(access.Transaction.Connection, access.OrganizationId, [.. any.Select(Coding)], ct);
            else filter.Identified(any.Select(Coding));
        }

        switch (search.Type)
        {
            case "Observation":
                OfScores(search, filter);
                break;
            case "Patient":
                foreach (var any in search.Texts("family")) filter.FamilyBegins(any.Select(t => t.Begins));
                foreach (var any in search.Texts("given")) filter.GivenBegins(any.Select(t => t.Begins));
                break;
            case "EpisodeOfCare":
                foreach (var any in search.Tokens("status")) OfEpisodes(any, filter);
                break;
            case "Encounter":
                OfContacts(search, filter);
                break;
            case "QuestionnaireResponse":
                foreach (var any in search.Tokens("status")) filter.WithReceivedStatus([.. any.Select(t => t.Code!)]);
                foreach (var any in search.Texts("questionnaire")) filter.ToForms([.. any.Select(t => t.Begins)]);
                break;
        }

        return filter;
    }

    private static string DateOf(string type) => type switch { "Patient" => "birthdate", "QuestionnaireResponse" => "authored", _ => "date" };

    private static void OfScores(FhirSearch search, ResourceFilter filter)
    {
        // What waits to be looked at is not final; it goes out as preliminary.
        foreach (var any in search.Tokens("status")) filter.WithStatus([.. any.SelectMany(t => t.Code == "preliminary" ? ["preliminary", "quarantined"] : new[] { t.Code! })]);
        foreach (var any in search.Quantities("value-quantity")) filter.WithTotal(any.Where(q => q.IsOfScores).Select(q => new NumberCondition(q.From, q.Below, q.Not)).DefaultIfEmpty(default));
        foreach (var any in search.Tokens("category"))
        {
            var isSurvey = any.Any(t => t.Matches("http://terminology.hl7.org/CodeSystem/observation-category", "survey"));
            filter.WithCategory(isSurvey, isSurvey ? [] : [.. any.Select(Coding)]);
        }

        foreach (var any in search.Tokens("code"))
        {
            var instruments = Instruments.Tracked.Where(i => any.Any(t => t.Matches(Loinc.System, i.TotalLoinc))).ToList();
            filter.WithCode([.. instruments.Select(i => i.Code)], [.. any.Where(t => !instruments.Exists(i => t is { System: not "", Code: { } code } && code == i.TotalLoinc)).Select(Coding)]);
        }
    }

    private static void OfEpisodes(IReadOnlyList<TokenCriterion> any, ResourceFilter filter)
    {
        var open = any.SelectMany(t => t.Code switch { "planned" => ["referred"], "active" => ["treatment", "relapse-prevention"], _ => Array.Empty<string>() });
        filter.Standing([.. open], any.Any(t => t.Code == "finished"), any.Any(t => t.Code == "cancelled"));
    }

    private static void OfContacts(FhirSearch search, ResourceFilter filter)
    {
        foreach (var any in search.Tokens("status")) filter.Reached(any.Any(t => t.Code == "finished"), any.Any(t => t.Code == "cancelled"), any.Any(t => t.Code == "entered-in-error"));
        foreach (var any in search.References("episode-of-care")) filter.OfEpisodes(Ids(any.Select(r => r.Id)));
        foreach (var any in search.Tokens("type"))
            filter.ForPurpose([.. Kebab.All<ContactPurpose>().Where(word => any.Any(t => t.System is null || t.System.EndsWith("/CodeSystem/contact-purpose", StringComparison.Ordinal) ? t.Code is null || t.Code == word : false))]);
        foreach (var any in search.Tokens("class"))
        {
            var (inPerson, remote) = (any.Any(t => t.Matches(EncounterJson.ActCode, "AMB")), any.Any(t => t.Matches(EncounterJson.ActCode, "VR")));
            filter.ByMode([.. Kebab.All<ContactMode>().Where(mode => mode == Kebab.Of(ContactMode.InPerson) ? inPerson : remote)]);
        }
    }

    /// <summary>What is no id of ours is nobody's: it finds nothing.</summary>
    public static Guid[] Ids(IEnumerable<string?> texts) => [.. texts.Select(text => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty)];

    private static CodingCondition Coding(TokenCriterion token) => new(token.System, token.Code);

    private static RangeCondition Range(DateCriterion date) => new(Sql(date.Prefix), date.Range.Start, date.Range.End);

    /// <remarks>
    /// A version is recorded at a moment, which is written without needless zeros: "greater than" such a moment means just that,
    /// or somebody who goes on from ".12" would skip what was recorded at ".125".
    /// </remarks>
    private static RangeCondition RecordedRange(DateCriterion date) =>
        date.Prefix is DatePrefix.Gt && date.Range.End - date.Range.Start <= NodaTime.Duration.FromSeconds(1)
            ? new(RangeSql.ReachesAfter, date.Range.Start, date.Range.Start + NodaTime.Duration.FromMilliseconds(0.001)) : Range(date);

    /// <summary>R4 range algebra, as <see cref="FhirDateRange.Matches"/> has it, in SQL.</summary>
    internal static string Sql(DatePrefix prefix) => prefix switch
    {
        DatePrefix.Eq => RangeSql.Within,
        DatePrefix.Ne => RangeSql.NotWithin,
        DatePrefix.Gt => RangeSql.ReachesAfter,
        DatePrefix.Lt => RangeSql.BeginsBefore,
        DatePrefix.Ge => RangeSql.WithinOrAfter,
        DatePrefix.Le => RangeSql.WithinOrBefore,
        DatePrefix.Sa => RangeSql.StartsAfter,
        DatePrefix.Eb => RangeSql.EndsBefore,
        DatePrefix.Ap => RangeSql.Overlaps,
    };
}
