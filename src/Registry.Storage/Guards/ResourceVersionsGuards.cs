namespace Registry.Storage;

/// <summary>How a patient's demographics are replaced: only over the version that was read.</summary>
internal static class ResourceVersionsGuards
{
    public static IEnumerable<string> Up()
    {
        yield return """
            create function correct_patient(organization uuid, patient_id uuid, known_version int, family text, given text, birth date, at timestamptz, by_principal uuid)
              returns void language plpgsql as $$
            begin
              update patient set family_name = family, given_name = given, birth_date = birth, version = known_version + 1, recorded_at = at, recorded_by = by_principal
              where organization_id = organization and id = patient_id and version = known_version;
              if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
            end
            $$
            """;
    }
}
