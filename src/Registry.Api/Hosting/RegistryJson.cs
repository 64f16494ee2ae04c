using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>JSON of /v1: camelCase members, lower-kebab words, ISO days and instants; strict on the way in.</summary>
internal static class RegistryJson
{
    public static void Apply(JsonSerializerOptions json)
    {
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.PropertyNameCaseInsensitive = false;
        json.MaxDepth = 16;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.Converters.Add(new IdJson());
        json.Converters.Add(new TextJson<LocalDate>(text => LocalDatePattern.Iso.Parse(text), day => Years.Meant(day.Year), LocalDatePattern.Iso.Format));
        json.Converters.Add(new TextJson<Instant>(MomentOf, moment => Years.Meant(moment.InUtc().Year), InstantPattern.ExtendedIso.Format));
        json.Converters.Add(new TextJson<YearMonth>(text => YearMonthPattern.Iso.Parse(text), month => Years.Meant(month.Year), YearMonthPattern.Iso.Format));
        json.Converters.Add(new InstrumentJson());
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseNullsInLists);
    }

    /// <summary>With any offset, as RFC 3339 has it; answered in UTC.</summary>
    private static ParseResult<Instant> MomentOf(string text) => OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var moment } && Years.Meant(moment.Year)
        ? ParseResult<Instant>.ForValue(moment.ToInstant()) : ParseResult<Instant>.ForException(() => new FormatException());

    /// <summary>A list of records holds records: what is nullable is said of members, and not looked at for what is in a list.</summary>
    private static void RefuseNullsInLists(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        var lists = type.Properties.Where(p => p.Get is not null && p.PropertyType != typeof(string) && ElementOf(p.PropertyType) is { IsValueType: false }).ToList();
        if (lists.Count == 0) return;
        var before = type.OnDeserialized;
        type.OnDeserialized = read =>
        {
            before?.Invoke(read);
            foreach (var list in lists)
            {
                if (list.Get!(read) is IEnumerable items && items.Cast<object?>().Contains(null)) throw new JsonException(null, $"$.{list.Name}", null, null);
            }
        };
    }

    private static Type? ElementOf(Type list) =>
        list.GetInterfaces().Append(list).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private sealed class TextJson<T>(Func<string, ParseResult<T>> parse, Func<T, bool> isMeant, Func<T, string> format) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && parse(reader.GetString()!) is { Success: true, Value: var value } && isMeant(value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
    }

    private sealed class InstrumentJson : JsonConverter<Instrument>
    {
        public override Instrument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Instruments.ByCode(reader.GetString()) is { } instrument ? instrument : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Instrument value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }

    private sealed class IdJson : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

        private sealed class Of<T> : JsonConverter<Id<T>>
        {
            public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                reader.TokenType is JsonTokenType.String && reader.TryGetGuid(out var value) ? new(value) : throw new JsonException();

            public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
