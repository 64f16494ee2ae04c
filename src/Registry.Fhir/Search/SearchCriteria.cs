namespace Registry.Fhir;

/// <summary>One value of a reference parameter.</summary>
/// <param name="Id">Null when the target is named by an identifier, or lives elsewhere and so matches nothing.</param>
public readonly record struct ReferenceCriterion(string? Id, FhirIdentifier? Identifier)
{
    public override string ToString() => nameof(ReferenceCriterion);
}

/// <summary>One value of a token parameter.</summary>
/// <param name="System">Null: any. Empty: the code must have none.</param>
/// <param name="Code">Null: any code of the system.</param>
public readonly record struct TokenCriterion(string? System, string? Code)
{
    public bool Matches(string? system, string? code) =>
        (System is null || System == (system ?? "")) && (Code is null || Code == code);

    public override string ToString() => nameof(TokenCriterion);
}

/// <summary>One value of a date parameter; for <see cref="DatePrefix.Ap"/> the range is widened already.</summary>
public readonly record struct DateCriterion(DatePrefix Prefix, FhirDateRange Range)
{
    public bool Matches(FhirDateRange target) => Range.Matches(Prefix, target);
}

/// <summary>One value of a string parameter.</summary>
public readonly record struct TextCriterion(string Begins)
{
    public override string ToString() => nameof(TextCriterion);
}

/// <summary>One value of a quantity parameter, about a whole number.</summary>
/// <param name="From">The least that matches.</param>
/// <param name="Below">The least above that does not.</param>
/// <param name="Not">All others match instead.</param>
/// <param name="Unit">Null system and code: any unit.</param>
public readonly record struct QuantityCriterion(decimal From, decimal Below, bool Not, TokenCriterion Unit)
{
    private const string Ucum = "http://unitsofmeasure.org";

    /// <summary>A score has no unit but its own; the three ways to write that are one.</summary>
    public bool IsOfScores => Unit.System is null or "" or Ucum && Unit.Code is null or "{score}" or "{#}" or "1" or "score";

    public override string ToString() => nameof(QuantityCriterion);
}
