using NodaTime;

namespace Registry.Storage;

/// <summary>A condition on a stretch of time, in SQL over its range from @from up to but without @until.</summary>
/// <param name="Sql">One of <see cref="RangeSql"/>: {0} is the start and {1} the end of the range asked for.</param>
public readonly record struct RangeCondition(string Sql, Instant Start, Instant End)
{
    /// <summary>The same comparison outside the database.</summary>
    public bool Holds(Instant from, Instant until)
    {
        var within = from >= Start && until <= End;
        return Sql switch
        {
            RangeSql.Within => within,
            RangeSql.NotWithin => !within,
            RangeSql.ReachesAfter => until > End,
            RangeSql.BeginsBefore => from < Start,
            RangeSql.WithinOrAfter => until > End || within,
            RangeSql.WithinOrBefore => from < Start || within,
            RangeSql.StartsAfter => from >= End,
            RangeSql.EndsBefore => until <= Start,
            RangeSql.Overlaps => from < End && until > Start,
            _ => throw new InvalidOperationException("No comparison of ranges."),
        };
    }
}

/// <summary>How two stretches of time are compared: R4 search, 3.1.1.4.6.</summary>
public static class RangeSql
{
    public const string Within = "(@from >= {0} and @until <= {1})";
    public const string NotWithin = "not (@from >= {0} and @until <= {1})";
    public const string ReachesAfter = "(@until > {1})";
    public const string BeginsBefore = "(@from < {0})";
    public const string WithinOrAfter = "(@until > {1} or (@from >= {0} and @until <= {1}))";
    public const string WithinOrBefore = "(@from < {0} or (@from >= {0} and @until <= {1}))";
    public const string StartsAfter = "(@from >= {1})";
    public const string EndsBefore = "(@until <= {0})";
    public const string Overlaps = "(@from < {1} and @until > {0})";
}

/// <summary>Whole numbers from one value up to but without another, or all others.</summary>
public readonly record struct NumberCondition(decimal From, decimal Below, bool Not = false);

/// <summary>A coding that is looked for; null is any, and a system that is empty must be absent.</summary>
public readonly record struct CodingCondition(string? System, string? Code);

/// <summary>What a search asks of the rows of one type. Every condition must hold; the values of one are alternatives.</summary>
public sealed class ResourceFilter(ResourceTable table)
{
    private readonly List<(string Sql, object[] Values)> conditions = [];

    /// <summary>Conditions on what the database cannot read.</summary>
    private readonly List<Func<DecryptedPatient, bool>> decrypted = [];

    public ResourceTable Table => table;
    internal bool AsksForDecrypted => decrypted.Count > 0;
    internal bool Holds(DecryptedPatient patient) => decrypted.TrueForAll(condition => condition(patient));
    internal IReadOnlyList<(string Sql, object[] Values)> Conditions => conditions;

    public ResourceFilter OfPatients(Guid[] patients) => And($"a.{table.Patient} = any({{0}})", patients);

    public ResourceFilter WithIds(Guid[] ids) => And("a.id = any({0})", ids);

    public ResourceFilter WithStatus(string[] statuses) => And("a.status = any({0})", (object)statuses);

    /// <summary>When this version was recorded, a moment.</summary>
    public ResourceFilter Recorded(IEnumerable<RangeCondition> any) => Ranges(any, "a.recorded_at", "(a.recorded_at + interval '1 microsecond')");

    /// <summary>Of patients: born then. A patient without a birth date is never found by one.</summary>
    public ResourceFilter During(IEnumerable<RangeCondition> any)
    {
        if (table != ResourceTables.Patient) return Ranges(any, table.From, table.Until);
        var ranges = any.ToList();
        return AndDecrypted(patient => patient.BornFrom is { } from && ranges.Exists(range => range.Holds(from, from + Duration.FromDays(1))));
    }

    /// <summary>Of scores: the instrument, or any coding that the sender gave.</summary>
    public ResourceFilter WithCode(string[] instruments, IReadOnlyList<CodingCondition> received) => Codings("code", "a.instrument = any({0})", (object)instruments, received);

    /// <summary>Of scores: every one is a survey, whatever else the sender called it.</summary>
    public ResourceFilter WithCategory(bool isSurvey, IReadOnlyList<CodingCondition> received) => Codings("category", "{0}", isSurvey, received);

    public ResourceFilter WithTotal(IEnumerable<NumberCondition> any)
    {
        var values = any.ToList();
        return And(string.Join(" or ", values.Select((v, i) => $"{(v.Not ? "not " : "")}(a.total >= {{{2 * i}}} and a.total < {{{2 * i + 1}}})")), [.. values.SelectMany(v => new object[] { v.From, v.Below })]);
    }

    /// <summary>Of scores: known by one of these names. A name without a system is any system's; one without a value, any of the system.</summary>
    public ResourceFilter Identified(IEnumerable<CodingCondition> any)
    {
        var values = any.ToList();
        return And(string.Join(" or ", values.Select((v, i) => $"""
            exists (select from assessment_identifier i where i.organization_id = a.organization_id and i.assessment_id = a.id
              and {(v.System is null ? "true" : $"i.system = {{{2 * i}}}")} and {(v.Code is null ? "true" : $"i.value = {{{2 * i + 1}}}")})
            """)), [.. values.SelectMany(v => new object[] { v.System ?? "", v.Code ?? "" })]);
    }

    /// <summary>Of patients: known by an identifier with one of these digests, or by any of one of these systems.</summary>
    public ResourceFilter KnownBy(byte[][] digests, string[] systems) => And("""
        a.id = any(array(select d.patient_id from patient_identifier_digest d where d.organization_id = $1 and d.digest = any({0})))
        or exists (select from patient_identifier i where i.organization_id = a.organization_id and i.patient_id = a.id and i.system = any({1}))
        """, digests, systems);

    /// <summary>Of responses: the status that was received.</summary>
    public ResourceFilter WithReceivedStatus(string[] statuses) => And("a.searchable ->> 'status' = any({0})", (object)statuses);

    /// <summary>Of responses: the form, with a version or in any.</summary>
    public ResourceFilter ToForms(string[] addresses) =>
        And("a.searchable ->> 'questionnaire' = any({0}) or split_part(a.searchable ->> 'questionnaire', '|', 1) = any({0})", (object)addresses);

    /// <summary>Of contacts: those of these episodes.</summary>
    public ResourceFilter OfEpisodes(Guid[] episodes) => And("a.episode_id = any({0})", episodes);

    /// <summary>Of contacts: why, by which way, and how they went.</summary>
    public ResourceFilter ForPurpose(string[] purposes) => And("a.purpose = any({0})", (object)purposes);

    public ResourceFilter ByMode(string[] modes) => And("a.mode = any({0})", (object)modes);

    public ResourceFilter Reached(bool finished, bool cancelled, bool enteredInError) =>
        And("(a.kept and not a.entered_in_error and {0}) or (not a.kept and not a.entered_in_error and {1}) or (a.entered_in_error and {2})", finished, cancelled, enteredInError);

    /// <summary>Of episodes: where they stand; a referral that was closed before treatment was cancelled and not finished.</summary>
    public ResourceFilter Standing(string[] open, bool finished, bool cancelled)
    {
        const string Treated = "exists (select from episode_status_change s where s.organization_id = a.organization_id and s.episode_id = a.id and s.status = 'treatment')";
        return And($"a.status = any({{0}}) or (a.status = 'inactive' and {{1}} and {Treated}) or (a.status = 'inactive' and {{2}} and not {Treated})", open, finished, cancelled);
    }

    /// <summary>Of patients: a name that begins so, whatever its case.</summary>
    public ResourceFilter FamilyBegins(IEnumerable<string> any) => Begins(patient => patient.FamilyName, any);

    public ResourceFilter GivenBegins(IEnumerable<string> any) => Begins(patient => patient.GivenName, any);

    private ResourceFilter Begins(Func<DecryptedPatient, string> name, IEnumerable<string> any)
    {
        var texts = any.ToList();
        return AndDecrypted(patient => texts.Exists(text => name(patient).StartsWith(text, StringComparison.OrdinalIgnoreCase)));
    }

    private ResourceFilter AndDecrypted(Func<DecryptedPatient, bool> condition)
    {
        decrypted.Add(condition);
        return this;
    }

    private ResourceFilter Codings(string element, string ours, object value, IReadOnlyList<CodingCondition> received)
    {
        var alternatives = received.Select((v, i) => $"""
             or exists (select from jsonb_path_query(r.searchable, '$.{element}.coding[*]') x
               where {(v.System is null ? "true" : $"coalesce(x ->> 'system', '') = {{{1 + 2 * i}}}")} and {(v.Code is null ? "true" : $"x ->> 'code' = {{{2 + 2 * i}}}")})
            """);
        return And(ours + string.Concat(alternatives), [value, .. received.SelectMany(v => new object[] { v.System ?? "", v.Code ?? "" })]);
    }

    private ResourceFilter Ranges(IEnumerable<RangeCondition> any, string from, string until)
    {
        var ranges = any.ToList();
        var sql = string.Join(" or ", ranges.Select((range, i) => range.Sql.Replace("{0}", $"{{{2 * i}}}", StringComparison.Ordinal).Replace("{1}", $"{{{2 * i + 1}}}", StringComparison.Ordinal)))
            .Replace("@from", from, StringComparison.Ordinal).Replace("@until", until, StringComparison.Ordinal);
        return And(sql, [.. ranges.SelectMany(range => new object[] { Moment(range.Start), Moment(range.End) })]);
    }

    /// <remarks>The database's calendar and .NET's differ at the ends; nobody means them.</remarks>
    private static DateTime Moment(Instant at) => Instant.Max(Instant.Min(at, Instant.MaxValue), Instant.FromUtc(1, 1, 1, 0, 0)).ToDateTimeUtc();

    private ResourceFilter And(string sql, params object[] values)
    {
        conditions.Add((sql, values));
        return this;
    }
}
