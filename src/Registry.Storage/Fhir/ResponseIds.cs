using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A response to a form has the id of the score it holds, written as a UUID of version 8.</summary>
public static class ResponseIds
{
    public static Guid IdOf(Id<Assessment> score) => WithVersion(score.Value, 8);

    /// <summary>The score that a response holds.</summary>
    public static Id<Assessment> ScoreOf(Guid response) => new(WithVersion(response, 7));

    private static Guid WithVersion(Guid id, int version)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        return new(bytes, bigEndian: true);
    }
}
