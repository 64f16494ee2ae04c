namespace Registry.Sandbox;

/// <summary>The command line.</summary>
public sealed record SandboxOptions
{
    public Uri Url { get; init; } = new("http://127.0.0.1:5080");
    public string Data { get; init; } = DataFolders.Default;
    public string Tokens { get; init; } = ".demo";
    public bool Empty { get; init; }

    /// <summary>Minutes without a click after which a browser's session ends; null for the service's own.</summary>
    public string? IdleMinutes { get; init; }
    public bool Reset { get; init; }
    public bool Help { get; init; }

    /// <summary>Where a client on this machine reaches the API, without a slash at the end. A listener on every address is reached on the loopback.</summary>
    public string Host => $"http://{(Url.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : Url.Host)}:{Url.Port}";

    public static readonly string Usage = $"""
        A Collaborative Care registry to try out: private PostgreSQL, synthetic patients, tokens for every role.

        dotnet run --project src/Registry.Sandbox -- [options]
          --urls URL     where to listen (default http://127.0.0.1:5080)
          --data DIR     keeps the database; a new folder is a new registry (default {DataFolders.Default})
          --tokens DIR   gets a token file per role (default .demo)
          --idle MIN     ends a browser's session after so many minutes without a click (default 15)
          --empty        an organization, two clinics and staff, but no patients
          --reset        throws the database away first
          --help         prints this

        ConnectionStrings__RegistryOwner and ConnectionStrings__Registry (environment) use a running server instead.
        {PrivatePostgresOptions.BinariesVariable} (environment) names the folder of initdb and postgres.
        Exit codes: 0 ended, 2 bad configuration, 3 no usable database.
        """;

    /// <exception cref="SandboxException">Names the option that is wrong.</exception>
    public static SandboxOptions Parse(IReadOnlyList<string> words)
    {
        var options = new SandboxOptions();
        for (var i = 0; i < words.Count; i++)
        {
            var (name, inline) = words[i].Split('=', 2) is [var left, var right] ? (left, right) : (words[i], (string?)null);
            string Value() => (inline ?? (i + 1 < words.Count ? words[++i] : null)) is { Length: > 0 } value && !value.StartsWith("--", StringComparison.Ordinal)
                ? value : throw SandboxException.Configuration($"{name} needs a value. See --help.");
            options = (name, inline) switch
            {
                ("--urls", _) => options with { Url = Listen(Value()) },
                ("--data", _) => options with { Data = Path.GetFullPath(Value()) },
                ("--tokens", _) => options with { Tokens = Value() },
                ("--idle", _) => options with { IdleMinutes = Value() },
                ("--empty", null) => options with { Empty = true },
                ("--reset", null) => options with { Reset = true },
                ("--help" or "-h", null) => options with { Help = true },
                ("--empty" or "--reset" or "--help", _) => throw SandboxException.Configuration($"{name} takes no value. See --help."),
                _ => throw SandboxException.Configuration($"{name} is not an option. See --help."),
            };
        }

        return options;
    }

    private static Uri Listen(string text) =>
        Uri.TryCreate(text.Replace("//*:", "//0.0.0.0:", StringComparison.Ordinal).Replace("//+:", "//0.0.0.0:", StringComparison.Ordinal), UriKind.Absolute, out var url)
        && url is { Scheme: "http", PathAndQuery: "/", Port: > 0 }
            ? url : throw SandboxException.Configuration($"--urls {text}: expected one http address with a port, like http://127.0.0.1:5080. Tokens name it.");
}
