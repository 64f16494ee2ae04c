using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Random commands, each sent to the service and judged by the model: what the service accepts and refuses must be what the model does.</summary>
internal sealed partial class Commands(Users users, int seed)
{
    private readonly Random dice = new(seed);
    private readonly List<string> told = [];

    /// <summary>Acknowledged creations that may be repeated under their key: everything that was sent, and the id it was answered with.</summary>
    private readonly List<(HttpClient Client, string Path, object Body, string Key, string Id)> sent = [];

    public List<ModelPatient> Patients { get; } = [];

    private LocalDate Today => users.Today;

    private IEnumerable<ModelEpisode> Episodes => Patients.SelectMany(p => p.Episodes);

    /// <summary>One command of one user.</summary>
    public Task Step(bool withHandovers = true) => Patients.Count < 2 || dice.Next(25) == 0 ? CreatePatient() : dice.Next(40) switch
    {
        < 4 => Open(),
        < 8 => Score(),
        < 14 => Observe(),
        < 16 => Amend(),
        < 18 => RetractScore(),
        18 => Review(),
        < 26 => Record(),
        < 29 => Correct(),
        < 31 => Retract(),
        31 => Settle(),
        < 36 => ChangeStatus(),
        36 or 37 => Assign(),
        38 when withHandovers => HandOver(),
        _ => Repeat(),
    };

    private async Task CreatePatient()
    {
        var known = Patients.Count > 0 && dice.Next(4) == 0;
        var mrn = known ? Any(Patients).Mrn : $"model-{seed}-{Patients.Count}";
        if (dice.Next(2) == 0)
        {
            var body = new
            {
                clinicId = users.Clinic.ToString(), familyName = "Model", givenName = "Pat", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = mrn } },
            };
            await Creates(Anyone(), "/v1/patients", body, known ? HttpStatusCode.Conflict : null, id => Patients.Add(new(id, mrn)));
            return;
        }

        var sent = await Expect(users.Ehr, HttpMethod.Post, "/fhir/Patient", Fhir.Patient(mrn), known ? HttpStatusCode.OK : HttpStatusCode.Created);
        if (!known) Patients.Add(new(sent.Id, mrn));
        else Assert.Equal(Patients.Single(p => p.Mrn == mrn).Id, sent.Location!.Split("Patient/")[1].Split('/')[0]);
    }

    private async Task Open()
    {
        var (patient, on, manager) = (Any(Patients), Day(), Any(users.Managers));
        var refers = dice.Next(3) == 0;
        object body = refers ? new { referredOn = Text(on), careManagerId = manager.ToString() } : new { enrolledOn = Text(on), careManagerId = manager.ToString() };
        await Creates(Anyone(), $"/v1/patients/{patient.Id}/{(refers ? "referrals" : "episodes")}", body, ModelRules.Open(patient, on, Today), id =>
        {
            var episode = new ModelEpisode(id, patient) { EnrolledOn = on, ReferredOn = refers ? on : null };
            episode.Changes.Add((on, refers ? "referred" : "treatment"));
            episode.Managers.Add((manager, on, null));
            patient.Episodes.Add(episode);
        });
    }

    private async Task ChangeStatus()
    {
        if (AnyOf(Episodes) is not { } episode) return;
        var (to, on) = (Any(Statuses), dice.Next(3) == 0 ? Day() : Today.PlusDays(-dice.Next(5)));
        var reason = to == "inactive" ? (dice.Next(8) == 0 ? null : Any(Reasons)) : dice.Next(12) == 0 ? "withdrew" : null;
        var ifMatch = IfMatch(episode.Version);
        var refusal = ModelRules.ChangeStatus(episode, to, on, reason, ifMatch, Today);
        await Edits(Anyone(), HttpMethod.Post, $"/v1/episodes/{episode.Id}/status-changes", new { status = to, on = Text(on), dischargeReason = reason }, ifMatch, refusal, () =>
        {
            if (to == "treatment" && episode.Status == "referred") episode.EnrolledOn = on;
            if (to == "inactive") episode.EndedOn = on;
            episode.Changes.Add((on, to));
            return ++episode.Version;
        });
    }

    private async Task Assign()
    {
        if (AnyOf(Episodes) is not { } episode) return;
        var (manager, from, ifMatch) = (Any(users.Managers), Day(), IfMatch(episode.Version));
        var refusal = ModelRules.Assign(episode, manager, from, ifMatch, Today);
        await Edits(Anyone(), HttpMethod.Post, $"/v1/episodes/{episode.Id}/assignments", new { role = "care-manager", staffId = manager.ToString(), from = Text(from) }, ifMatch, refusal, () =>
        {
            Give(episode, manager, from);
            return ++episode.Version;
        });
    }

    private async Task HandOver()
    {
        var giver = dice.Next(2);
        var (to, from) = (users.Managers[1 - giver], Today.PlusDays(1 - dice.Next(3)));
        var moving = Episodes.Where(e => e.IsOpen && e.Managers[^1].Manager == users.Managers[giver]).ToList();
        var refusal = ModelRules.HandOver(moving, to, from, Today);
        var answer = await Expect(giver == 0 ? users.CareManager : users.Second, HttpMethod.Post, $"/v1/caseloads/{users.Managers[giver]}/handover",
            new { toCareManagerId = to.ToString(), from = Text(from) }, refusal ?? HttpStatusCode.OK);
        if (refusal is not null) return;
        Assert.Equal(moving.Count, (int)answer.Body!["moved"]!);
        foreach (var episode in moving)
        {
            Give(episode, to, from);
            episode.Version++;
        }
    }

    /// <summary>The last creation once more, or an older one, exactly as it was: answered with the same record, whatever happened to it since.</summary>
    private async Task Repeat()
    {
        if (sent.Count == 0) return;
        var first = Any(sent);
        if (dice.Next(6) == 0)
        {
            await Expect(first.Client, HttpMethod.Post, first.Path, new JsonObject { ["on"] = "2025-01-01" }, null, key: first.Key);
            return;
        }

        var again = await Expect(first.Client, HttpMethod.Post, first.Path, first.Body, HttpStatusCode.Created, key: first.Key);
        Assert.Equal((first.Id, true), (again.Id, again.Replayed));
    }

    private static void Give(ModelEpisode episode, Id<StaffMember> manager, LocalDate from)
    {
        episode.Managers[^1] = episode.Managers[^1] with { Until = from };
        episode.Managers.Add((manager, from, null));
    }
}
