using System.Buffers.Text;
using System.Text;

namespace Registry.Benchmarks;

/// <summary>Requests as bytes, ready to be sent; those that differ in a number or an id have it written into a copy of their own.</summary>
internal static class Requests
{
    private const string PatientPlace = "00000000-0000-0000-0000-000000000000";
    private const string NumberPlace = "99999999999999999999";

    public static byte[] Get(string path, string? token = null) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}Accept: application/json\r\n\r\n");

    public static byte[] Post(string path, string body, string contentType, string? token = null) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>A PHQ-9 total as EHRs send it: coded twice, with an identifier, encounter and performer.</summary>
    public const string Observation = $$$"""
        {"resourceType":"Observation","meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment"]},"identifier":[{"system":"https://ehr.example/observations","value":"B-{{{NumberPlace}}}"}],"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey","display":"Survey"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"44261-6","display":"Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"}],"text":"PHQ-9 total"},"subject":{"reference":"Patient/{{{PatientPlace}}}"},"effectiveDateTime":"2026-06-15T14:30:00-05:00","valueInteger":12}
        """;

    /// <summary>Each connection its own copy, in which patient and number are replaced in place.</summary>
    public static Func<long, ReadOnlyMemory<byte>> Numbered(byte[] template, IReadOnlyList<Guid> patients)
    {
        var request = (byte[])template.Clone();
        var patientAt = request.AsSpan().IndexOf(Encoding.ASCII.GetBytes(PatientPlace));
        var numberAt = request.AsSpan().IndexOf(Encoding.ASCII.GetBytes(NumberPlace));
        return number =>
        {
            Utf8Formatter.TryFormat(patients[(int)(number % patients.Count * 7919 % patients.Count)], request.AsSpan(patientAt), out _);
            Utf8Formatter.TryFormat(number, request.AsSpan(numberAt), out _, new('D', (byte)NumberPlace.Length));
            return request;
        };
    }
}
