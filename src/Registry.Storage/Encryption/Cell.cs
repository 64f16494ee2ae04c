using System.Buffers.Binary;
using System.Text;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Where an encrypted value lies. It decrypts there and nowhere else: a value moved to another row, column or organization is refused.</summary>
/// <param name="Part">Tells apart what shares a row's id: the pieces of a file. Empty otherwise.</param>
public readonly record struct Cell(Id<Organization> OrganizationId, string Table, string Column, Guid Row, string Part = "")
{
    /// <summary>The place and the version of the key, as AES-GCM authenticates them beside the value.</summary>
    /// <remarks>Names end with a zero byte, which no name holds, so that no two places read the same.</remarks>
    internal byte[] Authenticated(int keyVersion)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(Table) + Encoding.UTF8.GetByteCount(Column) + Encoding.UTF8.GetByteCount(Part) + 3 + 16 + 16 + 4];
        var rest = Write(Write(Write(bytes, Table), Column), Part);
        OrganizationId.Value.TryWriteBytes(rest, bigEndian: true, out _);
        Row.TryWriteBytes(rest[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(rest[32..], keyVersion);
        return bytes;
    }

    private static Span<byte> Write(Span<byte> into, string name) => into[(Encoding.UTF8.GetBytes(name, into) + 1)..];
}
