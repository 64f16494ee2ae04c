using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Registry.Api;

/// <summary>The lines of a body as they arrive; what is in memory is one line.</summary>
internal static class NdjsonLines
{
    /// <summary>Each line without its end; null, and nothing after it, for one that is longer than allowed.</summary>
    public static async IAsyncEnumerable<byte[]?> Of(PipeReader body, int longest, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var read = await body.ReadAsync(ct);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                if (line.Length > longest) break;
                yield return line.ToArray();
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > longest)
            {
                yield return null;
                yield break;
            }

            if (read.IsCompleted)
            {
                if (!rest.IsEmpty) yield return rest.ToArray();
                yield break;
            }

            body.AdvanceTo(rest.Start, rest.End);
        }
    }
}
