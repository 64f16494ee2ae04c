using NodaTime;

namespace Registry.Clinical;

/// <summary>A dated fact of one episode: the team's work, or what it said and decided.</summary>
/// <typeparam name="T">The kind of fact itself, so that its id cannot be mistaken for another's.</typeparam>
public abstract class EpisodeFact<T> : Fact
{
    public required Id<T> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }

    /// <summary>The clinical day, local to the clinic.</summary>
    public required LocalDate On { get; set; }

    /// <summary>It should never have existed: in history, and in no figure.</summary>
    public bool EnteredInError { get; set; }

    public override string ToString() => $"{typeof(T).Name} {Id}";
}
