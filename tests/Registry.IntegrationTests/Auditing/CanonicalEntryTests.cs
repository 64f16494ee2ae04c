using System.Text;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.Auditing;

/// <summary>The documented bytes, written out, so that anybody can compute the chain.</summary>
public sealed class CanonicalEntryTests
{
    [Fact]
    public void The_canonical_form_is_what_its_description_says()
    {
        Assert.Equal(
            "1:1,36:00000000-0000-0000-0000-000000000001,36:00000000-0000-0000-0000-000000000002,16:1750086000123456,-,12:patient.read,4:read,3:GET,24:/v1/patients/{patientId},3:200,7:success," +
            "40:36:00000000-0000-0000-0000-000000000003,,0:,33:12:care-manager,13:administrator,,5:TREAT,7:ånorak,-,-,1:r,2:17,",
            Encoding.UTF8.GetString(CanonicalEntry.Bytes(Entry(["care-manager", "administrator"]))));
    }

    [Fact]
    public void Members_cannot_be_shifted_from_one_field_or_list_into_another()
    {
        Assert.NotEqual(CanonicalEntry.Bytes(Entry(["ab", "c"])), CanonicalEntry.Bytes(Entry(["a", "bc"])));
        Assert.NotEqual(CanonicalEntry.Bytes(Entry(["1:a,"])), CanonicalEntry.Bytes(Entry(["a", ""])));
    }

    [Fact]
    public void A_link_depends_on_everything_before_it()
    {
        var first = ChainHash.Of(ChainHash.BeforeTheFirst, 1, "a"u8);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData([.. new byte[32], 0, 0, 0, 0, 0, 0, 0, 1, (byte)'a']), first);
        Assert.NotEqual(ChainHash.Of(first, 2, "b"u8), ChainHash.Of(ChainHash.Of(ChainHash.BeforeTheFirst, 1, "x"u8), 2, "b"u8));
        Assert.NotEqual(ChainHash.Of(first, 2, "b"u8), ChainHash.Of(first, 3, "b"u8));
    }

    private static AuditEntry Entry(string[] roles) => new()
    {
        OrganizationId = new(new Guid("00000000-0000-0000-0000-000000000001")),
        Id = new(new Guid("00000000-0000-0000-0000-000000000002")),
        At = Instant.FromUtc(2025, 6, 16, 15, 0).PlusNanoseconds(123_456_000),
        PrincipalId = null,
        Action = "patient.read",
        Event = AuditEventKind.Read,
        Method = "GET",
        Route = "/v1/patients/{patientId}",
        Status = 200,
        Outcome = AuditOutcome.Success,
        PatientIds = [new Guid("00000000-0000-0000-0000-000000000003")],
        Resources = [],
        Roles = roles,
        PurposeOfUse = "TREAT",
        ClientId = "ånorak",
        TokenId = null,
        NetworkAddress = null,
        RequestId = "r",
        Xid = 17,
    };
}
