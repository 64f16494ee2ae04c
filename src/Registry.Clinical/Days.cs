using NodaTime;

namespace Registry.Clinical;

/// <summary>Small sums with calendar days.</summary>
internal static class Days
{
    public static LocalDate Later(LocalDate a, LocalDate b) => a > b ? a : b;

    public static LocalDate Earlier(LocalDate a, LocalDate b) => a < b ? a : b;

    public static LocalDate? Earlier(LocalDate? a, LocalDate? b) => a is { } x && b is { } y ? Earlier(x, y) : a ?? b;

    /// <summary>The day that many business days later; Saturdays and Sundays are none, holidays are not known here.</summary>
    public static LocalDate AddBusinessDays(LocalDate day, int count)
    {
        while (count > 0)
        {
            day = day.PlusDays(1);
            if (day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)) count--;
        }

        return day;
    }

    public static LocalDate FirstOfNextMonth(LocalDate day) => new LocalDate(day.Year, day.Month, 1).PlusMonths(1);
}
