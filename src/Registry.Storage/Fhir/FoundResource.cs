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

    /// <summary>What moves to another registry beside the resource, or as a Basic; null where it was not asked for.</summary>
    public RegistryRecord? Record { get; init; }

    /// <summary>meta.security of an earlier version that was received, as JSON: labels outlive a correction made here.</summary>
    public string? Labels { get; init; }

    public override string ToString() => $"{Type} {Id:D}";
}

/// <param name="Total">Null where no score came of it.</param>
public sealed record ScoreRow(Instrument Instrument, int? Total, LocalDate On, Instant? At, short[]? Items, string Status, string TimeZone)
{
    public override string ToString() => nameof(ScoreRow);
}

public sealed record PatientRow(string FamilyName, string GivenName, LocalDate? BirthDate, IReadOnlyList<BusinessIdentifier> Identifiers, string TimeZone)
{
    public override string ToString() => nameof(PatientRow);
}

/// <param name="Changes">In order, the first one included.</param>
public sealed record EpisodeRow(EpisodeStatus Status, LocalDate EnrolledOn, LocalDate? EndedOn, DischargeReason? Reason, IReadOnlyList<StatusChange> Changes)
{
    public bool IsPart2 { get; init; }

    public override string ToString() => nameof(EpisodeRow);
}

public sealed record ContactRow(
    Guid EpisodeId, Guid StaffMemberId, ContactPurpose Purpose, ContactMode Mode, LocalDate On, Instant? StartedAt, int Minutes, bool Kept, bool EnteredInError, string TimeZone)
{
    /// <summary>Whether its episode is under 42 CFR Part 2.</summary>
    public bool IsPart2 { get; init; }

    public override string ToString() => nameof(ContactRow);
}

public static class FhirResourceQuery
{
    /// <summary>Ids in $3, digests of identifiers in $4.</summary>
    internal const string NamedPatients = """
        array(select unnest($3::uuid[]) union all
          select d.patient_id from patient_identifier_digest d where d.organization_id = $1 and d.digest = any($4::bytea[]))
        """;

    internal static readonly string PatientsToReplace =
        $"select {ResourceTables.Patient.Selected} from patient a {ResourceTables.Patient.Joined} where a.organization_id = $1 and p.clinic_id = any($2) and a.id = any({NamedPatients})";

    /// <summary>One resource the caller may see, or null.</summary>
    public static async Task<FoundResource?> FhirResource(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string type, Guid id, CancellationToken ct)
    {
        var found = await connection.FhirResources(organization, clinics, [(type, id)], ct);
        return found[0];
    }

    /// <summary>Several at once, in one round trip and in the order asked for; null for what the caller may not see.</summary>
    public static async Task<IReadOnlyList<FoundResource?>> FhirResources(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, IReadOnlyList<(string Type, Guid Id)> wanted, CancellationToken ct)
    {
        var pages = await connection.PagesOf(organization, clinics,
            [.. wanted.Select(w => (new ResourceFilter(ResourceTables.Of(w.Type)).WithIds([w.Id]), ResourceOrder.AsItStands(limit: 1)))], ct);
        return [.. pages.Select(page => page.Select(row => row.Found).FirstOrDefault())];
    }
}
