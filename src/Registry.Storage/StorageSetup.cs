using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Registry.Storage;

public static class StorageSetup
{
    /// <summary>One connection a request, shared by EF and by the hand-written statements, in the one transaction.</summary>
    public static void AddRegistryStorage(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddScoped(provider => provider.GetRequiredService<NpgsqlDataSource>().CreateConnection());
        services.AddScoped<RegistryTransaction>();
        services.AddDbContext<RegistryDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlConnection>()));
    }

    /// <summary>Hot statements are prepared after their first uses. A borrower waits two seconds at most, then the caller is told to come back.</summary>
    private static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "registry" };
        if (!settings.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = 100;
        if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = Environment.ProcessorCount + 2;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
