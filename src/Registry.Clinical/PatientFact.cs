namespace Registry.Clinical;

/// <summary>Something recorded about a patient that belongs to no episode: what the patient asked for, restricted or consented to.</summary>
/// <typeparam name="T">The kind of fact itself, so that its id cannot be mistaken for another's.</typeparam>
public abstract class PatientFact<T> : Fact
{
    public required Id<T> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }

    public override string ToString() => $"{typeof(T).Name} {Id}";
}
