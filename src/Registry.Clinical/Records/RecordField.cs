using System.Text.Json;

namespace Registry.Clinical;

/// <summary>What one value of a record is.</summary>
public enum RecordFieldType
{
    Day,
    Moment,

    /// <summary>One of <see cref="RecordField.Codes"/>.</summary>
    Code,
    Text,
    Number,
    YesNo,

    /// <summary>A member of staff, whom both registries know by the same id.</summary>
    Staff,
    Clinic,

    /// <summary>A score of the same patient.</summary>
    Score,
    Session,

    /// <summary>Item answers in order, <see cref="Assessment.Unanswered"/> where there is none.</summary>
    Answers,
}

/// <summary>One value that a record holds when it moves to another registry.</summary>
/// <param name="Name">In kebab-case: the column in snake_case.</param>
public sealed record RecordField(string Name, RecordFieldType Type)
{
    public bool IsRequired { get; init; }

    /// <summary>The largest number, or the longest text in characters; numbers are never negative.</summary>
    public int Most { get; init; }
    public IReadOnlySet<string> Codes { get; init; } = new HashSet<string>();

    public string Column { get; } = Name.Replace('-', '_');

    public static RecordField Day(string name) => new(name, RecordFieldType.Day);

    public static RecordField Number(string name, int most) => new(name, RecordFieldType.Number) { Most = most };

    public static RecordField Text(string name, int most) => new(name, RecordFieldType.Text) { Most = most };

    public static RecordField Code<T>(string name) where T : struct, Enum =>
        Code(name, Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));

    public static RecordField Code(string name, IEnumerable<string> codes) => new(name, RecordFieldType.Code) { Codes = codes.ToHashSet() };

    public RecordField Required() => this with { IsRequired = true };
}
