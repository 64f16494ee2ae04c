using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Registry.Api;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Transport;

/// <summary>Nobody uses more of the registry than a person, a program, an organization or a stranger has to; and reading through a clinic is noticed.</summary>
public sealed class BudgetTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task Whoever_asks_too_often_is_told_when_to_come_back_and_the_others_are_served()
    {
        await using var limited = await Limited(new() { PerPrincipal = 5, PerClient = 1000, PerOrganization = 1000, PerAddress = 1000 });
        using var careManager = app.As(Personas.CareManager, RegistryApp.AddressOf(limited));
        for (var i = 0; i < 5; i++) await careManager.Gets("/v1/me");

        using var refused = await careManager.GetAsync(new Uri("/v1/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(int.Parse(refused.Headers.RetryAfter!.ToString()), 1, 60);
        Assert.Contains("too-many-requests", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await RecordedOnce(refused, 429);

        // Another token is the same person; another person is not.
        using var again = app.As(Personas.CareManager, RegistryApp.AddressOf(limited));
        await again.Gets("/v1/me", HttpStatusCode.TooManyRequests);
        using var auditor = app.As(Personas.Auditor, RegistryApp.AddressOf(limited));
        await auditor.Gets("/v1/me");
    }

    [Fact]
    public async Task An_application_an_organization_and_an_address_have_budgets_of_their_own()
    {
        await using (var perClient = await Limited(new() { PerClient = 4 }))
        {
            await UsedUp(app.As(Personas.CareManager, RegistryApp.AddressOf(perClient)), 2);
            await UsedUp(app.As(Personas.Auditor, RegistryApp.AddressOf(perClient)), 2);
            using var sameApplication = app.As(Personas.Administrator, RegistryApp.AddressOf(perClient));
            await sameApplication.Gets("/v1/me", HttpStatusCode.TooManyRequests);
            using var ehr = app.As(Personas.EhrIntegration, RegistryApp.AddressOf(perClient));
            await ehr.Gets("/fhir/Observation?patient=none");
        }

        await using (var perOrganization = await Limited(new() { PerOrganization = 3 }))
        {
            await UsedUp(app.As(Personas.CareManager, RegistryApp.AddressOf(perOrganization)), 3);
            using var colleague = app.As(Personas.Auditor, RegistryApp.AddressOf(perOrganization));
            var refused = await colleague.Gets("/v1/me", HttpStatusCode.TooManyRequests);
            Assert.Equal(429, (int)refused["status"]!);
            using var elsewhere = app.As(Personas.Auditor with { Subject = "foreign-" + Personas.Auditor.Subject }, RegistryApp.AddressOf(perOrganization));
            await elsewhere.Gets("/v1/me");
        }

        await using var perAddress = await Limited(new() { PerAddress = 3 });
        using var stranger = app.With("no token", RegistryApp.AddressOf(perAddress));
        for (var i = 0; i < 3; i++) await stranger.Gets("/v1/me", HttpStatusCode.Unauthorized);
        using var tooMany = await stranger.GetAsync(new Uri("/fhir/Patient/1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.Contains("throttled", await tooMany.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await RecordedOnce(tooMany, 429);
        using var known = app.As(Personas.CareManager, RegistryApp.AddressOf(perAddress));
        await known.Gets("/v1/me");
    }

    [Fact]
    public async Task Opening_the_records_of_many_patients_ends_with_the_hour_s_budget_and_raises_an_alert()
    {
        await using var limited = await Limited(new() { ChartsPerHour = 3 });
        using var arranging = app.As("care-manager");
        var patients = new List<string>();
        for (var i = 0; i < 5; i++) patients.Add(await arranging.KnowsPatient(app));
        using var careManager = app.As(Personas.CareManager, RegistryApp.AddressOf(limited));
        foreach (var patient in patients.Take(3).Concat(patients.Take(3))) await careManager.Gets($"/v1/patients/{patient}");

        using var refused = await careManager.GetAsync(new Uri($"/v1/patients/{patients[3]}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(int.Parse(refused.Headers.RetryAfter!.ToString()), 3000, 3600);
        Assert.DoesNotContain("Ashgrove", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await RecordedOnce(refused, 429);
        await careManager.Posts($"/v1/patients/{patients[4]}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-01", total = 9 }, HttpStatusCode.TooManyRequests);
        Assert.Single(app.Log, line => line.Contains("has opened the records of 3 patients", StringComparison.Ordinal));

        // Charts that are open already stay so; a caseload is not a chart; a program is not a person; and the next hour is another.
        await careManager.Gets($"/v1/patients/{patients[0]}");
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}");
        Assert.Empty((await careManager.Gets($"/v1/patients/{patients[0]}/assessments"))["items"]!.AsArray());
        using var ehr = app.As(Personas.EhrIntegration, RegistryApp.AddressOf(limited));
        foreach (var patient in patients) await ehr.Gets($"/fhir/Patient/{patient}");
        var noon = app.Clock.Now;
        app.Clock.Now += Duration.FromMinutes(61);
        await careManager.Gets($"/v1/patients/{patients[3]}");
        app.Clock.Now = noon;
    }

    private Task<WebApplication> Limited(LimitSettings limits) => app.Serve(services =>
    {
        var settings = (RegistrySettings)services.Single(s => s.ServiceType == typeof(RegistrySettings)).ImplementationInstance!;
        services.Replace(ServiceDescriptor.Singleton(settings with { Limits = limits }));
    });

    private static async Task UsedUp(HttpClient client, int requests)
    {
        using (client)
        {
            for (var i = 0; i < requests; i++) await client.Gets("/v1/me");
        }
    }

    private async Task RecordedOnce(HttpResponseMessage answer, int status)
    {
        var id = answer.Headers.GetValues("X-Request-Id").Single();
        await using var db = app.Owner();
        Assert.Equal(status, Assert.Single(await db.AuditEntries.AsNoTracking().Where(e => e.RequestId == id).ToListAsync()).Status);
    }
}
