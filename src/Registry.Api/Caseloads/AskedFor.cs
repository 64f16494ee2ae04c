using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>How every derived answer can be asked for: any past day, as it was known at any past moment, by any profile.</summary>
internal sealed record AskedFor
{
    /// <summary>Any past day; by default the day of knownAt at the clinic, and today without one.</summary>
    [FromQuery(Name = "asOf")] public AsOf? AsOf { get; init; }

    /// <summary>Reproduces a past report: late, amended and retracted facts are as they stood at that moment. By default now.</summary>
    [FromQuery(Name = "knownAt")] public KnownAt? KnownAt { get; init; }

    /// <summary>Outcome profile: nys-2025, bao, hedis, five-point, each also with "+" and a PCL-5 rule. By default the organization's.</summary>
    [FromQuery(Name = "profile")] public string? Profile { get; init; }

    private static readonly ConcurrentDictionary<string, FlagParameters> Known = new();

    public Instant? Moment => KnownAt?.Moment;

    /// <summary>The question in full, or why it cannot be asked.</summary>
    public (Question Question, Refused? Refused) In(CaseloadSettings settings, Access access)
    {
        var today = ClinicDays.On(access.Now, settings.TimeZone);
        var day = AsOf?.Day ?? (Moment is { } known && known < access.Now ? ClinicDays.On(known, settings.TimeZone) : today);
        var profile = OutcomeProfile.ByName(Profile ?? settings.OutcomeProfile);
        var checks = new Checks().Add(day > today ? Refusals.DateInFuture.At("asOf") : null)
            .Add(Moment > access.Now ? Refusals.DateInFuture.At("knownAt") : null)
            .Add(profile is null ? Refusals.UnknownProfile.At("profile") : null);
        return (new(day, Moment, profile!, ParametersOf(settings)), checks.Failed ? checks.Refused : null);
    }

    internal static FlagParameters ParametersOf(CaseloadSettings settings) => settings.FlagParameters is not { } json ? FlagParameters.Default
        : Known.GetOrAdd(json, static text => JsonSerializer.Deserialize<FlagParameters>(text, JsonSerializerOptions.Web)!);
}

/// <summary>A derived answer's inputs besides the facts.</summary>
internal sealed record Question(LocalDate AsOf, Instant? KnownAt, OutcomeProfile Profile, FlagParameters Parameters)
{
    public EpisodeSummary Summary(EpisodeFacts facts) => EpisodeSummary.Of(facts, AsOf, Parameters, Profile);
}
