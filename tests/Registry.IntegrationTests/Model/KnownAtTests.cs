using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Registry.IntegrationTests;

/// <summary>A past report, asked for again with the moment it was made, is the report that was made: whatever was late, amended or withdrawn since.</summary>
public sealed class KnownAtTests
{
    private static readonly int Steps = Effort.Of("REGISTRY_MODEL_STEPS", 160);

    private sealed record Report(HttpClient Asker, string Path, LocalDate AsOf, Instant At, JsonNode Answer);

    [Fact]
    public async Task Every_report_comes_out_again_as_it_was_when_asked_as_of_its_day_and_as_known_at_its_moment()
    {
        const int seed = 21;
        var app = new RegistryApp();
        await app.InitializeAsync();
        try
        {
            using var users = await Users.Of(app);
            var (commands, dice, reports) = (new Commands(users, seed), new Random(seed), new List<Report>());
            for (var step = 0; step < Steps; step++)
            {
                users.Pass(Duration.FromMilliseconds(dice.Next(1, 5000)) + (dice.Next(4) == 0 ? Duration.FromDays(dice.Next(4)) : Duration.Zero));
                await commands.Step();
                if (step % 3 == 0) await Also(users, commands, dice);
                if (step % 12 == 11) reports.AddRange(await Ask(users, commands, dice));
            }

            foreach (var report in reports) await Compare(report, commands);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>What the model does not follow, and a report must nevertheless remember.</summary>
    private static async Task Also(Users users, Commands commands, Random dice)
    {
        var episodes = commands.Patients.SelectMany(p => p.Episodes).ToList();
        if (episodes.Count == 0) return;
        var episode = episodes[dice.Next(episodes.Count)];
        var on = LocalDatePattern.Iso.Format(users.Today.PlusDays(-dice.Next(30)));
        var post = (string path, object body) => users.CareManager.Tries(HttpMethod.Post, $"/v1/episodes/{episode.Id}/{path}", body);
        switch (dice.Next(7))
        {
            case 0:
                await post("reminders", new { on, dueOn = LocalDatePattern.Iso.Format(users.Today.PlusDays(dice.Next(9))) });
                break;
            case 1:
                await post("treatment-changes", new { on, treatment = "medication", change = "started", description = "Testaline 10 mg" });
                break;
            case 2 or 3:
                await post("flag-acknowledgements", new { on, flagId = $"F{dice.Next(1, 32):00}", snoozedUntil = dice.Next(2) == 0 ? LocalDatePattern.Iso.Format(users.Today.PlusDays(dice.Next(20))) : null });
                break;
            case 4 when episode.Patient.Scores is { Count: > 0 } scores:
                await post("baseline-overrides", new { on, assessmentId = scores[dice.Next(scores.Count)].Id, note = "The team agreed on it." });
                break;
            case 5:
                await users.CareManager.Tries(HttpMethod.Post, $"/v1/patients/{episode.Patient.Id}/assessments",
                    new { instrument = "phq-9", administeredOn = on, total = 12, items = new[] { 1, 1, 1, 1, 1, 1, 1, 1, dice.Next(4) } });
                break;
            default:
                var edit = dice.Next(2) == 0
                    ? await users.CareManager.Tries(HttpMethod.Put, $"/v1/episodes/{episode.Id}/prerequisites", new { consentOn = on, carePlanOn = dice.Next(2) == 0 ? on : null }, $"\"{episode.Version}\"")
                    : await users.CareManager.Tries(HttpMethod.Post, $"/v1/episodes/{episode.Id}/assignments", new { role = "treating-provider", staffId = users.Provider.ToString(), from = on }, $"\"{episode.Version}\"");
                if (edit.Succeeded) episode.Version++;
                break;
        }
    }

    private static async Task<IEnumerable<Report>> Ask(Users users, Commands commands, Random dice)
    {
        var (asOf, reports) = (dice.Next(2) == 0 ? users.Today : users.Today.PlusDays(-dice.Next(60)), new List<Report>());
        foreach (var manager in users.Managers)
        {
            foreach (var what in new[] { "?limit=200", "/review?", $"/review?filter={Filters[dice.Next(Filters.Length)]}", "?limit=200&profile=bao" })
                reports.Add(await Made(users, users.Consultant, $"/v1/caseloads/{manager}{what}", asOf));
        }

        reports.Add(await Made(users, users.CareManager, $"/v1/caseloads/{users.Managers[0]}/billing-months/{asOf:uuuu-MM}?", asOf));
        var episodes = commands.Patients.SelectMany(p => p.Episodes).Where(e => e.FirstDay <= asOf).ToList();
        if (episodes.Count == 0) return reports;
        var episode = episodes[dice.Next(episodes.Count)];
        reports.Add(await Made(users, users.CareManager, $"/v1/episodes/{episode.Id}/view?", asOf));
        reports.Add(await Made(users, users.CareManager, $"/v1/episodes/{episode.Id}/billing-months/{asOf:uuuu-MM}?", asOf));
        return reports;
    }

    private static async Task<Report> Made(Users users, HttpClient asker, string path, LocalDate asOf) =>
        new(asker, path, asOf, users.Now, await asker.Gets($"{path}&asOf={LocalDatePattern.Iso.Format(asOf)}"));

    private static async Task Compare(Report report, Commands commands)
    {
        var again = await report.Asker.Gets($"{report.Path}&asOf={LocalDatePattern.Iso.Format(report.AsOf)}&knownAt={Uri.EscapeDataString(InstantPattern.ExtendedIso.Format(report.At))}");
        foreach (var answer in new[] { report.Answer, again }) answer.AsObject().Remove("knownAt");
        if (Difference(report.Answer, again, "") is { } difference) Assert.Fail($"{report.Path} as of {report.AsOf:uuuu-MM-dd} at {report.At}: {difference}\n{commands.Told}");
    }

    /// <summary>The first member that differs, with both values; null when none does.</summary>
    private static string? Difference(JsonNode? then, JsonNode? now, string path) => (then, now) switch
    {
        (JsonObject a, JsonObject b) when a.Count == b.Count => a.Select(member => Difference(member.Value, b[member.Key], $"{path}/{member.Key}")).FirstOrDefault(d => d is not null),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Select((item, i) => Difference(item, b[i], $"{path}/{i}")).FirstOrDefault(d => d is not null),
        _ => JsonNode.DeepEquals(then, now) ? null : $"{path}\nthen: {then?.ToJsonString()}\nnow:  {now?.ToJsonString()}",
    };

    private static readonly string[] Filters = ["flagged", "not-improving", "new", "overdue", "due-today"];
}
