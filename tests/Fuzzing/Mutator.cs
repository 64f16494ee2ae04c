using System.Text;
using System.Text.Json;
using Registry.Examples;

namespace Registry.Fuzzing;

/// <summary>Breaks sound bodies: bytes, values and their types, structure, sizes and nesting. The same seed gives the same walk.</summary>
internal sealed class Mutator(int seed)
{
    private const int Largest = 1 << 20;

    public static readonly IReadOnlyList<string> Fragments =
    [
        "null", "\"\"", "[]", "{}", "0", "-1", "12.0", "12.50", "1e999999", "-0.0", "99999999999999999999", "true", "\"Zx9Marker\"", "{\"Zx9Marker\":1}", "[\"Zx9Marker\"]", "\"\\ud800\"", "\"\\u0000\"", "\"\u202eZx9Marker\"",
        ",", ":", "\"", "\\", "{", "}", "[", "]", "/*Zx9Marker*/", "NaN", "\uFEFF",
        "\"resourceType\":\"Observation\",", "\"resourceType\":\"Zx9Marker\",", "\"Zx9Marker\":\"Zx9Marker\",", "\"modifierExtension\":[{\"url\":\"Zx9Marker\"}],", "\"_status\":{\"extension\":[{\"url\":\"Zx9Marker\"}]},",
        "\"Patient/Zx9Marker\"", "\"#Zx9Marker\"", "\"urn:uuid:Zx9Marker\"", "\"https://Zx9Marker.example/fhir/Patient/1\"", "{\"reference\":\"Patient/Zx9Marker\"}", "\"Patient?identifier=urn:mrn|Zx9Marker\"",
        "\"2026-02-30\"", "\"2026-03\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01\"", "\"2026-03-05T24:00:00Z\"", "\"2026-03-05T10:00:00.123456789012345678901234567890Z\"",
    ];

    private readonly Random random = new(seed);

    public int Draw(int below) => random.Next(below);

    public byte[] Mutate(byte[] body)
    {
        for (var times = 1 + random.Next(3) / 2; times > 0; times--) body = Once(body);
        return body;
    }

    private byte[] Once(byte[] body)
    {
        if (body.Length == 0) return body;
        var at = random.Next(body.Length);
        var few = random.Next(1, Math.Min(20, body.Length - at + 1));
        return random.Next(100) switch
        {
            < 12 => Splice(body, at, 1, [(byte)random.Next(256)]),
            < 20 => Splice(body, at, few, []),
            < 32 => Splice(body, at, 0, Fragment()),
            < 38 => Splice(body, at, 0, body.AsSpan(at, few)),
            < 42 => body[..at],
            < 66 => InPlaceOfValue(body, _ => Fragment()),
            < 76 => InPlaceOfValue(body, _ => Another(body)),
            < 84 => InPlaceOfValue(body, value => [.. value, (byte)',', .. value]),
            < 92 => InPlaceOfValue(body, value => Encoding.UTF8.GetBytes($"{{\"{OwnExamples.Marker}\":{Encoding.UTF8.GetString(value)}}}")),
            < 96 => InPlaceOfValue(body, Nested),
            _ => InPlaceOfValue(body, Large),
        };
    }

    private byte[] Fragment() => Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Count)]);

    /// <summary>A value from elsewhere in the same body, of whatever type.</summary>
    private byte[] Another(byte[] body)
    {
        var values = Values(body);
        var (start, length) = values[random.Next(values.Count)];
        return body[start..(start + length)];
    }

    private byte[] Nested(byte[] value)
    {
        var depth = 1 << random.Next(12);
        var (open, close) = random.Next(3) switch { 0 => ("[", "]"), 1 => ("{\"extension\":[", "]}"), _ => ("{\"item\":[{\"linkId\":\"Zx9Marker\"},", "]}") };
        return Encoding.UTF8.GetBytes(Repeat(open, depth) + Encoding.UTF8.GetString(value) + Repeat(close, depth));
    }

    /// <summary>The value many times over, a long text or a long number.</summary>
    private byte[] Large(byte[] value)
    {
        var size = 1 << random.Next(19);
        return random.Next(3) switch
        {
            0 => Encoding.UTF8.GetBytes($"\"{Repeat(OwnExamples.Marker, size / OwnExamples.Marker.Length)}\""),
            1 => Encoding.UTF8.GetBytes(new string('9', size)),
            _ => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Encoding.UTF8.GetString(value), Math.Min(10_000, size / value.Length + 1)))}]"),
        };
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private byte[] InPlaceOfValue(byte[] body, Func<byte[], byte[]> made)
    {
        var values = Values(body);
        if (values.Count == 0) return body;
        var (start, length) = values[random.Next(values.Count)];
        var mutated = Splice(body, start, length, made(body[start..(start + length)]));
        return mutated.Length <= Largest ? mutated : body;
    }

    private static byte[] Splice(byte[] body, int at, int length, ReadOnlySpan<byte> put) => [.. body.AsSpan(0, at), .. put, .. body.AsSpan(at + length)];

    /// <summary>Where each value stands, objects and arrays included, as far as the text is JSON.</summary>
    public static List<(int Start, int Length)> Values(byte[] body)
    {
        var (values, open) = (new List<(int, int)>(), new Stack<int>());
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 10_000 });
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push(start);
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) values.Add((open.Peek(), (int)reader.BytesConsumed - open.Pop()));
                else if (reader.TokenType is not JsonTokenType.PropertyName) values.Add((start, (int)reader.BytesConsumed - start));
            }
        }
        catch (JsonException)
        {
            // Broken already: what was found before is enough.
        }

        return values;
    }
}
