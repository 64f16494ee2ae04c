using System.Globalization;
using System.Text;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Collects everything that is wrong with a request, so that a client can mend it in one go.</summary>
internal sealed class Checks
{
    private readonly List<Refusal> refusals = [];

    public bool Failed => refusals.Count > 0;

    public Refused Refused => new(refusals);

    public Checks Add(Refusal? refusal)
    {
        if (refusal is not null) refusals.Add(refusal);
        return this;
    }

    /// <summary>A short text of a person's: trimmed by the sender, in NFC, without control and direction characters.</summary>
    public Checks Text(string field, string? value, int longest, bool required = true)
    {
        if (string.IsNullOrWhiteSpace(value)) return required ? Add(Refusals.Required.At(field)) : this;
        if (value.Length > longest) return Add(Refusals.TooLong.At(field));
        var isFine = value.IsNormalized(NormalizationForm.FormC)
            && value.EnumerateRunes().All(r => Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse));
        return isFine ? this : Add(Refusals.TextNotAllowed.At(field));
    }

    /// <summary>A clinical day that has come, and is not implausibly early.</summary>
    public Checks Day(string field, LocalDate day, LocalDate today) =>
        Add(day > today ? Refusals.DateInFuture.At(field) : day < RecordedDays.Earliest ? Refusals.DateTooEarly.At(field) : null);

    public Checks Minutes(string field, int minutes) => Add(minutes is < 0 or > 480 ? Refusals.MinutesOutOfRange.At(field) : null);
}
