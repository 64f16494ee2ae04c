using System.Net.Sockets;
using System.Text;

namespace Registry.IntegrationTests;

/// <summary>Requests that no HTTP library would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends these bytes as they are, and reads until the server closes, or has been silent for as long as <paramref name="patience"/>.</summary>
    public static async Task<string> Send(Uri address, string request, TimeSpan? patience = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        return await Read(stream, patience ?? TimeSpan.FromSeconds(15));
    }

    public static async Task<string> Read(Stream stream, TimeSpan patience)
    {
        var (answer, buffer) = (new StringBuilder(), new byte[8192]);
        try
        {
            while (true)
            {
                using var silence = new CancellationTokenSource(patience);
                var read = await stream.ReadAsync(buffer, silence.Token);
                if (read == 0) break;
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Nothing more comes.
        }

        return answer.ToString();
    }

    /// <summary>The status of the first answer; 0 when there was none.</summary>
    public static int Status(string answer) => answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer[9..12]) : 0;

    public static string Header(string answer, string name) =>
        answer.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..] ?? "";
}
