using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Small organizations as they come: late entries, corrections, retractions, second episodes, and days right at the edges of the rules.</summary>
internal sealed class RandomRegistry
{
    public static readonly LocalDate FirstDay = new(2024, 1, 1);
    public const int DaysTold = 540;

    private readonly Random dice;
    private readonly RawRegistry registry;

    private RandomRegistry(int seed)
    {
        dice = new(seed);
        registry = new(Guid.CreateVersion7(), [Guid.CreateVersion7(), Guid.CreateVersion7()], [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()]);
    }

    public static RawRegistry Tell(int seed)
    {
        var telling = new RandomRegistry(seed);
        foreach (var manager in telling.registry.CareManagers) telling.Fte(manager);
        for (var left = telling.dice.Next(4, 11); left > 0; left--) telling.Patient();
        return telling.registry;
    }

    private void Fte(Guid manager)
    {
        for (var left = dice.Next(3); left > 0; left--) Add("attested_fte", Day(dice.Next(DaysTold)), new() { ["staff_member_id"] = manager, ["fte"] = dice.Next(1, 6) * 0.25m }, "from_on");
    }

    private void Patient()
    {
        var (patient, clinic) = (Guid.CreateVersion7(), registry.Clinics[dice.Next(2)]);
        registry.Facts.Add(new("patient", [(Moment(FirstDay.PlusDays(-90)), new() { ["id"] = patient, ["clinic_id"] = clinic, ["family_name"] = "F", ["given_name"] = "G", ["birth_date"] = Born() })]));
        Background(patient);
        var day = dice.Next(300);
        for (var left = dice.Next(4) == 0 ? 2 : 1; left > 0; left--)
        {
            day = Episode(patient, clinic, day);
            if (day < 0) break;
            day += dice.Next(3) * dice.Next(20);
        }

        foreach (var instrument in (string[])["phq-9", "gad-7", "pcl-5", "phq-2", "phq-9m"]) Scores(patient, instrument);
        AnswerScores(patient);
    }

    /// <summary>Self-harm answers are followed up, in time or not; now and then somebody chooses a baseline.</summary>
    private void AnswerScores(Guid patient)
    {
        var episode = registry.Facts.Last(f => f.Table == "episode").Versions[0].Row.Id("id");
        foreach (var score in registry.Facts.Where(f => f.Table == "assessment" && f.Versions[0].Row.Id("patient_id") == patient).Select(f => f.Versions[0].Row).ToList())
        {
            var entry = new RawRow { ["id"] = Guid.CreateVersion7(), ["patient_id"] = patient, ["episode_id"] = episode, ["assessment_id"] = score.Id("id"), ["entered_in_error"] = false };
            var on = score.Day("administered_on").PlusDays(dice.Next(5));
            if (score.GetValueOrDefault("self_harm_answer") is > (short)0 && dice.Next(4) > 0) Add("team_entry", on, entry.With("kind", "flag-acknowledgement").With("flag_id", "F01").With("disposition", "risk-assessed"), "on_day");
            else if (dice.Next(25) == 0) Add("team_entry", on, entry.With("kind", "baseline-override").With("note", "why"), "on_day");
        }
    }

    /// <summary>Most often grown up; else around the ages at which measures begin and their groups change, or not known.</summary>
    private DateOnly? Born() => dice.Next(6) == 0 ? null : FirstDay.PlusYears(Pick(-11, -12, -13, -17, -18, -40, -40, -40)).PlusDays(dice.Next(540)).ToDateOnly();

    private void Background(Guid patient)
    {
        var at = Moment(FirstDay.PlusDays(dice.Next(-60, 200)));
        for (var (version, last) = (1, dice.Next(3)); version <= last; version++, at += Duration.FromDays(dice.Next(1, 200)))
        {
            registry.Facts.Add(new("patient_background", [(at, new() { ["patient_id"] = patient, ["version"] = version })]));
            for (var sequence = 1; sequence <= dice.Next(1, 4); sequence++)
            {
                var start = FirstDay.PlusDays(dice.Next(-300, 200));
                registry.Facts.Add(new("patient_coverage", [(at, new()
                {
                    ["patient_id"] = patient, ["version"] = version, ["sequence"] = sequence, ["payer"] = Pick("medicaid-ffs", "medicaid-managed-care", "dual-medicare-medicaid", "commercial"),
                    ["start_on"] = start.ToDateOnly(), ["end_on"] = dice.Next(2) == 0 ? start.PlusDays(dice.Next(400)).ToDateOnly() : null,
                })]));
            }
        }
    }

    /// <returns>The day after which another episode may begin; negative when this one is open.</returns>
    private int Episode(Guid patient, Guid clinic, int day)
    {
        var id = Guid.CreateVersion7();
        var course = new RandomCourse(dice, registry, patient, clinic, id);
        var ended = course.Tell(day);
        var manager = registry.CareManagers[dice.Next(3)];
        var first = Add("care_team_assignment", Day(day), new() { ["id"] = Guid.CreateVersion7(), ["patient_id"] = patient, ["episode_id"] = id, ["role"] = "care-manager", ["staff_member_id"] = manager }, "from_on", corrected: false);
        if (dice.Next(4) == 0)
        {
            var handover = day + dice.Next(1, 200);
            first.Versions.Add((Later(first, Day(handover)), first.Versions[0].Row.With("until_on", Day(handover).ToDateOnly())));
            Add("care_team_assignment", Day(handover),
                new() { ["id"] = Guid.CreateVersion7(), ["patient_id"] = patient, ["episode_id"] = id, ["role"] = "care-manager", ["staff_member_id"] = registry.CareManagers.Where(m => m != manager).ElementAt(dice.Next(2)) }, "from_on", corrected: false);
        }

        return ended;
    }

    private void Scores(Guid patient, string instrument)
    {
        if (instrument != "phq-9" && dice.Next(3) > 0) return;
        var most = instrument switch { "gad-7" => 21, "pcl-5" => 80, "phq-2" => 6, _ => 27 };
        var level = dice.Next(most / 2, most + 1);
        var enrolled = registry.Facts.Where(f => f.Table == "episode" && f.Versions[0].Row.Id("patient_id") == patient).Select(f => f.Versions[^1].Row.Day("enrolled_on")).ToList();
        var day = Period.DaysBetween(FirstDay, enrolled[0]) + dice.Next(-16, 3);
        for (; day < DaysTold && dice.Next(14) > 0; day += Pick(0, 1, 7, 14, 28, 30, 31, 35, dice.Next(60)))
        {
            level = Math.Clamp(level + dice.Next(-7, 6), 0, most);
            var on = dice.Next(6) == 0 ? enrolled[dice.Next(enrolled.Count)].PlusDays(Pick(0, 14, 15, 28, 56, 69, 70, 84, 98)) : Day(day);
            Add("assessment", on, new()
            {
                ["id"] = Guid.CreateVersion7(), ["patient_id"] = patient, ["instrument"] = instrument, ["total"] = dice.Next(20) == 0 ? null : level, ["source"] = "registry",
                ["self_harm_answer"] = instrument.StartsWith("phq-9", StringComparison.Ordinal) && dice.Next(3) > 0 ? (short)Math.Max(0, dice.Next(-3, 4)) : null,
                ["origin"] = dice.Next(8) == 0 ? "prorated" : "stated", ["status"] = dice.Next(25) == 0 ? "quarantined" : Pick("final", "amended", "corrected"),
                ["received_on"] = dice.Next(5) == 0 ? on.PlusDays(dice.Next(6)).ToDateOnly() : null, ["reviewed_on"] = dice.Next(3) == 0 ? on.PlusDays(dice.Next(5, 40)).ToDateOnly() : null,
            }, "administered_on");
        }
    }

    internal static Instant Moment(LocalDate day) => day.AtMidnight().InUtc().ToInstant() + Duration.FromHours(15);

    private RawFact Add(string table, LocalDate on, RawRow row, string day, bool corrected = true) => RandomCourse.Add(dice, registry, table, on, row, day, corrected);

    private Instant Later(RawFact fact, LocalDate on) => Instant.Max(fact.Versions[^1].At + Duration.FromHours(1), Moment(on.PlusDays(dice.Next(10))));

    private static LocalDate Day(int day) => FirstDay.PlusDays(day);

    private T Pick<T>(params T[] from) => from[dice.Next(from.Length)];
}
