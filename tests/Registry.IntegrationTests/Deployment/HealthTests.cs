using System.Diagnostics;
using Registry.Api;
using Registry.IntegrationTests.Crash;
using Registry.IntegrationTests.Sandbox;

namespace Registry.IntegrationTests.Deployment;

public sealed class HealthTests
{
    [Fact]
    public async Task The_health_verb_tells_a_ready_service_from_one_that_is_gone()
    {
        using var scratch = new ScratchFolder();
        await using var issuer = await LoopbackIssuer.Start(scratch.Path);
        await using var database = await PostgresServer.Registry();
        using var service = new ServiceProcess(database.ConnectionString("registry_service"), issuer.Url);
        await service.Start();
        Assert.Equal(0, await Health(service.Address));

        await service.Kill();
        Assert.Equal(3, await Health(service.Address));
    }

    private static async Task<int> Health(Uri address)
    {
        using var health = Process.Start(new ProcessStartInfo("dotnet", [typeof(RegistryApi).Assembly.Location, "health", $"--urls={address}"]) { RedirectStandardError = true })!;
        await health.WaitForExitAsync();
        return health.ExitCode;
    }
}
