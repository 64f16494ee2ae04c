using System.Buffers;
using System.Security.Cryptography;

namespace Registry.Storage;

/// <summary>Writes NDJSON of several resource types at once, a piece at a time: what is in memory is one piece a type.</summary>
/// <param name="perFile">Resources a file may hold; a type with more gets several.</param>
public sealed class BulkFileWriter(BulkJobs jobs, BulkWork work, int perFile)
{
    /// <remarks>Small enough to be held a dozen times, large enough that a row costs little beside its content.</remarks>
    private const int PieceBytes = 256 * 1024;

    private readonly Dictionary<string, Open> open = [];
    private readonly List<BulkFile> closed = [];
    private int files;

    /// <summary>Adds a line. False when the export is not this worker's any more.</summary>
    public async Task<bool> Add(string type, byte[] resource, CancellationToken ct)
    {
        if (!open.TryGetValue(type, out var file)) open[type] = file = new(++files);
        file.Piece.Write(resource);
        file.Piece.Write("\n"u8);
        file.Count++;
        if (file.Piece.WrittenCount >= PieceBytes && !await Flush(file, ct)) return false;
        return file.Count < perFile || await Close(type, file, ct);
    }

    /// <summary>All files, once everything was added; null when the export is not this worker's any more.</summary>
    public async Task<IReadOnlyList<BulkFile>?> Close(CancellationToken ct)
    {
        foreach (var (type, file) in open.ToArray())
        {
            if (!await Close(type, file, ct)) return null;
        }

        return closed;
    }

    private async Task<bool> Close(string type, Open file, CancellationToken ct)
    {
        if (!await Flush(file, ct)) return false;
        open.Remove(type);
        closed.Add(new()
        {
            OrganizationId = work.OrganizationId,
            ExportId = work.Id,
            Number = file.Number,
            ResourceType = type,
            Count = file.Count,
            Bytes = file.Bytes,
            Sha256 = file.Hash.GetHashAndReset(),
        });
        file.Hash.Dispose();
        return true;
    }

    private async Task<bool> Flush(Open file, CancellationToken ct)
    {
        if (file.Piece.WrittenCount == 0) return true;
        if (!await jobs.Write(work, file.Number, ++file.Pieces, file.Piece.WrittenMemory, ct)) return false;
        file.Bytes += file.Piece.WrittenCount;
        file.Hash.AppendData(file.Piece.WrittenSpan);
        file.Piece.ResetWrittenCount();
        return true;
    }

    private sealed class Open(int number)
    {
        public int Number => number;
        public ArrayBufferWriter<byte> Piece { get; } = new(PieceBytes + 16 * 1024);
        public IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        public int Pieces { get; set; }
        public int Count { get; set; }
        public long Bytes { get; set; }
    }
}
