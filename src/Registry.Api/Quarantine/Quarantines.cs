using System.Text;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Takes in again what waited, as its source sent it.</summary>
internal static class Quarantines
{
    private const int Most = 200;
    private const string NotMapped = "Nobody has said yet what it means.";

    public static async Task<ReplayResponse> Replay(Access access, RegistrySettings settings, CancellationToken ct)
    {
        var found = await access.Transaction.Connection.WaitingForReplay(access.OrganizationId, access.Clinics, NotMapped, Most + 1, ct);
        var waited = found.Take(Most).Select(w => w.Entry).ToList();
        // Each source has codes of its own.
        foreach (var source in waited.GroupBy(w => w.SourceId)) await Replay([.. source], access, settings, ct);
        return new(waited.Count(w => w.State is QuarantineState.TakenIn), waited.Count(w => w.State is QuarantineState.NotOurs),
            [.. waited.Where(w => w.State is QuarantineState.Waiting).Select(w => new StillWaiting(w.Id, w.ResourceType, w.System, w.Code.Length == 0 ? null : w.Code, w.Reason!))],
            found.Count > Most && found[^1].IsReady);
    }

    private static async Task Replay(IReadOnlyList<QuarantineEntry> waited, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var bodies = waited.Select(w => FhirBody.Read(Encoding.UTF8.GetBytes(w.Body))).ToList();
        try
        {
            var entries = waited.Zip(bodies).Select((w, i) => new ImportEntry(i, w.Second.Resource!) { Waited = w.First }).ToList();
            await FhirImport.Run(entries, null, allOrNothing: false, access, settings, ct);
            foreach (var entry in entries) Settle(entry, access);
            // The next source must find what this one stored.
            await access.Transaction.Send(ct);
        }
        finally
        {
            bodies.ForEach(body => body.Dispose());
        }
    }

    private static void Settle(ImportEntry entry, Access access)
    {
        var (waited, outcome) = (entry.Waited!, entry.Outcome!);
        if (outcome.IsFailure)
        {
            var issue = outcome.Issues.First(i => i.IsError);
            waited.Reason = $"{issue.Expression}: {issue.Text}";
        }
        else if (outcome.Status == StatusCodes.Status202Accepted) waited.Reason = NotMapped;
        else
        {
            waited.State = outcome.Id is null ? QuarantineState.NotOurs : QuarantineState.TakenIn;
            waited.AssessmentId = outcome.Id is not { } id ? null : entry.IsResponse ? ResponseIds.ScoreOf(id) : new(id);
            (waited.SettledAt, waited.Reason) = (access.Now, null);
        }

        QuarantineQuery.Settle(access.Transaction, waited);
    }
}
