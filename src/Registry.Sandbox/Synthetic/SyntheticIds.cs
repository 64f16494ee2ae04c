using NodaTime;

namespace Registry.Sandbox;

/// <summary>Ids in the shape of version 7 UUIDs that are the same in every run: the moment in front, then what the dice say.</summary>
internal static class SyntheticIds
{
    public static Guid Next(Dice dice, Instant at)
    {
        var milliseconds = (ulong)at.ToUnixTimeMilliseconds();
        var (a, b) = (dice.Bits(), dice.Bits());
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, milliseconds << 16 | 0x7000 | (a & 0x0FFF));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (b >> 2));
        return new(bytes, bigEndian: true);
    }

    /// <summary>For the few things that have a name: the same name has the same id on every machine and on every day.</summary>
    public static Guid Named(string name)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
        return Next(new(BitConverter.ToUInt64(hash)), Instant.FromUtc(2020, 1, 1, 0, 0));
    }
}
