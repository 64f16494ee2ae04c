namespace Registry.IntegrationTests;

internal sealed partial class Commands
{
    private async Task Record()
    {
        if (AnyOf(Episodes) is not { } episode) return;
        var said = Say(Any(Paths));
        var worker = Worker(said.Path);
        var by = said.Path == "consultations" ? users.ConsultantId : users.Managers[worker == users.Second ? 1 : 0];
        await Creates(worker, $"/v1/episodes/{episode.Id}/{said.Path}", said.Body(users.ConsultantId), ModelRules.Record(episode, said, Today), id =>
        {
            episode.Work.Add(new(id, episode) { Said = said, By = by });
            if (said.Path != "relapse-prevention-plans" || episode.Status != "treatment") return;
            episode.Changes.Add((said.On, "relapse-prevention"));
            episode.Version++;
        });
    }

    private async Task Correct()
    {
        if (AnyOf(Episodes.SelectMany(e => e.Work)) is not { } work) return;
        var (said, ifMatch) = (Say(work.Path), IfMatch(work.Version));
        await Edits(Worker(work.Path), HttpMethod.Put, $"/v1/{work.Path}/{work.Id}", said.Body(users.ConsultantId), ifMatch, ModelRules.Correct(work, said, ifMatch, Today), () =>
        {
            work.Said = said;
            return ++work.Version;
        });
    }

    private async Task Retract()
    {
        if (AnyOf(Episodes.SelectMany(e => e.Work)) is not { } work) return;
        var ifMatch = IfMatch(work.Version);
        var refusal = ModelRules.Edit(work.Version, ifMatch) ?? ModelRules.When(work.EnteredInError, System.Net.HttpStatusCode.Conflict);
        await Edits(Worker(work.Path), HttpMethod.Post, $"/v1/{work.Path}/{work.Id}/retraction", null, ifMatch, refusal, () =>
        {
            work.EnteredInError = true;
            return ++work.Version;
        });
    }

    private async Task Settle()
    {
        if (AnyOf(Episodes.SelectMany(e => e.Work).Where(w => w.Path == "consultations")) is not { } work) return;
        var (state, on, ifMatch) = (Any(Settlements), Today.PlusDays(2 - dice.Next(12)), IfMatch(work.Version));
        await Edits(users.Consultant, HttpMethod.Post, $"/v1/consultations/{work.Id}/settlement", new { state, on = Text(on) }, ifMatch, ModelRules.Settle(work, state, on, ifMatch, Today), () =>
        {
            work.Settled = (state, state == "done" ? work.Settled.On ?? on : on);
            return ++work.Version;
        });
    }

    private WorkSaid Say(string path) => new(path, Day(), dice.Next(8) == 0 ? 0 : dice.Next(5, 60), Any(Words[path]), Any(Modes));

    private HttpClient Worker(string path) => path is "consultations" or "manual-flags" && dice.Next(2) == 0 ? users.Consultant : Anyone();
}
