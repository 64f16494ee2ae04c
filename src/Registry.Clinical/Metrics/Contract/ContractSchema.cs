using System.Globalization;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>What a cell of the reporting contract may hold.</summary>
public enum ContractType
{
    Text,

    /// <summary>YYYY-MM-DD, the local date of the event.</summary>
    Day,

    /// <summary>YYYY-MM.</summary>
    Month,
    WholeNumber,
    Number,

    /// <summary>true or false.</summary>
    YesNo,

    /// <summary>One of a list.</summary>
    Word,
}

/// <summary>A column of a table of the contract. A blank cell is absent.</summary>
public sealed record ContractColumn(string Name, ContractType Type, bool IsRequired, params IReadOnlyList<string> Words)
{
    /// <summary>Stands where bytes were no UTF-8.</summary>
    internal const char Lost = '\uFFFD';

    private const int LongestText = 400;

    /// <summary>The only number of the contract is of full-time posts at one site.</summary>
    private const decimal LargestNumber = 1000;

    public bool Allows(string cell) => cell.Length == 0 ? !IsRequired : Type switch
    {
        ContractType.Text => cell.Length <= LongestText && !cell.Any(c => char.IsControl(c) || c == Lost),
        ContractType.Day => LocalDatePattern.Iso.Parse(cell).Success,
        ContractType.Month => YearMonthPattern.Iso.Parse(cell).Success,
        ContractType.WholeNumber => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        ContractType.Number => decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber,
        ContractType.YesNo => cell is "true" or "false",
        ContractType.Word => Words.Contains(cell),
        _ => false,
    };
}

/// <summary>The eight tables of the public CoCM reporting contract: their columns in order, with types and code lists.</summary>
public static class ContractSchema
{
    private const ContractType Text = ContractType.Text, Day = ContractType.Day, Month = ContractType.Month, WholeNumber = ContractType.WholeNumber,
        Number = ContractType.Number, YesNo = ContractType.YesNo, Word = ContractType.Word;

    private static readonly string[] Scales =
        ["phq9", "phq_a", "gad7", "pcl5", "smfq_child", "smfq_parent", "scared_child", "scared_parent", "psc17", "vanderbilt_parent", "vanderbilt_teacher"];

    private static readonly string[] Modalities = ["in_person", "video", "phone"];

    public static readonly IReadOnlyDictionary<string, IReadOnlyList<ContractColumn>> Tables = new Dictionary<string, IReadOnlyList<ContractColumn>>
    {
        ["patient"] = [Key("patient_id"), Needed("birth_date", Day)],
        ["coverage"] =
        [
            Key("patient_id"),
            Needed("payer_category", Word, "medicaid_ffs", "medicaid_managed_care", "dual_medicare_medicaid", "child_health_plus", "essential_plan", "medicare", "commercial", "self_pay", "other"),
            Needed("start_date", Day), Optional("end_date", Day), Optional("plan_name", Text),
        ],
        ["cocm_episode"] =
        [
            Key("episode_id"), Key("patient_id"), Needed("enrollment_date", Day), Needed("enrollment_source", Word, "registry", "ehr_structured", "billing_inferred"),
            Needed("primary_condition", Word, "depression", "anxiety", "ptsd", "adhd", "general_pediatric", "other"), Needed("primary_scale", Word, Scales),
            Needed("primary_scale_source", Word, "recorded", "default_mapping"), Optional("diagnosis_date", Day), Optional("discharge_date", Day),
            Optional("discharge_reason", Word, "graduated", "lost_to_follow_up", "administrative_inactivity", "withdrew", "transferred", "died", "other"),
        ],
        ["contact"] =
        [
            Key("contact_id"), Key("patient_id"), Needed("contact_date", Day),
            Needed("staff_role", Word, "bhcm", "other_cocm_clinician", "psychiatric_consultant", "other", "unknown"),
            Needed("contact_kind", Word, "treatment", "outreach_attempt", "scheduling", "no_show", "message"), Optional("modality", Word, Modalities), Optional("with_caregiver", YesNo),
        ],
        ["scale_result"] =
        [
            Key("result_id"), Key("patient_id"), Needed("administered_date", Day), Needed("instrument", Word, ["phq2", .. Scales]), Needed("total_score", WholeNumber),
            Optional("vanderbilt_symptom_count", WholeNumber), Optional("administered_by_role", Word, "bhcm", "medical_provider", "nursing_ma", "self_report", "other"), Optional("loinc", Text),
        ],
        ["psych_review"] =
        [
            Key("review_id"), Key("patient_id"), Needed("review_date", Day), Needed("recommendation_documented", YesNo), Optional("recommendation_to", Word, "pcp", "bhcm", "both"),
        ],
        ["practice_visit"] =
        [
            Key("visit_id"), Key("patient_id"), Needed("visit_date", Day),
            Needed("provider_category", Word, "primary_care", "other_medical", "behavioral_health", "nursing_only", "ancillary"), Optional("billing_codes", Text), Needed("modality", Word, Modalities),
        ],
        ["site_month"] =
        [
            Key("site_id"), Needed("reporting_month", Month), Needed("bhcm_fte", Number), Needed("screening_age_floor", WholeNumber), Needed("treatment_contact_rule", Text),
            Needed("extract_run_date", Day), Needed("source_system", Text), Optional("notes", Text),
        ],
    };

    /// <summary>The instruments of the contract that the registry keeps.</summary>
    private static readonly (string Word, Instrument Instrument)[] Kept =
        [("phq2", Instruments.Phq2), ("phq9", Instruments.Phq9), ("phq_a", Instruments.Phq9M), ("gad7", Instruments.Gad7), ("pcl5", Instruments.Pcl5)];

    internal static Instrument? InstrumentOf(string word) => Kept.FirstOrDefault(k => k.Word == word).Instrument;

    internal static string? WordOf(Instrument instrument) => Kept.FirstOrDefault(k => ReferenceEquals(k.Instrument, instrument)).Word;

    private static ContractColumn Key(string name) => new(name, Text, IsRequired: true);

    private static ContractColumn Needed(string name, ContractType type, params IReadOnlyList<string> words) => new(name, type, IsRequired: true, words);

    private static ContractColumn Optional(string name, ContractType type, params IReadOnlyList<string> words) => new(name, type, IsRequired: false, words);
}
