using System.Text.Json;
using System.Text.Json.Serialization;
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
        json.Converters.Add(new TextJson<LocalDate>(text => LocalDatePattern.Iso.Parse(text), LocalDatePattern.Iso.Format));
        json.Converters.Add(new TextJson<Instant>(text => InstantPattern.ExtendedIso.Parse(text), InstantPattern.ExtendedIso.Format));
        json.Converters.Add(new TextJson<YearMonth>(text => YearMonthPattern.Iso.Parse(text), YearMonthPattern.Iso.Format));
        json.Converters.Add(new InstrumentJson());
    }

    private sealed class TextJson<T>(Func<string, ParseResult<T>> parse, Func<T, string> format) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && parse(reader.GetString()!) is { Success: true, Value: var value } ? value : throw new JsonException();

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
