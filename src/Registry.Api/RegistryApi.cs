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
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.LargestBody;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddRegistryStorage(settings.Database);
        services.AddAuditing(settings);
        services.AddIdentity(settings);
        services.AddPermissions();
        services.AddScoped<Idempotency>();
        services.AddEvents();
        services.AddCdsHooks();
        services.AddSingleton<SmartConfiguration>();
        services.AddEphemeralSealing();
        services.AddSingleton<Cursors>();
        services.AddSingleton<SearchCursors>();
        services.AddExceptionHandler<RegistryExceptionHandler>();
        services.ConfigureHttpJsonOptions(o => RegistryJson.Apply(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddSingleton<BulkSignal>();
        services.AddHostedService<BulkExportWorker>();
        services.AddRegistryOpenApi();
        services.AddPages(settings);
    }

    public static void MapRegistry(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<ResponseHeaders>();
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
        app.MapSettings();
        app.MapImportSources();
        app.MapCodeMappings();
        app.MapQuarantine();
        app.MapAuditEntries();
        app.MapDisclosures();
        app.MapWebhooks();
        app.MapCdsClients();
        app.MapCdsHooks();
        app.MapSmartConfiguration();
        app.MapFhir();
        app.MapPages(app.Services.GetRequiredService<RegistrySettings>());
    }
}
