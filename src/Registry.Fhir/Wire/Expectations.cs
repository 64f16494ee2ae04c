namespace Registry.Fhir;

/// <summary>What a sender should have written, by primitive type.</summary>
internal static class Expectations
{
    public static string Of(Primitive type) => type switch
    {
        Primitive.Date => "Expected a date: YYYY, YYYY-MM or YYYY-MM-DD, and a day that exists.",
        Primitive.DateTime => "Expected a dateTime: a year, month or day, or a full time with seconds and a zone; the day must exist and 24:00 is not a time.",
        Primitive.Instant => "Expected an instant: day, time with seconds, and zone.",
        Primitive.Time => "Expected a time hh:mm:ss without a zone.",
        Primitive.Id => "Expected an id: 1 to 64 letters, digits, hyphens and points.",
        Primitive.Code => "Expected a code: no blanks at the ends and no two in a row.",
        Primitive.Uri or Primitive.Url or Primitive.Canonical => "Expected an address without blanks.",
        Primitive.Oid => "Expected urn:oid: and an object identifier.",
        Primitive.Uuid => "Expected urn:uuid: and a UUID.",
        Primitive.Base64Binary => "Expected base64.",
        Primitive.Xhtml => "Expected one XHTML div.",
        _ => "The text does not fit the type of this element.",
    };
}
