using System.Net;
using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

internal sealed partial class Commands
{
    /// <summary>Under which names scores are stored: the sender's identifier, or what the score says.</summary>
    private readonly Dictionary<string, ModelScore> scoresByName = [];

    private int identifiers;

    private async Task Score()
    {
        var (patient, instrument, on, total) = (Any(Patients), Any(Instruments.Tracked), Day(), dice.Next(30));
        var sourceId = dice.Next(3) == 0 ? NewOrKnownIdentifier() : null;
        var same = sourceId is null ? null : scoresByName.GetValueOrDefault(sourceId);
        var isWrong = on > Today || total > instrument.MaxTotal;
        object body = sourceId is null
            ? new { instrument = instrument.Code, administeredOn = Text(on), total }
            : new { instrument = instrument.Code, administeredOn = Text(on), total, sourceSystem = "urn:ehr", sourceId };
        var path = $"/v1/patients/{patient.Id}/assessments";
        if (!isWrong && same is not null)
        {
            var repeats = same.Patient == patient && same.Instrument == instrument && same.On == on && same.Total == total;
            var answer = await Expect(Anyone(), HttpMethod.Post, path, body, repeats ? HttpStatusCode.Created : HttpStatusCode.Conflict);
            if (repeats) Assert.Equal(same.Id, answer.Id);
            return;
        }

        await Creates(Anyone(), path, body, isWrong ? HttpStatusCode.UnprocessableEntity : null, id =>
        {
            var score = new ModelScore(id, patient, instrument) { On = on, Total = total, Status = "final" };
            patient.Scores.Add(score);
            if (sourceId is not null) scoresByName[sourceId] = score;
        });
    }

    /// <summary>A score from the EHR: new, resent, corrected, withdrawn, not finished yet, with an identifier or without.</summary>
    private async Task Observe()
    {
        var known = dice.Next(2) == 0 ? AnyOf(scoresByName) : default;
        var (patient, instrument) = known.Value is { } first && dice.Next(10) > 0 ? (first.Patient, first.Instrument) : (Any(Patients), Any(Instruments.Tracked));
        var (on, total) = known.Value is { } like && dice.Next(3) > 0 ? (like.On, Math.Min(like.Total, instrument.MaxTotal)) : (Today.PlusDays(-dice.Next(100)), dice.Next(instrument.MaxTotal + 1));
        var identifier = known.Key is { } key && !key.Contains('|', StringComparison.Ordinal) ? key : dice.Next(2) == 0 ? NewOrKnownIdentifier() : null;
        var status = Any(SentStatuses);
        var name = identifier ?? $"{patient.Id}|{instrument.Code}|{Text(on)}|{total}";

        var stored = scoresByName.GetValueOrDefault(name);
        var (expected, change) = status == "entered-in-error" ? Withdraw(stored, patient) : Take(stored, patient, instrument, on, total, status);
        var answer = await Expect(users.Ehr, HttpMethod.Post, "/fhir/Observation", Intents.Observation(patient.Id, instrument.Code, Text(on), total, status, identifier), expected);
        change?.Invoke();
        if (expected == HttpStatusCode.Created)
        {
            var score = new ModelScore(answer.Id, patient, instrument) { On = on, Total = total, Status = status, ReceivedOn = Today };
            patient.Scores.Add(score);
            scoresByName[name] = score;
        }
        else if (stored is not null && expected == HttpStatusCode.OK && stored.Patient == patient)
        {
            Assert.Equal($"W/\"{stored.Version}\"", answer.ETag);
        }
    }

    private static (HttpStatusCode, Action?) Withdraw(ModelScore? stored, ModelPatient patient) =>
        stored is null || stored.Patient != patient || stored.Status == "entered-in-error" ? (HttpStatusCode.OK, null) : (HttpStatusCode.OK, () => Become(stored, stored.On, stored.Total, "entered-in-error"));

    private static (HttpStatusCode, Action?) Take(ModelScore? stored, ModelPatient patient, Instrument instrument, LocalDate on, int total, string status)
    {
        if (stored is null) return (HttpStatusCode.Created, null);
        if (stored.Patient != patient || stored.Instrument != instrument) return (HttpStatusCode.Conflict, null);
        var saysTheSame = (stored.On, stored.Total) == (on, total) && (stored.Status == status || (stored.Status == "entered-in-error" && status == "final"));
        if (saysTheSame) return (HttpStatusCode.OK, null);
        if (status is "amended" or "corrected" || stored.Status == "preliminary") return (HttpStatusCode.OK, () => Become(stored, on, total, status));
        return status == "preliminary" ? (HttpStatusCode.OK, null) : (HttpStatusCode.Conflict, null);
    }

    private async Task Amend()
    {
        if (AnyOf(Patients.SelectMany(p => p.Scores)) is not { } score) return;
        var (on, total, ifMatch) = (dice.Next(3) == 0 ? Day() : score.On, dice.Next(score.Instrument.MaxTotal + 1), IfMatch(score.Version));
        await Edits(Anyone(), HttpMethod.Put, $"/v1/assessments/{score.Id}", new { administeredOn = Text(on), total }, ifMatch, ModelRules.Amend(score, on, ifMatch, Today), () => Become(score, on, total, "amended"));
    }

    private async Task RetractScore()
    {
        if (AnyOf(Patients.SelectMany(p => p.Scores)) is not { } score) return;
        var ifMatch = IfMatch(score.Version);
        await Edits(Anyone(), HttpMethod.Post, $"/v1/assessments/{score.Id}/retraction", null, ifMatch, ModelRules.Amend(score, score.On, ifMatch, Today), () => Become(score, score.On, score.Total, "entered-in-error"));
    }

    private async Task Review()
    {
        if (AnyOf(Patients.SelectMany(p => p.Scores)) is not { } score) return;
        var ifMatch = IfMatch(score.Version);
        await Edits(Anyone(), HttpMethod.Post, $"/v1/assessments/{score.Id}/review", null, ifMatch, ModelRules.Amend(score, score.On, ifMatch, Today), () =>
        {
            score.ReviewedOn ??= Today;
            return ++score.Version;
        });
    }

    private static int Become(ModelScore score, LocalDate on, int total, string status)
    {
        (score.On, score.Total, score.Status) = (on, total, status);
        return ++score.Version;
    }

    private string NewOrKnownIdentifier() =>
        dice.Next(3) == 0 && AnyOf(scoresByName.Keys.Where(k => !k.Contains('|', StringComparison.Ordinal))) is { } known ? known : $"result-{seed}-{++identifiers}";
}
