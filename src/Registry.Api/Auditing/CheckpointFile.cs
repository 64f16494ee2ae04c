using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The checkpoints of one organization: a file of JSON lines that only grows.</summary>
/// <remarks>A line that is not whole, as a crash in the middle leaves it, is no checkpoint; the next one is written on a line of its own.</remarks>
internal static class CheckpointFile
{
    public static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder, "*.checkpoints.jsonl").Order(StringComparer.Ordinal);

    public static string Of(string folder, Id<Organization> organization) => Path.Combine(folder, $"{organization}.checkpoints.jsonl");

    public static void Append(string file, Checkpoint checkpoint, byte[] signature)
    {
        var line = new Line(checkpoint.OrganizationId.Value, checkpoint.After, checkpoint.Sequence, Convert.ToHexStringLower(checkpoint.Hash), Base64Url.EncodeToString(checkpoint.Steps),
            InstantPattern.ExtendedIso.Format(checkpoint.At), Base64Url.EncodeToString(signature));
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(Encoding.UTF8.GetBytes($"{(stream.Position > 0 && !EndsWithLine(file) ? "\n" : "")}{JsonSerializer.Serialize(line, JsonSerializerOptions.Web)}\n"));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The checkpoints that this key signed, and how many say that they are checkpoints and were not signed with it.</summary>
    public static (IReadOnlyList<Checkpoint> Signed, int Forged) Read(string file, CheckpointKey key)
    {
        var signed = new List<Checkpoint>();
        var forged = 0;
        foreach (var text in File.ReadLines(file))
        {
            if (Parse(text) is not var (checkpoint, signature)) continue;
            if (key.HasSigned(checkpoint, signature)) signed.Add(checkpoint);
            else forged++;
        }

        return (signed, forged);
    }

    private static (Checkpoint Checkpoint, byte[] Signature)? Parse(string text)
    {
        try
        {
            var line = JsonSerializer.Deserialize<Line>(text, JsonSerializerOptions.Web)!;
            var (hash, steps) = (Convert.FromHexString(line.Hash), Base64Url.DecodeFromChars(line.Steps));
            if (hash.Length != 32 || steps.Length != (line.Sequence - line.After) * Checkpoint.StepLength) return null;
            return (new(new(line.Organization), line.After, line.Sequence, hash, steps, InstantPattern.ExtendedIso.Parse(line.At).Value), Base64Url.DecodeFromChars(line.Signature));
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentNullException or UnparsableValueException)
        {
            return null;
        }
    }

    private static bool EndsWithLine(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }

    private sealed record Line(Guid Organization, long After, long Sequence, string Hash, string Steps, string At, string Signature);
}
