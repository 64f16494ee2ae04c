using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Registry.Benchmarks;

/// <summary>One kept-alive HTTP/1.1 connection that blocks: a few microseconds of CPU a request, so that the generator takes little from those it measures.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
    private readonly byte[] buffer = new byte[1 << 20];

    public LoadConnection(int port) => socket.Connect(IPAddress.Loopback, port);

    /// <summary>The status, and the answer's text up to its end in <see cref="Answer"/>.</summary>
    public int Send(ReadOnlySpan<byte> request)
    {
        socket.Send(request);
        var (filled, headers, end) = (0, -1, -1);
        while (end < 0 || filled < end)
        {
            var read = socket.Receive(buffer.AsSpan(filled));
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            if (headers < 0 && (headers = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) >= 0) end = End(headers + 4);
            // A chunked answer ends with an empty chunk; JSON itself never has bare line ends like these.
            if (headers >= 0 && end < 0 && buffer.AsSpan(headers + 4, filled - headers - 4).EndsWith("0\r\n\r\n"u8)) end = filled;
        }

        Length = filled;
        return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + (buffer[11] - '0');
    }

    public int Length { get; private set; }

    public string Answer => Encoding.UTF8.GetString(buffer, 0, Length);

    public void Dispose() => socket.Dispose();

    private int End(int bodyAt)
    {
        var head = buffer.AsSpan(0, bodyAt);
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return -1;
        var digits = head[(at + 16)..];
        return bodyAt + int.Parse(digits[..digits.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
