using System.Globalization;
using System.Text;
using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The bytes of an audit entry that its seal covers: the same entry always gives the same bytes, and different entries different ones.</summary>
/// <remarks>
/// Netstrings ("5:hello,") of UTF-8 text one after the other: the form's version "1", then organization, id, moment in microseconds since 1970,
/// principal, action, event, method, route, status, outcome, patients, resources, roles, purpose of use, client, token, address, request and
/// transaction. Ids are lower-case with hyphens, words as the database has them. What is absent is "-,"; a list is a netstring around the
/// netstrings of its members.
/// </remarks>
public static class CanonicalEntry
{
    private static readonly Instant Epoch = Instant.FromUnixTimeTicks(0);

    public static byte[] Bytes(AuditEntry entry) => Bytes(entry, entry.Id, entry.Xid);

    /// <summary>The bytes it would have under another id and transaction: by this the verifier recognises contents that were exchanged.</summary>
    internal static byte[] Bytes(AuditEntry entry, Id<AuditEntry> id, long xid)
    {
        var text = new StringBuilder(512);
        Add(text, "1");
        Add(text, entry.OrganizationId.ToString());
        Add(text, id.ToString());
        Add(text, ((entry.At - Epoch).BclCompatibleTicks / 10).ToString(CultureInfo.InvariantCulture));
        Add(text, entry.PrincipalId?.ToString());
        Add(text, entry.Action);
        Add(text, Kebab.Of(entry.Event));
        Add(text, entry.Method);
        Add(text, entry.Route);
        Add(text, entry.Status.ToString(CultureInfo.InvariantCulture));
        Add(text, Kebab.Of(entry.Outcome));
        Add(text, List(entry.PatientIds.Select(p => p.ToString("D"))));
        Add(text, List(entry.Resources));
        Add(text, List(entry.Roles));
        Add(text, entry.PurposeOfUse);
        Add(text, entry.ClientId);
        Add(text, entry.TokenId);
        Add(text, entry.NetworkAddress);
        Add(text, entry.RequestId);
        Add(text, xid.ToString(CultureInfo.InvariantCulture));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string List(IEnumerable<string> members)
    {
        var text = new StringBuilder();
        foreach (var member in members) Add(text, member);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string? field)
    {
        if (field is null) text.Append("-,");
        else text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field},");
    }
}
