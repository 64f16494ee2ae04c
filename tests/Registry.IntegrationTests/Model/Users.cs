using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>The people and systems that act in a run, each signed in; the clock may move on between their commands.</summary>
internal sealed class Users : IDisposable
{
    private readonly RegistryApp app;

    private readonly string secondSubject;

    private Users(RegistryApp app, Id<StaffMember> secondCareManager, string secondSubject)
    {
        (this.app, this.secondSubject) = (app, secondSubject);
        Managers = [app.Home.CareManager, secondCareManager];
        (CareManager, Second, Ehr, Consultant) = (app.As("care-manager"), app.AsSecondCareManager(secondSubject), app.As("ehr-integration"), app.As("psychiatric-consultant"));
    }

    /// <param name="second">Account of the other care manager; one of its own for each run on the same registry.</param>
    public static async Task<Users> Of(RegistryApp app, string second = ExtraStaff.Subject)
    {
        var staff = await app.SecondCareManager(second);
        await using var db = app.Owner();
        return new(app, staff, second) { Provider = (await db.Staff.FirstAsync(s => s.OrganizationId == app.Home.Organization && s.Role == StaffRole.TreatingProvider)).Id };
    }

    public Id<StaffMember> Provider { get; private init; }

    public IReadOnlyList<Id<StaffMember>> Managers { get; }
    public HttpClient CareManager { get; }
    public HttpClient Second { get; }
    public HttpClient Ehr { get; }
    public HttpClient Consultant { get; }
    public Id<Clinic> Clinic => app.Home.North;
    public Id<StaffMember> ConsultantId => app.Home.Consultant;
    public Instant Now => app.Clock.Now;

    /// <summary>The clinic's day; the clock stays within its working hours.</summary>
    public LocalDate Today => app.Clock.Now.InUtc().Date;

    /// <summary>Time passes, and whoever is signed in signs in again.</summary>
    public void Pass(Duration time)
    {
        app.Clock.Now += time;
        CareManager.DefaultRequestHeaders.Authorization = Token(Personas.CareManager);
        Second.DefaultRequestHeaders.Authorization = Token(Personas.CareManager with { Subject = secondSubject });
        Ehr.DefaultRequestHeaders.Authorization = Token(Personas.EhrIntegration);
        Consultant.DefaultRequestHeaders.Authorization = Token(Personas.PsychiatricConsultant);
    }

    public void Dispose()
    {
        foreach (var client in new[] { CareManager, Second, Ehr, Consultant }) client.Dispose();
    }

    private AuthenticationHeaderValue Token(Persona persona) => new("Bearer", app.Issuer.TokenFor(persona, app.Clock.Now));
}
