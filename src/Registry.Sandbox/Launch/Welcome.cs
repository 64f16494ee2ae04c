using System.Net;

namespace Registry.Sandbox;

/// <summary>What a newcomer needs next, in plain text.</summary>
internal static class Welcome
{
    public static string Text(SandboxOptions options)
    {
        string As(Persona persona) => $"curl -s -H \"Authorization: Bearer $(cat {Path.Combine(options.Tokens, $"{persona.Name}.jwt")})\"";
        return $"""
            listening on {options.Host}
              pages    {options.Host}/  start here in a browser
              docs     {options.Host}/swagger
              OpenAPI  {options.Host}/openapi/v1.json
              tokens   {options.Tokens}/  renewed while this runs: {string.Join(" ", Personas.All.Select(p => $"{p.Name}.jwt"))}
            {(IsLoopback(options.Url) ? "" : "WARNING: everybody who reaches this address can sign in as anybody. Synthetic data only.\n")}try
              {As(Personas.CareManager)} {options.Host}/v1/me
              {As(Personas.CareManager)} {options.Host}/v1/caseloads/{SyntheticTeam.Smallest.CareManagers.First().Id}/review
            {(options.Empty ? "" : $"  {As(Personas.ClinicLead)} \"{options.Host}/v1/caseloads/{Figure3Caseload.CareManager.Id}?asOf={Figure3Caseload.ReportDate:uuuu-MM-dd}\"\n")}Ctrl+C stops the API, then the database.
            """;
    }

    private static bool IsLoopback(Uri url) => url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
}
