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
        services.AddIdentity(settings);
        services.AddPermissions();
        services.AddScoped<Idempotency>();
        services.AddEphemeralSealing();
        services.AddSingleton<Cursors>();
        services.AddExceptionHandler<RegistryExceptionHandler>();
        services.ConfigureHttpJsonOptions(o => RegistryJson.Apply(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddRegistryOpenApi();
        services.AddPages();
    }

    public static void MapRegistry(this WebApplication app)
    {
        app.UseMiddleware<ResponseHeaders>();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => ErrorBody.Write(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseRouting();
        app.UseMiddleware<RequestLimits>();
        app.UseRegistryDocumentation();
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
        app.MapAuditEntries();
        app.MapFhir();
        app.MapPages(app.Services.GetRequiredService<RegistrySettings>());
    }
}
