using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The service a clinic deploys: what it is made of, and in which order a request passes through it.</summary>
public static class RegistryApi
{
    public static void AddRegistry(this WebApplicationBuilder builder, RegistrySettings settings, IClock clock)
    {
        var services = builder.Services;
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its scope puts the address of the request, as it was sent, beside every line.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // It repeats what the database said, and that may quote a row. What failed is logged where it is answered.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        // A line of JSON each, with whatever stands in it encoded: nobody writes a second line into the log.
        if (builder.Environment.IsProduction()) builder.Logging.AddJsonConsole();
        builder.WebHost.ConfigureKestrel(TransportRules.Limit);

        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddRegistryStorage(settings.Database, settings.RootKey);
        services.AddAuditing(settings);
        services.AddIdentity(settings);
        services.AddPermissions();
        services.AddLimits();
        services.AddScoped<Idempotency>();
        services.AddEvents();
        services.AddSingleton<AggregatePublisher>();
        services.AddSingleton<ProgramPublisher>();
        services.AddCdsHooks();
        services.AddSingleton<SmartConfiguration>();
        services.AddEphemeralSealing();
        services.AddSingleton<Cursors>();
        services.AddSingleton<SearchCursors>();
        services.AddExceptionHandler<RegistryExceptionHandler>();
        services.ConfigureHttpJsonOptions(o => RegistryJson.Apply(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddSingleton<BulkSignal>();
        services.AddSingleton<BulkJobs>();
        services.AddHostedService<BulkExportWorker>();
        services.AddRegistryOpenApi();
        services.AddPages(settings);
    }

    public static void MapRegistry(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<ResponseHeaders>();
        if (app.Environment.IsProduction()) app.UseEncryptionOnly();
        app.UseExceptionHandler(_ => { });
        app.UseMiddleware<HeadAsGet>();
        app.UseStatusCodePages(context => ErrorBody.Write(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseRouting();
        app.UseMiddleware<RequestLimits>();
        app.UseRegistryDocumentation();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<AccessMiddleware>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<ContentDigest>();

        app.MapHealth();
        app.MapRegistryDocumentation();
        app.MapMe();
        app.MapStaff();
        app.MapPatients();
        app.MapEpisodes();
        app.MapTeamWork();
        app.MapAssessments();
        app.MapRecommendations();
        app.MapPatientView();
        app.MapCaseloads();
        app.MapReviewSessions();
        app.MapBilling();
        app.MapMetrics();
        app.MapNewYork();
        app.MapContract();
        app.MapDrift();
        app.MapComparison();
        app.MapRunCharts();
        app.MapTargets();
        app.MapNationalMeasures();
        app.MapImplementationSites();
        app.MapCollaboratives();
        app.MapSubmissions();
        app.MapPdsaCycles();
        app.MapActionPlans();
        app.MapFinance();
        app.MapMetricBackground();
        app.MapSettings();
        app.MapImportSources();
        app.MapCodeMappings();
        app.MapQuarantine();
        app.MapKeyRotations();
        app.MapAuditEntries();
        app.MapDisclosures();
        app.MapOrganization();
        app.MapStaffAdministration();
        app.MapPrincipals();
        app.MapGrants();
        app.MapApprovals();
        app.MapEmergencyAccesses();
        app.MapAmendments();
        app.MapRestrictions();
        app.MapPart2();
        app.MapRecordCopies();
        app.MapDataSets();
        app.MapRetention();
        app.MapWebhooks();
        app.MapCdsClients();
        app.MapCdsHooks();
        app.MapSmartConfiguration();
        app.MapFhir();
        app.MapPages(app.Services.GetRequiredService<RegistrySettings>());
    }
}
