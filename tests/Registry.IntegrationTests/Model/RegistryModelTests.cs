using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Random commands of several users, late and repeated, against a plain model. REGISTRY_MODEL_STEPS makes each run longer.</summary>
public sealed class RegistryModelTests
{
    private static readonly int Steps = Effort.Of("REGISTRY_MODEL_STEPS", 160);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_the_team_and_the_EHR_send_one_after_the_other_the_registry_does_and_shows_what_the_model_says(int seed)
    {
        var app = new RegistryApp();
        await app.InitializeAsync();
        try
        {
            using var users = await Users.Of(app);
            var (commands, dice) = (new Commands(users, seed), new Random(seed));
            for (var step = 0; step < Steps; step++)
            {
                if (dice.Next(3) == 0) users.Pass(Duration.FromDays(dice.Next(4)) + Duration.FromSeconds(1));
                await commands.Step();
                if (step % 60 == 59) await ModelChecks.Shows(app, users, [commands], dice, days: 2);
            }

            await ModelChecks.Shows(app, users, [commands], dice, days: 6);
            await ModelChecks.Holds(app, [commands]);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(11)]
    public async Task Whatever_four_teams_send_at_the_same_time_the_registry_does_and_shows_what_their_models_say(int seed)
    {
        var app = new RegistryApp();
        await app.InitializeAsync();
        try
        {
            using var users = await Users.Of(app);
            var dice = new Random(seed);
            var teams = Enumerable.Range(0, 4).Select(team => new Commands(users, 1000 * seed + team)).ToList();
            for (var round = 0; round < 4; round++)
            {
                await Task.WhenAll(teams.Select(team => Task.Run(async () =>
                {
                    for (var step = 0; step < Steps / 8; step++) await team.Step(withHandovers: false);
                })));
                await ModelChecks.Shows(app, users, teams, dice, days: 2);
                users.Pass(Duration.FromDays(dice.Next(1, 25)) + Duration.FromSeconds(1));
            }

            await ModelChecks.Holds(app, teams);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }
}
