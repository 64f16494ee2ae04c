using NodaTime;

namespace Registry.Clinical;

/// <summary>Small sums with calendar days.</summary>
internal static class Days
{
    public static LocalDate Later(LocalDate a, LocalDate b) => a > b ? a : b;

    public static LocalDate Earlier(LocalDate a, LocalDate b) => a < b ? a : b;

    public static LocalDate? Earlier(LocalDate? a, LocalDate? b) => a is { } x && b is { } y ? Earlier(x, y) : a ?? b;
}
