using Npgsql;
using Registry.Storage;
using static Registry.Sandbox.Copying;

namespace Registry.Sandbox;

/// <summary>Traits and payers as rows.</summary>
internal static class BackgroundRows
{
    public static void Copy(NpgsqlConnection connection, Guid organization, IReadOnlyCollection<SyntheticPatient> patients)
    {
        connection.Copy("patient_background (organization_id, patient_id, version, recorded_at, recorded_by, race, ethnicity, language, sex, gender)", patients, p =>
        [
            organization, p.Id.Value, 1, Moment(p.RecordedAt), ProgramLoader.Generator.Value, Word(p.Background!.Race), Word(p.Background.Ethnicity), p.Background.Language,
            Word(p.Background.Sex), Word(p.Background.Gender),
        ]);
        connection.Copy("patient_coverage (organization_id, patient_id, version, sequence, payer, start_on, end_on)",
            patients.SelectMany(p => p.Background!.Coverage.Index(), (p, cover) => (p, Sequence: cover.Index + 1, Cover: cover.Item)),
            x => [organization, x.p.Id.Value, 1, x.Sequence, Kebab.Of(x.Cover.Payer), Date(x.Cover.StartOn), Date(x.Cover.EndOn)]);
    }

    private static string? Word<T>(T? value) where T : struct, Enum => value is { } known ? Kebab.Of(known) : null;
}
