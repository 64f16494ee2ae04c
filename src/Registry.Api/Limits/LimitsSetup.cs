using System.Globalization;

namespace Registry.Api;

internal static class LimitsSetup
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<RequestBudgets>();
        services.AddSingleton<ChartBudget>();
    }

    /// <summary>429, and when to come back: never sooner than it helps.</summary>
    public static void MustWait(this HttpResponse response, TimeSpan wait)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
