using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class NewYorkEndpoints
{
    /// <summary>The State has the month computed 15 days after its last day or later; publishing waits until that day is over everywhere.</summary>
    private const int DaysToSettle = 15;

    public static void MapNewYork(this IEndpointRouteBuilder routes)
    {
        var newYork = routes.MapGroup("/v1/clinics/{clinicId}/new-york").WithTags("Metrics");
        newYork.MapGet("/{month}", Read).WithName("ReadNewYorkMonth").Requires(Permissions.ReadNewYork);
        newYork.MapPost("/{month}/submission", Submit).WithName("SubmitNewYorkMonth").Requires(Permissions.SubmitNewYork);
    }

    /// <summary>New York State's monthly metrics 1 to 8 of a clinic. Of a submitted month also what was submitted: late facts show as differences.</summary>
    /// <remarks>As they go to the State: episodes under 42 CFR Part 2 without consent are not counted.</remarks>
    internal static async Task<Results<Ok<NewYorkMonthResponse>, Refused>> Read(Id<Clinic> clinicId, Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Today(clinicId, access, ct) is not { } today) return new Refused(Refusals.NotFound);
        var submitted = await db.SubmittedMonths.AsNoTracking()
            .SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.ClinicId == clinicId && s.MonthOn == month.Value.OnDayOfMonth(1), ct);
        return TypedResults.Ok(await Figures(clinicId, month.Value, today, submitted?.SubmittedAt, access, ct));
    }

    /// <summary>Freezes the month as it is known now, once, from the fifteenth day after its end on. Its figures are the submitted ones from then on.</summary>
    /// <remarks>Episodes under 42 CFR Part 2 whose patient had not consented by then are not counted.</remarks>
    internal static async Task<Results<Ok<NewYorkMonthResponse>, Refused>> Submit(Id<Clinic> clinicId, Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Today(clinicId, access, ct) is not { } today) return new Refused(Refusals.NotFound);
        if (today < month.Value.ToDateInterval().End.PlusDays(DaysToSettle)) return new Refused(Refusals.MonthNotSettled.At("month"));
        var first = month.Value.OnDayOfMonth(1);
        if (await db.SubmittedMonths.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.ClinicId == clinicId && s.MonthOn == first, ct)) return new Refused(Refusals.MonthClosed);
        db.SubmittedMonths.Add(new() { OrganizationId = access.OrganizationId, ClinicId = clinicId, MonthOn = first, SubmittedAt = access.Now, SubmittedBy = access.Caller!.PrincipalId });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await Figures(clinicId, month.Value, today, access.Now, access, ct));
    }

    private static async Task<LocalDate?> Today(Id<Clinic> clinicId, Access access, CancellationToken ct) =>
        await access.Transaction.Connection.SettingsOfClinic(access.OrganizationId, clinicId, access.Clinics, ct) is { } settings ? ClinicDays.On(access.Now, settings.TimeZone) : null;

    private static async Task<NewYorkMonthResponse> Figures(Id<Clinic> clinicId, YearMonth month, LocalDate today, Instant? submittedAt, Access access, CancellationToken ct)
    {
        var question = NewYorkSet.Question(month, today);
        var connection = access.Transaction.Connection;
        Guid[] clinic = [clinicId.Value];
        async Task<MetricsReport> Known(Instant? at) => new(await connection.WithoutWithheld(
            access.OrganizationId, clinic, await connection.EpisodesOfClinics(access.OrganizationId, clinic, MetricSpan.Of(question), at, ct), at ?? access.Now, ct), question);

        var now = await Known(null);
        var then = submittedAt is null ? null : await Known(submittedAt);
        return new(month, today, submittedAt, [.. NewYorkSet.All.Select(m => NewYorkMetricResponse.Of(m, now.Of(m), then?.Of(m)))]);
    }
}

/// <param name="SubmittedAt">When the month was submitted; null while it has not been.</param>
internal sealed record NewYorkMonthResponse(YearMonth Month, LocalDate AsOf, Instant? SubmittedAt, IReadOnlyList<NewYorkMetricResponse> Items);

/// <param name="Value">As known now.</param>
/// <param name="Submitted">As it was submitted.</param>
/// <param name="IsChanged">What became known since the submission makes a difference.</param>
internal sealed record NewYorkMetricResponse(string Code, string Name, string Title, MetricUnit Unit, NewYorkValueResponse Value, NewYorkValueResponse? Submitted, bool IsChanged)
{
    public static NewYorkMetricResponse Of(Metric metric, MetricValue now, MetricValue? then)
    {
        var (value, submitted) = (NewYorkValueResponse.Of(now), then is null ? null : NewYorkValueResponse.Of(then));
        return new(metric.Code, metric.Name, metric.Title, metric.Unit, value, submitted, submitted is not null && submitted != value);
    }
}

/// <param name="NoValue">Why there is no value: empty-denominator or period-not-begun.</param>
internal sealed record NewYorkValueResponse(decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue)
{
    public static NewYorkValueResponse Of(MetricValue v) => new(v.Value, v.Numerator, v.Denominator, v.NoValue);
}
