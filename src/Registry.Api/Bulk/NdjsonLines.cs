using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Registry.Api;

/// <summary>The lines of a body as they arrive; what is in memory is one line, and what arrived with it.</summary>
internal static class NdjsonLines
{
    /// <summary>Each line without its end; null, and nothing after it, for one that is longer than allowed.</summary>
    /// <remarks>What was read is given back before a line is handed on: whoever stops listening leaves the body in order.</remarks>
    public static async IAsyncEnumerable<byte[]?> Of(PipeReader body, int longest, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var read = await body.ReadAsync(ct);
            var (lines, rest) = Cut(read.Buffer);
            var isTooLong = rest.Length > longest;
            var last = read.IsCompleted && !isTooLong ? rest.ToArray() : [];
            body.AdvanceTo(read.IsCompleted ? read.Buffer.End : rest.Start, read.Buffer.End);

            foreach (var line in lines)
            {
                yield return line.Length > longest ? null : line;
                if (line.Length > longest) yield break;
            }

            if (isTooLong) yield return null;
            if (last.Length > 0) yield return last;
            if (isTooLong || read.IsCompleted) yield break;
        }
    }

    private static (List<byte[]> Lines, ReadOnlySequence<byte> Remainder) Cut(ReadOnlySequence<byte> buffer)
    {
        var lines = new List<byte[]>();
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            lines.Add(buffer.Slice(0, end).ToArray());
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        return (lines, buffer);
    }
}
