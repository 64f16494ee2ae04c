using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>What must be true after a run, whatever was sent.</summary>
internal static class ModelChecks
{
    /// <summary>Caseload table and review list of every care manager are the model's, today and on random days before.</summary>
    public static async Task Shows(RegistryApp app, Users users, IReadOnlyList<Commands> runs, Random dice, int days)
    {
        var patients = runs.SelectMany(r => r.Patients).ToList();
        for (var i = 0; i < days; i++)
        {
            var day = i == 0 ? users.Today : users.Today.PlusDays(-dice.Next(180));
            foreach (var manager in users.Managers)
            {
                var episodes = ModelCaseload.On(patients, manager, day).ToList();
                var asOf = LocalDatePattern.Iso.Format(day);
                var table = await users.Consultant.Gets($"/v1/caseloads/{manager}?asOf={asOf}&limit=200");
                Same(episodes.Select(e => ModelCaseload.Row(e, day)).Order(StringComparer.Ordinal), table["items"]!.AsArray().Select(row => Row(row!)).Order(StringComparer.Ordinal), day, runs);

                var review = await users.Consultant.Gets($"/v1/caseloads/{manager}/review?asOf={asOf}");
                var expected = CaseloadReview.Build(episodes.Select(ModelCaseload.Facts), day, FlagParameters.Default, OutcomeProfile.Nys2025);
                Same(expected.Select(item => $"{item.EpisodeId} {item.Rank.Code} {item.RankedBy.Id} {string.Join(' ', item.Flags.Select(f => $"{f.Id}/{LocalDatePattern.Iso.Format(f.Since)}"))}"),
                    review["items"]!.AsArray().Select(item => $"{item!["episodeId"]} {item["rankCode"]} {item["rankedBy"]} {string.Join(' ', item["flags"]!.AsArray().Select(f => $"{f!["id"]}/{f["since"]}"))}"), day, runs);
            }
        }
    }

    /// <summary>Every acknowledged command is in the tables exactly once, with every version, and nothing else is.</summary>
    public static async Task Holds(RegistryApp app, IReadOnlyList<Commands> runs)
    {
        var patients = runs.SelectMany(r => r.Patients).ToList();
        await using var db = app.Owner();
        Assert.Equal(patients.Select(p => p.Id).Order(), (await db.Patients.Select(p => p.Id).ToListAsync()).Select(id => id.ToString()).Order());
        Assert.Equal(
            patients.SelectMany(p => p.Scores).Select(s => $"{s.Id} {s}").Order(),
            (await db.Assessments.ToListAsync()).Select(a => $"{a.Id} {a.Instrument.Code} {a.Total} on {LocalDatePattern.Iso.Format(a.AdministeredOn)} {Kebab.Of(a.Status)} v{a.Version}").Order());
        Assert.Equal(
            patients.SelectMany(p => p.Episodes).Select(e => $"{e.Id} {e}").Order(),
            (await db.Episodes.Include(e => e.StatusChanges).ToListAsync())
                .Select(e => $"{e.Id} {string.Join(", ", e.StatusChanges.OrderBy(c => c.Sequence).Select(c => $"{Kebab.Of(c.Status)} {LocalDatePattern.Iso.Format(c.On)}"))} v{e.Version}").Order());

        var work = patients.SelectMany(p => p.Episodes).SelectMany(e => e.Work).Select(w => $"{w.Id} {LocalDatePattern.Iso.Format(w.Said.On)} {w.EnteredInError} v{w.Version}");
        var stored = new List<string>();
        stored.AddRange((await db.Contacts.ToListAsync()).Select(Line));
        stored.AddRange((await db.Consultations.ToListAsync()).Select(Line));
        stored.AddRange((await db.RelapsePreventionPlans.ToListAsync()).Select(Line));
        stored.AddRange((await db.TeamEntries.ToListAsync()).Select(Line));
        Assert.Equal(work.Order(), stored.Order());
        await Invariants.Hold(app);
    }

    private static string Line<T>(EpisodeFact<T> fact) => $"{fact.Id} {LocalDatePattern.Iso.Format(fact.On)} {fact.EnteredInError} v{fact.Version}";

    private static string Row(JsonNode row) => string.Join(" | ", row["episodeId"], row["status"], Cell(row["phq9"]), Cell(row["gad7"]), Cell(row["pcl5"]), row["initialAssessmentOn"],
        row["followUpOn"]?.ToString() ?? "-", row["psychiatricConsultationOn"]?.ToString() ?? "-", row["relapsePreventionPlanOn"]?.ToString() ?? "-",
        row["sessions"], row["weeksSinceInitialAssessment"], row["minutesThisMonth"]);

    private static string Cell(JsonNode? cell) => cell is null ? "-" : $"{cell["first"]} {cell["firstOn"]} {cell["last"]} {cell["lastOn"]}{((bool)cell["lastIsStale"]! ? "*" : "")}";

    private static void Same(IEnumerable<string> expected, IEnumerable<string> actual, LocalDate day, IReadOnlyList<Commands> runs)
    {
        var (model, service) = (expected.ToList(), actual.ToList());
        if (model.SequenceEqual(service)) return;
        Assert.Fail($"As of {day:uuuu-MM-dd}\nmodel:\n{string.Join('\n', model.Except(service))}\nservice:\n{string.Join('\n', service.Except(model))}\n{string.Join('\n', runs.Select(r => r.Told))}");
    }
}
