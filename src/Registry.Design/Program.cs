using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Registry.Storage;

return 0;

/// <summary>Gives `dotnet ef` a context without a server; migrations are written from the model alone.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<RegistryDbContext>
{
    public RegistryDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql("Host=design").Options);
}
