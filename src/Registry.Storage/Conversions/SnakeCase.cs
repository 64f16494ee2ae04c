using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Registry.Storage;

/// <summary>Tables and columns in snake_case, as SQL is read; tables are singular.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.BaseType is null) entity.SetTableName(Of(entity.ClrType.Name));
            foreach (var property in entity.GetDeclaredProperties()) property.SetColumnName(Of(property.Name));
            foreach (var property in entity.GetComplexProperties().SelectMany(p => p.ComplexType.GetProperties())) property.SetColumnName(Of(property.Name));
            foreach (var key in entity.GetDeclaredKeys()) key.SetName("pk_" + entity.GetTableName());
        }
    }

    // "on" is a reserved word of SQL.
    public static string Of(string name) => name == "On" ? "on_day" : JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
