using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What every table of facts has: a key led by the organization, a version that guards against lost updates.</summary>
internal static class FactConfiguration
{
    public static void IsFact<T>(this EntityTypeBuilder<T> fact) where T : Fact
    {
        fact.HasKey(nameof(Fact.OrganizationId), "Id");
        fact.Property(f => f.Version).IsConcurrencyToken();
        fact.HasOne<Organization>().WithMany().HasForeignKey(f => f.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }

    /// <summary>In the order recorded, for readers who go on from the newest version they saw.</summary>
    public static void IsReadAsRecorded<T>(this EntityTypeBuilder<T> fact, string table) where T : Fact =>
        fact.HasIndex([nameof(Fact.OrganizationId), nameof(Fact.RecordedAt), "Id"], $"ix_{table}_recorded");

    /// <summary>A foreign key that carries the organization, so that no row can point into another tenant.</summary>
    public static void References<T, TOther>(this EntityTypeBuilder<T> from, string column) where T : class where TOther : class =>
        from.HasOne<TOther>().WithMany().HasForeignKey("OrganizationId", column).HasPrincipalKey("OrganizationId", "Id").OnDelete(DeleteBehavior.Restrict);

    /// <summary>The column holds one of the enum's words.</summary>
    public static void OneOf<T, TEnum>(this EntityTypeBuilder<T> table, string constraint, string column) where T : class where TEnum : struct, Enum =>
        table.ToTable(t => t.HasCheckConstraint(constraint, $"{column} in ({string.Join(", ", Kebab.All<TEnum>().Select(w => $"'{w}'"))})"));
}
