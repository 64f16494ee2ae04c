using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>One random episode: how it began and ended, and the team's work in it.</summary>
internal sealed class RandomCourse(Random dice, RawRegistry registry, Guid patient, Guid clinic, Guid episode)
{
    private int sequence;

    /// <returns>The day it ended; negative while it is open.</returns>
    public int Tell(int start)
    {
        var referred = dice.Next(3) == 0;
        var row = new RawRow
        {
            ["id"] = episode, ["patient_id"] = patient, ["clinic_id"] = clinic, ["program"] = "collaborative-care", ["primary_scale"] = Pick("phq-9", "phq-9", "gad-7", "pcl-5", "audit-c", "phq-9m"),
            ["referred_on"] = referred ? Day(start).ToDateOnly() : null, ["enrolled_on"] = Day(start).ToDateOnly(), ["status"] = referred ? "referred" : "treatment",
        };
        var fact = new RawFact("episode", [(Known(start), row)]);
        registry.Facts.Add(fact);
        Status(fact, referred ? "referred" : "treatment", start);
        if (referred && dice.Next(5) > 0) (row, start) = Change(fact, start + dice.Next(40), "treatment");
        Work(start);
        if (row.Text("status") == "treatment" && dice.Next(3) == 0) Change(fact, start + dice.Next(30, 150), "relapse-prevention");
        if (dice.Next(2) == 0) return -1;

        var from = Period.DaysBetween(RandomRegistry.FirstDay, LastStatus);
        var end = Math.Max(from, start + Pick(20, 69, 70, 71, 83, 84, 90, 98, 120, dice.Next(300)));
        Change(fact, end, "inactive", r => r.With("ended_on", Day(end).ToDateOnly()).With("discharge_reason", Pick("graduated", "lost-to-follow-up", "withdrew", "transferred", "died", "other")));
        return end;
    }

    private LocalDate LastStatus => registry.Facts.Where(f => f.Table == "episode_status_change" && f.Versions[0].Row.Id("episode_id") == episode).Max(f => f.Versions[0].Row.Day("on_day"));

    private (RawRow Row, int Day) Change(RawFact fact, int day, string status, Func<RawRow, RawRow>? also = null)
    {
        var row = fact.Versions[^1].Row.With("status", status);
        if (also is not null) row = also(row);
        if (status == "treatment") row = row.With("enrolled_on", Day(day).ToDateOnly());
        fact.Versions.Add((Instant.Max(fact.Versions[^1].At + Duration.FromMinutes(1), Known(day)), row));
        Status(fact, status, day);
        return (row, day);
    }

    private void Status(RawFact fact, string status, int day) => registry.Facts.Add(new("episode_status_change",
        [(fact.Versions[^1].At, new() { ["episode_id"] = episode, ["sequence"] = ++sequence, ["status"] = status, ["on_day"] = Day(day).ToDateOnly() })]));

    private void Work(int start)
    {
        if (dice.Next(5) > 0) Contact(start, "initial-assessment");
        for (var day = start + Pick(1, 7, 14, 28, 29, 30); day < RandomRegistry.DaysTold && dice.Next(20) > 0; day += Pick(3, 7, 14, 20, 30, 31, 45, 90, 91)) Contact(day, Pick("follow-up", "follow-up", "follow-up", "outreach-attempt", "no-show", "message", "collateral", "scheduling", "care-coordination"));
        for (var day = start + Pick(5, 30, 56, 84, 85); day < RandomRegistry.DaysTold && dice.Next(6) > 0; day += Pick(7, 14, 28, 59, 60, 61)) Consultation(day);
        for (var left = dice.Next(4); left > 0; left--) Entry(start + dice.Next(200), "treatment-change", new() { ["treatment"] = "medication", ["change"] = "started", ["description"] = "Testaline" });
        for (var left = dice.Next(4); left > 0; left--) Entry(start + dice.Next(200), "minutes", new() { ["work"] = Pick("registry-work", "administrative", "care-planning"), ["by"] = Pick("care-manager", "care-manager", "psychiatric-consultant"), ["minutes"] = dice.Next(1, 30), ["billed_elsewhere"] = dice.Next(6) == 0, ["attendees"] = 1, ["staff_member_id"] = registry.CareManagers[0] });
        for (var left = dice.Next(5); left > 0; left--) Entry(start + dice.Next(200), "flag-acknowledgement", new() { ["flag_id"] = Pick("F01", "F01", "F06"), ["disposition"] = dice.Next(3) > 0 ? "risk-assessed" : null });
        if (dice.Next(3) == 0) Add(dice, registry, "relapse_prevention_plan", Day(start + dice.Next(150)), Own(new() { ["staff_member_id"] = registry.CareManagers[0], ["minutes"] = dice.Next(40), ["entered_in_error"] = false }), "on_day");
    }

    private void Contact(int day, string purpose) => Add(dice, registry, "contact", Day(day), Own(new()
    {
        ["staff_member_id"] = registry.CareManagers[dice.Next(3)], ["purpose"] = purpose, ["mode"] = purpose == "message" ? "message" : Pick("phone", "video", "in-person"), ["minutes"] = dice.Next(61),
        ["kept"] = purpose is "initial-assessment" || (purpose is not ("outreach-attempt" or "no-show") && dice.Next(8) > 0), ["entered_in_error"] = false,
    }), "on_day");

    private void Consultation(int day)
    {
        var (recommends, settled) = (dice.Next(3) > 0, dice.Next(3) > 0);
        Add(dice, registry, "consultation", Day(day), Own(new()
        {
            ["consultant_id"] = registry.CareManagers[0], ["minutes"] = dice.Next(30), ["recommendation"] = recommends ? "change-medication" : null, ["entered_in_error"] = false,
            ["recommendation_state"] = recommends && settled ? Pick("accepted", "declined", "done") : "open", ["settled_on"] = recommends && settled ? Day(day + dice.Next(40)).ToDateOnly() : null,
        }), "on_day");
    }

    private void Entry(int day, string kind, RawRow row) => Add(dice, registry, "team_entry", Day(day), Own(row.With("kind", kind).With("entered_in_error", false)), "on_day");

    private RawRow Own(RawRow row) => row.With("id", Guid.CreateVersion7()).With("patient_id", patient).With("episode_id", episode);

    /// <summary>Adds a fact as it was first told, most often late, and now and then as it was corrected or withdrawn.</summary>
    public static RawFact Add(Random dice, RawRegistry registry, string table, LocalDate on, RawRow row, string day, bool corrected = true)
    {
        var told = row.With(day, on.ToDateOnly());
        var fact = new RawFact(table, [(RandomRegistry.Moment(on.PlusDays(dice.Next(3) > 0 ? 0 : dice.Next(25))), told)]);
        registry.Facts.Add(fact);
        if (!corrected || table == "attested_fte" || dice.Next(8) > 0) return fact;
        var changed = dice.Next(2) == 0 ? told.With(day, on.PlusDays(dice.Next(-9, 10)).ToDateOnly()) : table == "assessment" ? told.With("status", "entered-in-error") : told.With("entered_in_error", true);
        fact.Versions.Add((fact.Versions[0].At + Duration.FromDays(dice.Next(1, 90)), changed));
        return fact;
    }

    private Instant Known(int day) => RandomRegistry.Moment(Day(day + (dice.Next(2) == 0 ? 0 : dice.Next(15))));

    private static LocalDate Day(int day) => RandomRegistry.FirstDay.PlusDays(day);

    private T Pick<T>(params T[] from) => from[dice.Next(from.Length)];
}
