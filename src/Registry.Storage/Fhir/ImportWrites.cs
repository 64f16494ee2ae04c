using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The statements of an import: one per table, whatever the number of rows. They travel with the audit entry and the commit.</summary>
public static class ImportWrites
{
    public static void Insert(RegistryTransaction transaction, IReadOnlyList<Patient> patients)
    {
        if (patients.Count == 0) return;
        var keys = transaction.Connection.KeysOf(patients[0].OrganizationId);
        transaction.Write(Command("""
            insert into patient (organization_id, id, clinic_id, family_name_encrypted, given_name_encrypted, birth_date_encrypted, version, recorded_at, recorded_by)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            Uuids(patients, p => p.OrganizationId.Value), Uuids(patients, p => p.Id.Value), Uuids(patients, p => p.ClinicId.Value),
            Bytes(patients, p => FamilyName(p, keys)), Bytes(patients, p => GivenName(p, keys)), Bytes(patients, p => BirthDate(p, keys)),
            Integers(patients, p => p.Version), Moments(patients, p => p.RecordedAt), Uuids(patients, p => p.RecordedBy.Value)));
        Insert(transaction, [.. patients.SelectMany(p => p.Identifiers)]);
    }

    public static void Insert(RegistryTransaction transaction, IReadOnlyList<PatientIdentifier> identifiers)
    {
        if (identifiers.Count == 0) return;
        var keys = transaction.Connection.KeysOf(identifiers[0].OrganizationId);
        transaction.Write(Command("""
            insert into patient_identifier (organization_id, id, system, value_encrypted, patient_id, since_version) select * from unnest($1, $2, $3, $4, $5, $6)
            """,
            Uuids(identifiers, i => i.OrganizationId.Value), Uuids(identifiers, i => i.Id), Texts(identifiers, i => i.System),
            Bytes(identifiers, i => keys.Encrypt("patient_identifier", "value_encrypted", i.Id, i.Value)), Uuids(identifiers, i => i.PatientId.Value), Integers(identifiers, i => i.SinceVersion)));
        var digests = identifiers.SelectMany(i => keys.DigestsOf(i.System, i.Value), (Identifier, Digest) => (Identifier, Digest)).ToList();
        transaction.Write(Command("""
            insert into patient_identifier_digest (organization_id, digest, key_version, identifier_id, patient_id) select * from unnest($1, $2, $3, $4, $5)
            """,
            Uuids(digests, d => d.Identifier.OrganizationId.Value), Bytes(digests, d => d.Digest.Bytes), Integers(digests, d => d.Digest.KeyVersion),
            Uuids(digests, d => d.Identifier.Id), Uuids(digests, d => d.Identifier.PatientId.Value)));
    }

    /// <summary>The next version of a known patient's demographics; the database refuses it when somebody else was faster.</summary>
    /// <param name="version">The version it replaces.</param>
    public static void Correct(RegistryTransaction transaction, int version, Patient corrected)
    {
        var keys = transaction.Connection.KeysOf(corrected.OrganizationId);
        transaction.Write(Command("select correct_patient($1, $2, $3, $4, $5, $6, $7, $8)",
            new() { Value = corrected.OrganizationId.Value }, new() { Value = corrected.Id.Value }, new() { Value = version },
            new() { Value = FamilyName(corrected, keys) }, new() { Value = GivenName(corrected, keys) },
            new() { Value = (object?)BirthDate(corrected, keys) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
            new() { Value = corrected.RecordedAt.ToDateTimeUtc() }, new() { Value = corrected.RecordedBy.Value }));
    }

    public static void Insert(RegistryTransaction transaction, IReadOnlyList<Assessment> assessments)
    {
        if (assessments.Count == 0) return;
        transaction.Write(Command("""
            insert into assessment (organization_id, id, patient_id, instrument, administered_on, administered_at, total, items, self_harm_answer,
              origin, status, source, source_version, received_on, reviewed_on, version, recorded_at, recorded_by)
            select o, id, patient, instrument, day, moment, total, case when items = '' then null else string_to_array(items, ',')::smallint[] end, answer,
              origin, status, source, source_version, received, reviewed, version, recorded_at, recorded_by
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
              as a (o, id, patient, instrument, day, moment, total, items, answer, origin, status, source, source_version, received, reviewed, version, recorded_at, recorded_by)
            """,
            Uuids(assessments, a => a.OrganizationId.Value), Uuids(assessments, a => a.Id.Value), Uuids(assessments, a => a.PatientId.Value),
            Texts(assessments, a => a.Instrument.Code), Days(assessments, a => a.AdministeredOn), Moments(assessments, a => a.AdministeredAt),
            Integers(assessments, a => a.Total), Texts(assessments, a => a.Items is null ? "" : string.Join(',', a.Items)),
            Smallints(assessments, a => a.SelfHarmAnswer), Texts(assessments, a => Kebab.Of(a.Origin)), Texts(assessments, a => Kebab.Of(a.Status)),
            Texts(assessments, a => a.Source), Texts(assessments, a => a.SourceVersion), Days(assessments, a => a.ReceivedOn), Days(assessments, a => a.ReviewedOn), Integers(assessments, a => a.Version),
            Moments(assessments, a => a.RecordedAt), Uuids(assessments, a => a.RecordedBy.Value)));
    }

    public static void Insert(RegistryTransaction transaction, IReadOnlyList<AssessmentIdentifier> identifiers)
    {
        if (identifiers.Count == 0) return;
        transaction.Write(Command("insert into assessment_identifier (organization_id, system, value, assessment_id) select * from unnest($1, $2, $3, $4)",
            Uuids(identifiers, i => i.OrganizationId.Value), Texts(identifiers, i => i.System), Texts(identifiers, i => i.Value), Uuids(identifiers, i => i.AssessmentId.Value)));
    }

    /// <summary>Texts of resources, each over the one before it. A resource that is replaced again takes one more statement, so that the history keeps every version.</summary>
    public static void Put(RegistryTransaction transaction, IEnumerable<StoredResource> resources)
    {
        var rounds = new List<List<StoredResource>>();
        var versions = new Dictionary<(string Type, Guid Id), int>();
        foreach (var resource in resources)
        {
            var round = versions.GetValueOrDefault((resource.ResourceType, resource.Id));
            versions[(resource.ResourceType, resource.Id)] = round + 1;
            if (round == rounds.Count) rounds.Add([]);
            rounds[round].Add(resource);
        }

        foreach (var round in rounds) Put(transaction, round);
    }

    private static void Put(RegistryTransaction transaction, List<StoredResource> resources)
    {
        var keys = transaction.Connection.KeysOf(resources[0].OrganizationId);
        transaction.Write(Command("""
            insert into stored_resource (organization_id, resource_type, id, patient_id, version, recorded_at, body_encrypted, searchable)
            select o, type, id, patient, version, at, body, searchable::jsonb from unnest($1, $2, $3, $4, $5, $6, $7, $8) as r (o, type, id, patient, version, at, body, searchable)
            on conflict (organization_id, resource_type, id) do update
              set version = excluded.version, recorded_at = excluded.recorded_at, body_encrypted = excluded.body_encrypted, searchable = excluded.searchable
            """,
            Uuids(resources, r => r.OrganizationId.Value), Texts(resources, r => r.ResourceType), Uuids(resources, r => r.Id), Uuids(resources, r => r.PatientId.Value),
            Integers(resources, r => r.Version), Moments(resources, r => r.RecordedAt),
            Bytes(resources, r => keys.Encrypt("stored_resource", "body_encrypted", r.Id, r.Body)), Texts(resources, r => SearchableParts.Of(r.Body))));
    }

    /// <summary>The next version of a known assessment; the database refuses it when somebody else was faster.</summary>
    public static void Correct(RegistryTransaction transaction, KnownAssessment known, Assessment corrected) =>
        transaction.Write(new NpgsqlBatchCommand("""
            select correct_assessment($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """)
        {
            Parameters =
            {
                new() { Value = corrected.OrganizationId.Value },
                new() { Value = known.Id.Value },
                new() { Value = known.Version },
                new() { Value = corrected.AdministeredOn.ToDateOnly() },
                Nullable(corrected.AdministeredAt?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz),
                Nullable(corrected.Total, NpgsqlDbType.Integer),
                new() { Value = (object?)corrected.Items ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                Nullable(corrected.SelfHarmAnswer, NpgsqlDbType.Smallint),
                new() { Value = Kebab.Of(corrected.Origin) },
                new() { Value = Kebab.Of(corrected.Status) },
                new() { Value = (object?)corrected.SourceVersion ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = corrected.RecordedAt.ToDateTimeUtc() },
                new() { Value = corrected.RecordedBy.Value },
            },
        });

    private static byte[] FamilyName(Patient p, OrganizationKeys keys) => keys.Encrypt("patient", "family_name_encrypted", p.Id.Value, p.FamilyName);

    private static byte[] GivenName(Patient p, OrganizationKeys keys) => keys.Encrypt("patient", "given_name_encrypted", p.Id.Value, p.GivenName);

    private static byte[]? BirthDate(Patient p, OrganizationKeys keys) => keys.EncryptDay("patient", "birth_date_encrypted", p.Id.Value, p.BirthDate);

    private static NpgsqlParameter Nullable<T>(T? value, NpgsqlDbType type) where T : struct => new() { Value = value is { } v ? v : DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter Uuids<T>(IReadOnlyList<T> rows, Func<T, Guid> of) => Column(rows, of, NpgsqlDbType.Uuid);

    private static NpgsqlParameter Texts<T>(IReadOnlyList<T> rows, Func<T, string?> of) => Column(rows, of, NpgsqlDbType.Text);

    private static NpgsqlParameter Bytes<T>(IReadOnlyList<T> rows, Func<T, byte[]?> of) => Column(rows, of, NpgsqlDbType.Bytea);

    private static NpgsqlParameter Integers<T>(IReadOnlyList<T> rows, Func<T, int?> of) => Column(rows, of, NpgsqlDbType.Integer);

    private static NpgsqlParameter Smallints<T>(IReadOnlyList<T> rows, Func<T, short?> of) => Column(rows, of, NpgsqlDbType.Smallint);

    private static NpgsqlParameter Days<T>(IReadOnlyList<T> rows, Func<T, LocalDate?> of) => Column(rows, row => of(row)?.ToDateOnly(), NpgsqlDbType.Date);

    private static NpgsqlParameter Moments<T>(IReadOnlyList<T> rows, Func<T, Instant?> of) => Column(rows, row => of(row)?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);

    private static NpgsqlParameter Column<T, TValue>(IReadOnlyList<T> rows, Func<T, TValue> of, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = of(rows[i]);
        return new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
