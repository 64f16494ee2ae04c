using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>"Registry.Api keys erase ORGANIZATION --irrevocably=yes": destroys the keys of an organization, and with them everything it stored encrypted.</summary>
/// <remarks>Exit codes: 0 done, 2 bad configuration or words, 3 database unreachable, 4 a legal hold is in force.</remarks>
public static class KeysVerb
{
    public static async Task<int> Run(IReadOnlyList<string> words, IConfiguration configuration, IClock clock, TextWriter output, TextWriter errors)
    {
        if (words is not ["erase", var id] || !Guid.TryParseExact(id, "D", out var organization)) return await Stop(2, "Registry.Api keys takes: erase ORGANIZATION --irrevocably=yes, with the id of the organization.");
        if (configuration["irrevocably"] != "yes") return await Stop(2, "Nothing the organization stored encrypted can be read afterwards, by anybody. If that is meant: --irrevocably=yes");
        var owner = configuration.GetConnectionString("RegistryOwner");
        if (string.IsNullOrWhiteSpace(owner)) return await Stop(2, "ConnectionStrings:RegistryOwner is missing: the database, signed in to as registry_owner.");
        try
        {
            await using var database = NpgsqlDataSource.Create(owner);
            var outcome = await KeyErasure.Erase(database, new(organization), clock.GetCurrentInstant(), CancellationToken.None);
            if (outcome is KeyErasureOutcome.Held) return await Stop(4, "A legal hold is in force on a patient of the organization: nothing is destroyed before every hold is released.");
            await output.WriteLineAsync(outcome is KeyErasureOutcome.Destroyed ? "The keys are destroyed. Running instances forget them within a minute." : "The keys were destroyed before.");
            return 0;
        }
        catch (NpgsqlException e)
        {
            return await Stop(3, $"The keys could not be destroyed ({e.SqlState ?? "not reachable"}).");
        }

        async Task<int> Stop(int code, string sentence)
        {
            await errors.WriteLineAsync(sentence);
            return code;
        }
    }
}
