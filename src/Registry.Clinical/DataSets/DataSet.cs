using NodaTime;

namespace Registry.Clinical;

/// <summary>Records of many patients, ordered for somebody outside. What is handed out is made anew at each release; none of it is kept.</summary>
public sealed class DataSet
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<DataSet> Id { get; init; }
    public required DataSetKind Kind { get; init; }

    /// <summary>The clinics whose patients it covers.</summary>
    public required Guid[] ClinicIds { get; init; }
    public required RecipientKind Recipient { get; init; }

    /// <summary>Who receives it; at most 200 characters.</summary>
    public required string RecipientName { get; init; }
    public string? RecipientAddress { get; init; }

    /// <summary>What for: the study, the program, the report; at most 400 characters.</summary>
    public required string Why { get; init; }

    /// <summary>The data use agreement, 45 CFR 164.514(e)(4): without one there is no limited data set.</summary>
    public string? AgreementId { get; init; }
    public required Instant OrderedAt { get; init; }
    public required Id<Principal> OrderedBy { get; init; }

    /// <summary>When a second person agreed; null while nobody has, and where nobody needs to.</summary>
    public Instant? ApprovedAt { get; private set; }
    public Id<Principal>? ApprovedBy { get; private set; }

    /// <summary>A limited data set holds dates and places, so two people answer for it.</summary>
    public bool NeedsApproval => Kind is DataSetKind.Limited;

    /// <summary>Null when it may be handed out.</summary>
    public Refusal? WhyNotReleased => NeedsApproval && ApprovedAt is null ? DataSetRefusals.ApprovalRequired : null;

    /// <param name="isWhoOrdered">Whether it is the same person, by whatever account.</param>
    public Refusal? Approve(Id<Principal> by, bool isWhoOrdered, Instant at)
    {
        if (!NeedsApproval || ApprovedAt is not null) return DataSetRefusals.NothingToApprove;
        if (isWhoOrdered) return DataSetRefusals.OwnOrder;
        (ApprovedAt, ApprovedBy) = (at, by);
        return null;
    }

    public override string ToString() => $"{nameof(DataSet)} {Id}";
}

public enum DataSetKind
{
    /// <summary>Without any of the identifiers of 45 CFR 164.514(b)(2).</summary>
    SafeHarbor,

    /// <summary>With dates and clinics, for research, public health or operations, under a data use agreement: 45 CFR 164.514(e).</summary>
    Limited,
}

public static class DataSetRefusals
{
    public static readonly Refusal AgreementRequired = new("agreement-required", RefusalKind.Malformed, "A limited data set needs the id of its data use agreement.");
    public static readonly Refusal ApprovalRequired = new("approval-required", RefusalKind.State, "A second person has to approve it first.");
    public static readonly Refusal NothingToApprove = new("nothing-to-approve", RefusalKind.State, "It needs no approval, or has it.");
    public static readonly Refusal OwnOrder = new("own-order", RefusalKind.Forbidden, "Somebody else has to approve it.");
}
