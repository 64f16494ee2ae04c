namespace Registry.Storage;

/// <summary>The learning program and finance: what is frozen cannot be changed, and who joins a collaborative was invited to it.</summary>
internal static class LearningGuards
{
    private const string Published = "published_aggregate";

    private static readonly string[] Frozen =
        ["collaborative", "collaborative_measure", "collaborative_invitation", "shared_submission", "shared_measure", "action_plan", "action_plan_review", "finance_rate", "finance_cost", Published];

    private static readonly string[] Changing = ["implementation_site", "checklist_item", "collaborative_member", "collaborative_site", "pdsa_cycle"];

    /// <summary>Tables of which another organization's rows may be seen.</summary>
    private static readonly string[] Shared = ["collaborative", "collaborative_measure", "collaborative_invitation", "collaborative_site", "shared_submission", "shared_measure"];

    public static IEnumerable<string> Up()
    {
        yield return $"grant select, insert on {string.Join(", ", Frozen)} to registry_service";
        yield return $"grant select, insert, update on {string.Join(", ", Changing)} to registry_service";

        // Whoever reads figures without a right to patients reads them as this role, which has a right to nothing else.
        yield return $"grant select on {Published} to registry_report";

        // The one key that leads from one organization's row to another's: a member joins on the invitation of whoever keeps the collaborative.
        yield return """
            alter table collaborative_member add constraint "FK_collaborative_member_invitation"
            foreign key (kept_by, collaborative_id, organization_id) references collaborative_invitation (organization_id, collaborative_id, invited_organization_id) on delete restrict
            """;
        foreach (var statement in Frozen.Concat(Changing).SelectMany(RowSecurity.Protect)) yield return statement;
        // A row of another organization may be seen under the rules above, and never written.
        foreach (var table in Shared)
        {
            yield return $"create policy own_only on {table} as restrictive for insert with check ({RowSecurity.OfOrganization})";
            yield return $"create policy own_change on {table} as restrictive for update using ({RowSecurity.OfOrganization})";
        }
    }
}
