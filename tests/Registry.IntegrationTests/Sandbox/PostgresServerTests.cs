using Npgsql;

namespace Registry.IntegrationTests.Sandbox;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Each_test_class_gets_a_copy_of_its_own_and_the_template_is_made_once()
    {
        var made = 0;
        Task Migrate(string owner)
        {
            made++;
            return Execute(owner, "create table answer as select 42 as value");
        }

        await using var first = await PostgresServer.Clone("once", Migrate);
        await using var second = await PostgresServer.Clone("once", Migrate);
        await Execute(first.OwnerConnectionString, "update answer set value = 43");

        Assert.Equal(1, made);
        Assert.Equal(43, await Execute(first.OwnerConnectionString, "select value from answer"));
        Assert.Equal(42, await Execute(second.OwnerConnectionString, "select value from answer"));
    }

    [Fact]
    public async Task A_database_goes_with_its_test_class()
    {
        var database = await PostgresServer.Clone("gone", owner => Execute(owner, "select 1"));
        await using var witness = await PostgresServer.Clone("gone", owner => Execute(owner, "select 1"));
        await Execute(database.OwnerConnectionString, "select 1");

        await database.DisposeAsync();

        Assert.Equal(0L, await Execute(witness.OwnerConnectionString, $"select count(*) from pg_database where datname = '{database.Name}'"));
    }

    [Theory]
    [InlineData(null, typeof(TestDatabaseChoice.Auto))]
    [InlineData("auto", typeof(TestDatabaseChoice.Auto))]
    [InlineData("private", typeof(TestDatabaseChoice.Private))]
    [InlineData("container", typeof(TestDatabaseChoice.Container))]
    [InlineData("Host=db;Username=owner", typeof(TestDatabaseChoice.Given))]
    public void The_environment_chooses_the_server(string? text, Type choice) =>
        Assert.IsType(choice, TestDatabaseChoice.Parse(text));

    [Fact]
    public void A_choice_nobody_knows_is_said_to_be_wrong() =>
        Assert.Contains("privat:", Assert.Throws<ArgumentException>(() => TestDatabaseChoice.Parse("privat")).Message);

    private static async Task<object?> Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
