namespace Registry.Api;

/// <summary>How much one archive may still unpack to: a few kilobytes can be made to hold gigabytes.</summary>
internal sealed class ContractUnpacking
{
    public const int MostMegabytes = 64;
    public const int MostRows = 500_000;
    private long bytes = MostMegabytes * 1024L * 1024;
    private int rows = MostRows;

    public bool IsTooMuch => bytes < 0 || rows < 0;

    public void AddBytes(int read) => bytes -= read;

    public void AddRow() => rows--;
}

/// <summary>Counts what is really unpacked, whatever the archive says of itself, and ends where that is too much.</summary>
internal sealed class CountedStream(Stream unpacked, ContractUnpacking unpacking) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Counted(unpacked.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Counted(unpacked.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await unpacked.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacked.Dispose();
        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        unpacking.AddBytes(read);
        return unpacking.IsTooMuch ? 0 : read;
    }
}
