using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;

namespace Registry.IntegrationTests.Plans;

/// <summary>How often a request goes to the database and back.</summary>
[Collection(TeamRegistry.Name)]
public sealed class RoundTripTests(RegistryApp app)
{
    [Fact]
    public async Task Storing_a_score_is_one_transaction_and_three_round_trips()
    {
        var patient = await app.As("care-manager").KnowsPatient(app);
        using var ehr = app.As("ehr-integration");
        await ehr.Observes(patient, "phq-9", "2023-01-05", 14);

        Assert.Equal(3, await RoundTrips(() => ehr.Observes(patient, "phq-9", "2023-02-02", 11)));
        Assert.Equal(3, await RoundTrips(() => ehr.Observes(patient, "phq-9", "2023-02-02", 11, HttpStatusCode.OK)));
    }

    [Fact]
    public async Task A_transaction_of_a_hundred_scores_is_at_most_four_round_trips()
    {
        var patient = await app.As("care-manager").KnowsPatient(app, mrn: "a-hundred");
        using var ehr = app.As("ehr-integration");
        foreach (var reference in new[] { $"Patient/{patient}", "Patient?identifier=urn:mrn|a-hundred" })
        {
            foreach (var named in new[] { true, false })
            {
                var bundle = Fhir.Transaction([.. Enumerable.Range(0, 100).Select(n =>
                    Fhir.Score(reference, "phq-9", $"2023-0{1 + n % 9}-{1 + n / 9:00}", n % 28, named ? $"{reference.Length}-{n}" : null))]);
                Assert.InRange(await RoundTrips(() => ehr.Sends(HttpMethod.Post, "/fhir", Fhir.Body(bundle), HttpStatusCode.OK)), 3, 4);
            }
        }
    }

    [Fact]
    public async Task An_update_is_three_round_trips_too()
    {
        var patient = await app.As("care-manager").KnowsPatient(app);
        using var ehr = app.As("ehr-integration");
        var stored = await ehr.Observes(patient, "phq-9", "2023-01-05", 14);
        stored["valueInteger"] = 9;
        Assert.Equal(3, await RoundTrips(() => ehr.Sends(HttpMethod.Put, $"/fhir/Observation/{stored["id"]}", Fhir.Body(stored), HttpStatusCode.OK)));
    }

    [Fact]
    public async Task The_caseload_table_is_five_however_many_patients_it_has()
    {
        using var careManager = app.As("care-manager");
        for (var i = 0; i < 3; i++) await careManager.Enrols(app, await careManager.KnowsPatient(app), "2023-01-05");
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}");

        Assert.Equal(5, await RoundTrips(() => careManager.Gets($"/v1/caseloads/{app.Home.CareManager}")));
    }

    /// <summary>Counts what this request sends; other tests run beside it.</summary>
    private static async Task<int> RoundTrips(Func<Task> act)
    {
        var sent = 0;
        using var request = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var served = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(served);
        // The service makes no spans of statements, which would quote rows; their durations are counted instead, where they are measured.
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => { if (instrument is { Meter.Name: "Npgsql", Name: "db.client.operation.duration" }) self.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
        {
            if (Activity.Current?.TraceId == request.TraceId) Interlocked.Increment(ref sent);
        });
        listener.Start();
        await act();
        return sent;
    }
}
