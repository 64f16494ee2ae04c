using Registry.Examples;
using Registry.Fuzzing;

namespace Registry.IntegrationTests;

/// <summary>A short walk of broken requests, the same on every run.</summary>
public sealed class HttpFuzzTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task Six_hundred_broken_requests_are_answered_without_failure_or_echo_and_log_nothing_of_what_was_sent()
    {
        using var careManager = app.As("care-manager");
        var patients = new[] { await careManager.KnowsPatient(app), await careManager.KnowsPatient(app) };
        var statuses = new List<int>[4];
        await Attempts.AtOnce(4, async i =>
        {
            using var ehr = app.As("ehr-integration");
            var requests = new FuzzRequests(20261122 + i, patients);
            statuses[i] = [];
            for (var round = 0; round < 150; round++)
            {
                var request = requests.Next();
                using var message = request.ToMessage();
                using var answer = await ehr.SendAsync(message);
                statuses[i].Add((int)answer.StatusCode);
                var text = await answer.Content.ReadAsStringAsync();
                var fault = FuzzAnswers.Fault(request, (int)answer.StatusCode, text);
                Assert.True(fault is null, $"{fault}: {(int)answer.StatusCode} {text}\n{request}");
            }

            return true;
        });

        // Both doors were used.
        Assert.InRange(statuses.Sum(s => s.Count(status => status < 300)), 20, 580);
        Assert.DoesNotContain(app.Log, line => line.Contains(OwnExamples.Marker, StringComparison.OrdinalIgnoreCase));
    }
}
