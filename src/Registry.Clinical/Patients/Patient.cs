using NodaTime;

namespace Registry.Clinical;

/// <summary>A person known to a clinic. Being known is not being enrolled: care happens in an <see cref="Episode"/>.</summary>
public sealed class Patient : Fact
{
    public required Id<Patient> Id { get; init; }
    public required Id<Clinic> ClinicId { get; init; }
    public required string FamilyName { get; init; }
    public required string GivenName { get; init; }
    public required LocalDate? BirthDate { get; init; }

    /// <summary>Business identifiers by which other systems know this person; unique within the organization.</summary>
    public List<PatientIdentifier> Identifiers { get; init; } = [];

    /// <summary>Never the name: a patient that ends up in a message shows only the id.</summary>
    public override string ToString() => $"Patient {Id}";
}

/// <summary>A medical record number or the like: a system that issues it and the value it issued. Unique within the organization, however it is written (<see cref="IdentifierForm"/>).</summary>
public sealed class PatientIdentifier
{
    public required Id<Organization> OrganizationId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string System { get; init; }
    public required string Value { get; init; }
    public required Id<Patient> PatientId { get; init; }

    /// <summary>The version of the patient that brought it.</summary>
    public int SinceVersion { get; init; } = 1;
}
