using System.Linq.Expressions;
using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A member of an entity that lies encrypted in a column of its own: a text or a day.</summary>
/// <param name="Owner">The entity that declares it.</param>
/// <param name="Name">Of the member; of the column with "Encrypted" behind it.</param>
internal sealed record EncryptedProperty(
    Type Owner, string Table, string Name, bool IsRequired, Func<object, (Id<Organization> Organization, Guid Row)> Place, Func<object, string?> Get, Action<object, string?> Set)
{
    /// <summary>Every encrypted member of an entity. What hand-written statements alone read and write is in <see cref="EncryptedTable"/> only.</summary>
    public static readonly IReadOnlyList<EncryptedProperty> All =
    [
        Text<Patient>("patient", p => p.FamilyName, p => (p.OrganizationId, p.Id.Value), isRequired: true),
        Text<Patient>("patient", p => p.GivenName, p => (p.OrganizationId, p.Id.Value), isRequired: true),
        Day<Patient>("patient", p => p.BirthDate, p => (p.OrganizationId, p.Id.Value)),
        Text<PatientIdentifier>("patient_identifier", i => i.Value, i => (i.OrganizationId, i.Id), isRequired: true),
        Text<Consultation>("consultation", c => c.Note, c => (c.OrganizationId, c.Id.Value)),
        Text<TeamEntry>("team_entry", e => e.Note, e => (e.OrganizationId, e.Id.Value)),
        Text<TreatmentChange>("team_entry", e => e.Description, e => (e.OrganizationId, e.Id.Value), isRequired: true),
        Text<StoredResource>("stored_resource", r => r.Body, r => (r.OrganizationId, r.Id), isRequired: true),
        Text<QuarantineEntry>("quarantine_entry", q => q.Body, q => (q.OrganizationId, q.Id), isRequired: true),
        Text<Disclosure>("disclosure", d => d.RecipientName, d => (d.OrganizationId, d.Id.Value), isRequired: true),
        Text<Disclosure>("disclosure", d => d.RecipientAddress, d => (d.OrganizationId, d.Id.Value)),
        Text<Disclosure>("disclosure", d => d.What, d => (d.OrganizationId, d.Id.Value), isRequired: true),
        Text<Disclosure>("disclosure", d => d.Why, d => (d.OrganizationId, d.Id.Value), isRequired: true),
        Text<AccountingSuspension>("accounting_suspension", s => s.RecipientName, s => (s.OrganizationId, s.Id.Value), isRequired: true),
        Text<AccountingSuspension>("accounting_suspension", s => s.Statement, s => (s.OrganizationId, s.Id.Value), isRequired: true),
        Text<Amendment>("amendment", a => a.Request, a => (a.OrganizationId, a.Id.Value), isRequired: true),
        Text<Amendment>("amendment", a => a.Disagreement, a => (a.OrganizationId, a.Id.Value)),
        Text<Restriction>("restriction", r => r.Details, r => (r.OrganizationId, r.Id.Value)),
        Text<Part2Consent>("part2_consent", c => c.Recipients, c => (c.OrganizationId, c.Id.Value), isRequired: true),
        Text<EmergencyAccess>("emergency_access", e => e.Explanation, e => (e.OrganizationId, e.Id.Value), isRequired: true),
        Text<EmergencyReview>("emergency_review", r => r.Note, r => (r.OrganizationId, r.EmergencyAccessId.Value)),
        Text<LegalHold>("legal_hold", h => h.Matter, h => (h.OrganizationId, h.Id.Value), isRequired: true),
    ];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, EncryptedProperty[]> ByEntity = [];

    /// <summary>Of the model: the bytes as they are stored.</summary>
    public string Stored => Name + "Encrypted";
    public string Column { get; } = SnakeCase.Of(Name) + "_encrypted";

    /// <summary>Those of an entity, inherited ones included.</summary>
    public static EncryptedProperty[] Of(Type entity) => ByEntity.GetOrAdd(entity, type => [.. All.Where(p => p.Owner.IsAssignableFrom(type))]);

    private static EncryptedProperty Text<T>(string table, Expression<Func<T, string?>> member, Func<T, (Id<Organization>, Guid)> place, bool isRequired = false)
    {
        var (name, get, set) = (NameOf(member), member.Compile(), Setter<T, string?>(member));
        return new(typeof(T), table, name, isRequired, e => place((T)e), e => get((T)e), (e, text) => set((T)e, text));
    }

    private static EncryptedProperty Day<T>(string table, Expression<Func<T, LocalDate?>> member, Func<T, (Id<Organization>, Guid)> place)
    {
        var (name, get, set) = (NameOf(member), member.Compile(), Setter<T, LocalDate?>(member));
        return new(typeof(T), table, name, false, e => place((T)e), e => EncryptedDay.Write(get((T)e)), (e, text) => set((T)e, text is null ? null : EncryptedDay.Read(text)));
    }

    private static string NameOf(LambdaExpression member) => ((MemberExpression)member.Body).Member.Name;

    /// <summary>Members that are set once when an entity is made are set here too: this is where it is made.</summary>
    private static Action<T, TValue> Setter<T, TValue>(LambdaExpression member)
    {
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Action<T, TValue>>(Expression.Assign(member.Body, value), member.Parameters[0], value).Compile();
    }
}
