namespace Registry.IntegrationTests;

/// <summary>A registry for tests of what EHRs send and read. Each has patients of its own and leaves the clock alone, so one service and one database do for all.</summary>
[CollectionDefinition(Name)]
public sealed class EhrRegistry : ICollectionFixture<RegistryApp>
{
    public const string Name = "a registry of EHRs";
}

/// <summary>A registry for tests of what teams send and read, with the same rules.</summary>
[CollectionDefinition(Name)]
public sealed class TeamRegistry : ICollectionFixture<RegistryApp>
{
    public const string Name = "a registry of teams";
}
