using Microsoft.Extensions.DependencyInjection;
using Registry.Api;
using Registry.Storage;
using Xunit.Abstractions;

namespace Registry.IntegrationTests.Matrix;

/// <summary>Every role at every route about a patient of the own caseload, another caseload, another clinic, another organization, and nobody.</summary>
public sealed class AccessMatrixTests(AccessWorld world, ITestOutputHelper output) : IClassFixture<AccessWorld>
{
    [Fact]
    public async Task Every_answer_is_the_one_the_access_table_says()
    {
        var (called, wrong) = await AccessMatrix.Check(world, AccessMatrix.Routes(world.App));

        Assert.True(wrong.Count == 0, string.Join('\n', [.. wrong, .. world.App.Log.Where(line => line.Contains("Exception", StringComparison.Ordinal)).Take(3)]));
        output.WriteLine($"{called} cells called");
        Assert.True(called > 1_000);
    }

    /// <summary>The long form is REGISTRY_FLIPPED_CELLS=10: each is a service of its own.</summary>
    [Fact]
    public async Task A_cell_flipped_at_random_is_noticed()
    {
        foreach (var (action, role) in Cells(seed: 1).Take(Effort.Of("REGISTRY_FLIPPED_CELLS", 2)))
        {
            await using var altered = await world.App.Serve(services => services.AddSingleton(Flipped(action, role)));
            var (_, wrong) = await AccessMatrix.Check(world, AccessMatrix.Routes(world.App).Where(r => r.Permission == action), altered);

            output.WriteLine($"{action} {Kebab.Of(role)}: {wrong.Count} cells wrong, such as {wrong.FirstOrDefault()}");
            Assert.True(wrong.Count > 0, $"Nobody noticed that {Kebab.Of(role)} was flipped at {action}.");
        }
    }

    [Fact]
    public async Task What_is_out_of_reach_is_answered_like_what_does_not_exist()
    {
        var caller = world.Callers[Role.CareManager];
        using var client = world.Client(caller);
        var compared = 0;
        foreach (var route in AccessMatrix.Routes(world.App).Where(r => r.HasTarget && Rights.Decide(caller.Caller, caller.Scopes, r.Permission).IsAllowed))
        {
            var absent = await Answer(route, world.Places.Single(p => p.Where is Where.Nowhere));
            foreach (var place in world.Places.Where(p => p.Where is Where.OtherCaseload or Where.OtherClinic or Where.OtherOrganization))
            {
                if (route.IsAboutClinic && place.Where is Where.OtherCaseload) continue;
                Assert.Equal($"{route.Method} {route.Pattern} {absent}", $"{route.Method} {route.Pattern} {await Answer(route, place)}");
                compared++;
            }
        }

        output.WriteLine($"{compared} answers compared");
        Assert.True(compared > 150);

        async Task<string> Answer(MatrixRoute route, Place place)
        {
            using var request = route.Request(place);
            using var response = await client.SendAsync(request);
            var body = (await response.Content.ReadAsStringAsync()).Replace(response.Headers.TryGetValues("X-Request-Id", out var id) ? id.First() : "-", "", StringComparison.Ordinal);
            var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Date" or "X-Request-Id")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
            var text = $"{(int)response.StatusCode}\n{string.Join('\n', headers.Order(StringComparer.Ordinal))}\n{body}";
            return System.Text.RegularExpressions.Regex.Replace(text, "[0-9A-Z]{13}:[0-9A-F]{8}", "");
        }
    }

    [Fact]
    public async Task The_database_shows_the_patients_that_the_decision_reaches()
    {
        foreach (var caller in world.Callers.Values)
        {
            foreach (var place in world.Places.Where(p => p.Target is not null))
            {
                await using var connection = world.App.AsService();
                var transaction = new RegistryTransaction(connection, world.App.Services.GetRequiredService<KeyRing>());
                await transaction.Begin(world.App.Issuer.Url, caller.Persona.Subject, [caller.Persona.Role], default);
                await using var command = new Npgsql.NpgsqlCommand("select count(*) from patient where id = $1", connection) { Parameters = { new() { Value = Guid.Parse(place.Ids["patientId"]) } } };
                var shown = (long)(await command.ExecuteScalarAsync())! == 1;
                await transaction.Rollback();
                Assert.Equal((caller.Persona.Role, place.Where, caller.Caller.Reaches(place.Target!, [caller.Persona.Role])), (caller.Persona.Role, place.Where, shown));
            }
        }
    }

    /// <summary>Cells that a token of the role could reach at all: its scopes are the bound whatever the table says.</summary>
    private IEnumerable<(Permission Action, Role Role)> Cells(int seed)
    {
        var routed = AccessMatrix.Routes(world.App).Select(r => r.Permission).ToHashSet();
        var cells = from action in routed from caller in world.Callers.Values where caller.Scopes.Allow(action.Scope) && RoleReach.IsSystem(caller.Persona.Role) == caller.Scopes.AreSystem
                    select (action, caller.Persona.Role);
        var shuffled = cells.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static AccessTable Flipped(Permission action, Role role) => new(Permissions.All.Select(row => row != action ? row
        : row with { Cells = row.Roles.Contains(role) ? [.. row.Cells.Where(c => c.Role != role)] : [.. row.Cells, role] }));
}
