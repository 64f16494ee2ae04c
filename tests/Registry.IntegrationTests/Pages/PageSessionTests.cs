using System.Security.Claims;
using NodaTime;
using Registry.Api;

namespace Registry.IntegrationTests;

/// <summary>How long a session of the pages holds.</summary>
public sealed class PageSessionTests
{
    private readonly TestClock clock = new();

    [Fact]
    public void After_an_hour_a_session_is_over_however_busy_somebody_was()
    {
        var (sessions, person) = Begun();
        clock.Now += Duration.FromMinutes(60) - Duration.Epsilon;
        Assert.True(sessions.IsOpen(person));
        clock.Now += Duration.Epsilon;
        Assert.False(sessions.IsOpen(person));
    }

    [Fact]
    public void A_session_that_was_ended_and_one_that_another_process_began_are_not_open()
    {
        var (sessions, person) = Begun();
        Assert.False(new PageSessions(clock).IsOpen(person));
        sessions.End(person);
        Assert.False(sessions.IsOpen(person));
        Assert.False(sessions.IsOpen(new()));
    }

    private (PageSessions Sessions, ClaimsPrincipal Person) Begun()
    {
        var (sessions, person) = (new PageSessions(clock), new ClaimsIdentity());
        sessions.Begin(person);
        return (sessions, new(person));
    }
}
