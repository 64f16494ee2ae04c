using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;

namespace Registry.Storage;

public static class StorageSetup
{
    /// <summary>Key of the data source for work on whole organizations: it takes no connection from requests, and its statements may run for minutes.</summary>
    public const string Publishing = "publishing";

    /// <summary>One connection a request, shared by EF and by the hand-written statements, in the one transaction.</summary>
    public static void AddRegistryStorage(this IServiceCollection services, string connectionString, IRootKey rootKey)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddKeyedSingleton(Publishing, (_, _) => PublishingSource(connectionString));
        services.AddScoped(provider => provider.GetRequiredService<NpgsqlDataSource>().CreateConnection());
        services.AddScoped<RegistryTransaction>();
        // Keys come over a connection of their own: a request that waits for them holds one already.
        services.AddSingleton(provider => new KeyRing(KeySource(connectionString), rootKey, provider.GetRequiredService<IClock>()));
        services.AddDbContext<RegistryDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlConnection>()));
    }

    // A statement that reads a clinic today and an organization of a hundred clinics tomorrow is planned for what is asked.
    private static NpgsqlDataSource PublishingSource(string connectionString) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "registry publishing", MinPoolSize = 0, MaxPoolSize = 2, CommandTimeout = 15 * 60, ReadBufferSize = 128 * 1024, Options = "-c jit=off",
    }.ConnectionString);

    private static NpgsqlDataSource KeySource(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "registry keys", MinPoolSize = 0, MaxPoolSize = 1, Timeout = 5 }.ConnectionString);

    /// <summary>What a connection string does not say itself. Hot statements are prepared after their first uses; few connections keep few cores from thrashing.</summary>
    private static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "registry" };
        if (!settings.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = 100;
        if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = Environment.ProcessorCount + 2;
        // Whoever waits longer for a connection is told to come back (503).
        if (!settings.ContainsKey("Timeout")) settings.Timeout = 2;
        // A caseload's facts in one or two reads instead of twenty.
        if (!settings.ContainsKey("Read Buffer Size")) settings.ReadBufferSize = 128 * 1024;
        // One plan per statement, made once: the one that the plan tests look at. Left alone, the server makes a new plan for each import.
        // What the row policies might do makes a statement look dear, and compiling it would cost many times what it takes.
        if (!settings.ContainsKey("Options")) settings.Options = "-c plan_cache_mode=force_generic_plan -c jit=off";
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // A span of a statement that fails carries the database's own text, which may quote a row: there are none of them.
        builder.ConfigureTracing(traces => traces.ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false).ConfigureCopyOperationFilter(_ => false));
        return builder.Build();
    }
}
