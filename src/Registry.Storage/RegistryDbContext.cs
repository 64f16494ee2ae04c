using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The registry's tables. One request, one transaction: <see cref="RegistryTransaction"/> opens it, so this never does.</summary>
public sealed class RegistryDbContext : DbContext
{
    public RegistryDbContext(DbContextOptions<RegistryDbContext> options) : base(options) =>
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;

    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Clinic> Clinics => Set<Clinic>();
    public DbSet<StaffMember> Staff => Set<StaffMember>();
    public DbSet<Principal> Principals => Set<Principal>();
    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    public DbSet<Approval> Approvals => Set<Approval>();
    public DbSet<Patient> Patients => Set<Patient>();
    public DbSet<PatientIdentifier> PatientIdentifiers => Set<PatientIdentifier>();
    public DbSet<Episode> Episodes => Set<Episode>();
    public DbSet<Assessment> Assessments => Set<Assessment>();
    public DbSet<AssessmentIdentifier> AssessmentIdentifiers => Set<AssessmentIdentifier>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Consultation> Consultations => Set<Consultation>();
    public DbSet<RelapsePreventionPlan> RelapsePreventionPlans => Set<RelapsePreventionPlan>();
    public DbSet<ReviewSession> ReviewSessions => Set<ReviewSession>();
    public DbSet<TeamEntry> TeamEntries => Set<TeamEntry>();
    public DbSet<ClosedBillingMonth> ClosedBillingMonths => Set<ClosedBillingMonth>();
    public DbSet<StoredResource> StoredResources => Set<StoredResource>();
    public DbSet<QuarantineEntry> QuarantineEntries => Set<QuarantineEntry>();
    public DbSet<CodeMapping> CodeMappings => Set<CodeMapping>();
    public DbSet<ImportSource> ImportSources => Set<ImportSource>();
    public DbSet<Form> Forms => Set<Form>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();
    public DbSet<AuditEntryPatient> AuditEntryPatients => Set<AuditEntryPatient>();
    public DbSet<AuditCut> AuditCuts => Set<AuditCut>();
    public DbSet<Disclosure> Disclosures => Set<Disclosure>();
    public DbSet<AccountingSuspension> AccountingSuspensions => Set<AccountingSuspension>();
    public DbSet<EmergencyAccess> EmergencyAccesses => Set<EmergencyAccess>();
    public DbSet<EmergencyReview> EmergencyReviews => Set<EmergencyReview>();
    public DbSet<Amendment> Amendments => Set<Amendment>();
    public DbSet<Restriction> Restrictions => Set<Restriction>();
    public DbSet<Part2Consent> Part2Consents => Set<Part2Consent>();
    public DbSet<RetentionPolicy> RetentionPolicies => Set<RetentionPolicy>();
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();
    public DbSet<DataSet> DataSets => Set<DataSet>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<BulkExport> BulkExports => Set<BulkExport>();
    public DbSet<BulkFile> BulkFiles => Set<BulkFile>();
    public DbSet<FactHistory> FactHistory => Set<FactHistory>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<CdsClient> CdsClients => Set<CdsClient>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Instrument>().HaveConversion<InstrumentConverter>().HaveMaxLength(16);
        configurationBuilder.Properties<Enum>().HaveMaxLength(32);
        configurationBuilder.Ids();
        configurationBuilder.KebabEnums();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RegistryDbContext).Assembly);
        SnakeCase.Apply(modelBuilder);
    }
}
