using System.Collections;

namespace Registry.Fhir;

/// <summary>All that is to be said about one resource, in the order found. Costs nothing while there is nothing to say.</summary>
public sealed class FhirIssues : IReadOnlyList<FhirIssue>
{
    /// <remarks>A body with ten thousand equal mistakes needs no ten thousand answers.</remarks>
    private const int Most = 100;

    private List<FhirIssue>? issues;

    public int Count => issues?.Count ?? 0;
    public FhirIssue this[int index] => issues is null ? throw new ArgumentOutOfRangeException(nameof(index)) : issues[index];
    public bool HasErrors { get; private set; }

    /// <summary>400 as soon as one problem is about form, since meaning read from a broken text proves nothing; otherwise the status of the first error; 200 without errors.</summary>
    public int Status { get; private set; } = 200;

    public void Add(FhirIssue issue)
    {
        ArgumentNullException.ThrowIfNull(issue);
        if (issue.IsError)
        {
            HasErrors = true;
            if (Status == 200 || issue.Status == 400) Status = issue.Status;
        }
        issues ??= [];
        if (issues.Count < Most) issues.Add(issue);
        else if (issues.Count == Most) issues.Add(new(IssueSeverity.Information, IssueCode.TooLong, "", "There are more problems; the first hundred are listed.", 200));
    }

    public void AddRange(IEnumerable<FhirIssue> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        foreach (var issue in more) Add(issue);
    }

    /// <summary>Adds unless an error about the same element, one inside it or one around it is known: one mistake is told once.</summary>
    internal void AddUnlessTold(FhirIssue issue)
    {
        if (HasErrors && issues is not null)
        {
            foreach (var told in issues)
            {
                if (told.IsError && (Within(told.Expression, issue.Expression) || Within(issue.Expression, told.Expression))) return;
            }
        }
        Add(issue);
    }

    private static bool Within(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal)
        && (inner.Length == outer.Length ? outer.Contains('.', StringComparison.Ordinal) : inner[outer.Length] is '.' or '[' && outer.Contains('.', StringComparison.Ordinal));

    public IEnumerator<FhirIssue> GetEnumerator() => (issues ?? Enumerable.Empty<FhirIssue>()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
