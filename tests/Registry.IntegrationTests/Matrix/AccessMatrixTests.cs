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

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        output.WriteLine($"{called} cells called");
        Assert.True(called > 1_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_cell_flipped_at_random_is_noticed(int seed)
    {
        foreach (var (action, role) in Cells(seed).Take(5))
        {
            await using var altered = await world.App.Serve(services => services.AddSingleton(Flipped(action, role)));
            var (_, wrong) = await AccessMatrix.Check(world, AccessMatrix.Routes(world.App).Where(r => r.Permission == action), RegistryApp.AddressOf(altered));

            output.WriteLine($"{action} {Kebab.Of(role)}: {wrong.Count} cells wrong, such as {wrong.FirstOrDefault()}");
            Assert.True(wrong.Count > 0, $"Nobody noticed that {Kebab.Of(role)} was flipped at {action}.");
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
