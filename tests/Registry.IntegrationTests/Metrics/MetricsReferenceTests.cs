using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>The long form is REGISTRY_METRICS_REGISTRIES=200. Small organizations, asked as of any day and as known at any moment: every metric is what counting by hand gives.</summary>
public sealed class MetricsReferenceTests
{
    private readonly HashSet<string> answered = [];

    private static readonly int Registries = Effort.Of("REGISTRY_METRICS_REGISTRIES", 80);

    [Fact]
    public async Task Every_metric_of_random_registries_equals_the_slow_and_obvious_one()
    {
        await using var database = await PostgresServer.Registry();
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var owner = await source.OpenConnectionAsync();
        for (var seed = 0; seed < Registries; seed++)
        {
            var registry = RandomRegistry.Tell(seed);
            await registry.Save(source, owner);
            var dice = new Random(seed);
            for (var questions = 3; questions > 0; questions--) await Compare(owner, registry, new(dice, registry), seed);
        }

        // Two answers that agree on nothing would prove nothing.
        Assert.Empty(Metrics.All.Concat(NewYorkSet.All).Concat(NationalMeasures.All).Select(m => m.Code).Except(answered));
    }

    private async Task Compare(NpgsqlConnection connection, RawRegistry registry, RandomQuestion asked, int seed)
    {
        var (organization, known) = (new Id<Organization>(registry.Organization), asked.KnownAt ?? Instant.FromUtc(2100, 1, 1, 0, 0));
        var question = asked.Question with { AttestedFte = await connection.AttestedFteOf(organization, asked.CareManager, asked.Clinics, asked.Question.End, asked.KnownAt, default) };
        var span = asked.IsNational ? MetricSpan.OfNationalMeasures(question) : MetricSpan.Of(question);
        var read = asked.CareManager is { } manager
            ? MetricScope.OfCareManager(await connection.EpisodesOfCareManager(organization, manager, asked.Clinics, span, asked.KnownAt, default), manager, question)
            : await connection.EpisodesOfClinics(organization, asked.Clinics, span, asked.KnownAt, default);

        var plain = new ReferenceQuestion(question.From, question.Period.To, question.AsOf, question.Period.IsRolling, question.Profile.Name, question.Instrument?.Code, question.ByNewYorkRules);
        var told = ReferenceEpisode.Read(registry, known, plain.End).Where(e => asked.Clinics.Contains(e.Clinic) && (asked.CareManager is null || IsOf(e, asked.CareManager.Value.Value, plain))).ToList();
        var reference = new ReferenceMetrics(told, plain, ReferenceFte(registry, known, asked, plain.End));
        var report = new MetricsReport(read, question);
        var national = new ReferenceNationalMeasures(told, plain);
        foreach (var metric in asked.IsNational ? NationalMeasures.All : question.ByNewYorkRules ? NewYorkSet.All : Metrics.All)
        {
            if (report.Of(metric) is { Value: not null } value) answered.Add(value.Code);
            var expected = question.From > question.AsOf ? ReferenceFigure.Of(null, null, null, "period-not-begun")
                : asked.IsNational ? national.Of(metric.Code) : question.ByNewYorkRules ? reference.NewYork(metric.Code[3] - '0') : reference.Of(metric.Code);
            Assert.True(expected == ReferenceFigure.Of(report.Of(metric)), $"{metric.Code} of registry {seed}, {asked}\nexpected {expected}\nactual   {ReferenceFigure.Of(report.Of(metric))}");
        }
    }

    private static bool IsOf(ReferenceEpisode e, Guid manager, ReferenceQuestion q)
    {
        var day = new ReferenceView(e, q).Last;
        return e.CareManagers.LastOrDefault(c => c.From <= day && !(c.Until <= day)).Staff == manager;
    }

    private static decimal? ReferenceFte(RawRegistry registry, Instant known, RandomQuestion asked, LocalDate on)
    {
        var managers = registry.CareManagers.Where((m, i) => asked.CareManager is { } one ? one.Value == m : asked.Clinics.Contains(registry.Clinics[i % 2]));
        var attested = managers.Select(m => registry.Facts.Where(f => f.Table == "attested_fte" && f.Versions[0].Row.Id("staff_member_id") == m && f.Versions[0].At <= known && f.Versions[0].Row.Day("from_on") <= on)
            .OrderBy(f => f.Versions[0].Row.Day("from_on")).ThenBy(f => f.Versions[0].At).LastOrDefault()?.Versions[0].Row["fte"] as decimal?).Where(f => f is not null).ToList();
        return attested.Count == 0 ? null : attested.Sum();
    }
}

/// <summary>Whose figures, of which days, as known when.</summary>
internal sealed class RandomQuestion
{
    public RandomQuestion(Random dice, RawRegistry registry)
    {
        var asOf = RandomRegistry.FirstDay.PlusDays(dice.Next(60, RandomRegistry.DaysTold + 40));
        var month = RandomRegistry.FirstDay.PlusDays(dice.Next(30, RandomRegistry.DaysTold)).ToYearMonth();
        var newYork = dice.Next(3) == 0;
        var period = newYork || dice.Next(3) == 0 ? MetricPeriod.Month(month) : dice.Next(2) == 0 ? MetricPeriod.Quarter(month.Year, (month.Month + 2) / 3) : MetricPeriod.Last(dice.Next(1, 130), asOf);
        Question = newYork ? NewYorkSet.Question(month, asOf) : new(period, asOf, OutcomeProfile.All[dice.Next(4)], FlagParameters.Default, PayerProfile.Midpoint)
        {
            Instrument = dice.Next(4) == 0 ? Instruments.Tracked[dice.Next(3)] : null,
        };
        IsNational = dice.Next(4) == 0;
        if (IsNational) Question = NationalMeasures.Question(dice.Next(2024, 2026), asOf);
        KnownAt = dice.Next(3) == 0 ? null : RandomRegistry.Moment(asOf.PlusDays(dice.Next(-40, 60)));
        Clinics = dice.Next(2) == 0 ? registry.Clinics : [registry.Clinics[dice.Next(2)]];
        CareManager = !IsNational && dice.Next(3) == 0 ? new(registry.CareManagers[dice.Next(3)]) : null;
    }

    public MetricQuestion Question { get; }
    public bool IsNational { get; }
    public Instant? KnownAt { get; }
    public Guid[] Clinics { get; }
    public Id<StaffMember>? CareManager { get; }

    public override string ToString() => $"{Question.Period} as of {Question.AsOf:uuuu-MM-dd} known {KnownAt} profile {Question.Profile.Name} {Question.Instrument} {(CareManager is null ? $"{Clinics.Length} clinics" : "care manager")}";
}
