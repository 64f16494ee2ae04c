using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Registry.Storage;

/// <remarks>Comparisons translate to SQL, arithmetic does not: compute cut-off days in C#.</remarks>
internal sealed class LocalDateConverter() : ValueConverter<LocalDate, DateOnly>(d => d.ToDateOnly(), d => LocalDate.FromDateOnly(d));

internal sealed class InstantConverter() : ValueConverter<Instant, DateTime>(i => i.ToDateTimeUtc(), d => Instant.FromDateTimeUtc(d));
