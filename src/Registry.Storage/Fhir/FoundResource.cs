using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A resource of the FHIR face: the text that was received, or the row it is to be written from.</summary>
/// <param name="Body">Null when nothing was received, or when the registry has changed it since.</param>
public sealed record FoundResource(string Type, Guid Id, Id<Patient> PatientId, int Version, Instant RecordedAt, string? Body)
{
    public ScoreRow? Score { get; init; }
    public PatientRow? Patient { get; init; }
    public EpisodeRow? Episode { get; init; }
    public ContactRow? Contact { get; init; }

    /// <summary>meta.security of an earlier version that was received, as JSON: labels outlive a correction made here.</summary>
    public string? Labels { get; init; }

    public override string ToString() => $"{Type} {Id:D}";
}

public sealed record ScoreRow(Instrument Instrument, int Total, LocalDate On, Instant? At, short[]? Items, string Status, string TimeZone)
{
    public override string ToString() => nameof(ScoreRow);
}

public sealed record PatientRow(string FamilyName, string GivenName, LocalDate? BirthDate, IReadOnlyList<BusinessIdentifier> Identifiers)
{
    public override string ToString() => nameof(PatientRow);
}

/// <param name="Changes">In order, the first one included.</param>
public sealed record EpisodeRow(EpisodeStatus Status, LocalDate EnrolledOn, LocalDate? EndedOn, DischargeReason? Reason, IReadOnlyList<StatusChange> Changes)
{
    public override string ToString() => nameof(EpisodeRow);
}

public sealed record ContactRow(
    Guid EpisodeId, Guid StaffMemberId, ContactPurpose Purpose, ContactMode Mode, LocalDate On, Instant? StartedAt, int Minutes, bool Kept, bool EnteredInError, string TimeZone)
{
    public override string ToString() => nameof(ContactRow);
}

public static class FhirResourceQuery
{
    /// <summary>One resource the caller may see, or null.</summary>
    public static async Task<FoundResource?> FhirResource(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string type, Guid id, CancellationToken ct)
    {
        var filter = new ResourceFilter(ResourceTables.Of(type)).WithIds([id]);
        return (await connection.PageOf(organization, clinics, filter, ResourceOrder.AsItStands(limit: 1), ct)).Select(row => row.Found).FirstOrDefault();
    }
}
