using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Registry.Api;

/// <summary>Which query or route values could not be read. The framework says it in a message that quotes the value, and of optional ones not at all: so they are read again, and those that cannot be are named.</summary>
internal static class UnreadParameter
{
    /// <param name="endpoint">Where the request was to go: an exception on the way there takes it away.</param>
    public static IReadOnlyList<FieldError> Among(HttpContext http, Endpoint? endpoint, RouteValueDictionary? route) =>
    [
        .. from parameter in endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? []
           let text = (string?)route?.GetValueOrDefault(parameter.Name) ?? (string?)http.Request.Query[parameter.Name]
           where text is null ? IsMissing(parameter) : parameter.HasTryParse && !IsRead(parameter.ParameterInfo.ParameterType, text)
           select new FieldError("#/" + JsonNamingPolicy.CamelCase.ConvertName(parameter.Name), "malformed", "Not of the expected form."),
    ];

    /// <summary>A text has nothing to be read by and is asked for all the same.</summary>
    private static bool IsMissing(IParameterBindingMetadata parameter) =>
        !parameter.IsOptional && (parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string));

    private static bool IsRead(Type type, string text)
    {
        var read = Nullable.GetUnderlyingType(type) ?? type;
        if (read.IsEnum) return Enum.TryParse(read, text, ignoreCase: true, out _);
        if (read.GetMethod("TryParse", [typeof(string), typeof(IFormatProvider), read.MakeByRefType()]) is { } parse) return parse.Invoke(null, [text, CultureInfo.InvariantCulture, null]) is true;
        return read.GetMethod("TryParse", [typeof(string), read.MakeByRefType()])?.Invoke(null, [text, null]) is not false;
    }
}
