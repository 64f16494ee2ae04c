using System.Text;
using System.Text.Json;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="Kind">safe-harbor: without identifiers, dates and places; limited: with dates and clinics, under a data use agreement.</param>
/// <param name="Recipient">Who it goes to: restrictions and consents of patients depend on it.</param>
/// <param name="RecipientName">The person, agency or company.</param>
/// <param name="Why">What for: the study, the report; at most 400 characters.</param>
/// <param name="AgreementId">The data use agreement; required for a limited data set.</param>
internal sealed record DataSetRequest(DataSetKind Kind, RecipientKind Recipient, string RecipientName, string Why, string? RecipientAddress = null, string? AgreementId = null)
{
    private static readonly Refusal NotForThis = new("not-for-limited-data-sets", RefusalKind.Rule, "A limited data set goes out for research, public health or operations.");

    public Checks Check() => new Checks()
        .Text("recipientName", RecipientName, 200)
        .Text("recipientAddress", RecipientAddress, 400, required: false)
        .Text("why", Why, 400)
        .Text("agreementId", AgreementId, 100, required: false)
        .Add(Kind is DataSetKind.Limited && string.IsNullOrWhiteSpace(AgreementId) ? DataSetRefusals.AgreementRequired.At("agreementId") : null)
        .Add(Kind is DataSetKind.Limited && Recipient is RecipientKind.Court or RecipientKind.OversightAgency ? NotForThis.At("recipient") : null);

    public DataSet ToDataSet(Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<DataSet>.New(),
        Kind = Kind,
        ClinicIds = access.Clinics,
        Recipient = Recipient,
        RecipientName = RecipientName.Trim(),
        RecipientAddress = RecipientAddress?.Trim(),
        Why = Why.Trim(),
        AgreementId = AgreementId?.Trim(),
        OrderedAt = access.Now,
        OrderedBy = access.Caller!.PrincipalId,
    };
}

/// <param name="NeedsApproval">Whether a second person has to approve it before it is released.</param>
/// <param name="ApprovedAt">Null while nobody has, and where nobody needs to.</param>
internal sealed record DataSetResponse(
    Id<DataSet> Id, DataSetKind Kind, IReadOnlyList<Id<Clinic>> ClinicIds, RecipientKind Recipient, string RecipientName, string? RecipientAddress, string Why, string? AgreementId,
    Instant OrderedAt, Id<Principal> OrderedBy, bool NeedsApproval, Instant? ApprovedAt, Id<Principal>? ApprovedBy)
{
    public static DataSetResponse Of(DataSet d) => new(d.Id, d.Kind, [.. d.ClinicIds.Select(c => new Id<Clinic>(c))], d.Recipient, d.RecipientName, d.RecipientAddress, d.Why, d.AgreementId,
        d.OrderedAt, d.OrderedBy, d.NeedsApproval, d.ApprovedAt, d.ApprovedBy);
}

/// <summary>The first line of a data set: what it is, and what binds whoever has it.</summary>
/// <param name="Notice">Of records under 42 CFR Part 2, when there are any.</param>
internal sealed record DataSetHead(DataSetKind Kind, string Terms, string? Notice, int Episodes);

/// <summary>A data set as it is handed out: one JSON object a line, the head first.</summary>
internal sealed class DataSetFile(byte[] text) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public const string MediaType = "application/x-ndjson";

    public int? StatusCode => StatusCodes.Status200OK;

    public static DataSetFile Of(DataSetHead head, IEnumerable<object> lines, JsonSerializerOptions json) =>
        new(Encoding.UTF8.GetBytes(string.Concat(lines.Prepend(head).Select(line => JsonSerializer.Serialize(line, line.GetType(), json) + "\n"))));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.Headers.ContentDisposition = "attachment; filename=\"data-set.ndjson\"";
        httpContext.Response.ContentLength = text.Length;
        await httpContext.Response.Body.WriteAsync(text, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
}
