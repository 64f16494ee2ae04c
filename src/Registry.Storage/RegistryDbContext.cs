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
    public DbSet<PatientIdentifierDigest> PatientIdentifierDigests => Set<PatientIdentifierDigest>();
    public DbSet<Episode> Episodes => Set<Episode>();
    public DbSet<Assessment> Assessments => Set<Assessment>();
    public DbSet<AssessmentIdentifier> AssessmentIdentifiers => Set<AssessmentIdentifier>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Consultation> Consultations => Set<Consultation>();
    public DbSet<RelapsePreventionPlan> RelapsePreventionPlans => Set<RelapsePreventionPlan>();
    public DbSet<ReviewSession> ReviewSessions => Set<ReviewSession>();
    public DbSet<TeamEntry> TeamEntries => Set<TeamEntry>();
    public DbSet<ClosedBillingMonth> ClosedBillingMonths => Set<ClosedBillingMonth>();
    public DbSet<PatientBackground> PatientBackgrounds => Set<PatientBackground>();
    public DbSet<AttestedFte> AttestedFtes => Set<AttestedFte>();
    public DbSet<SubmittedMonth> SubmittedMonths => Set<SubmittedMonth>();
    public DbSet<MetricTarget> MetricTargets => Set<MetricTarget>();
    public DbSet<DriftPlan> DriftPlans => Set<DriftPlan>();
    public DbSet<ImplementationSite> ImplementationSites => Set<ImplementationSite>();
    public DbSet<ChecklistItem> ChecklistItems => Set<ChecklistItem>();
    public DbSet<Collaborative> Collaboratives => Set<Collaborative>();
    public DbSet<CollaborativeInvitation> CollaborativeInvitations => Set<CollaborativeInvitation>();
    public DbSet<CollaborativeMember> CollaborativeMembers => Set<CollaborativeMember>();
    public DbSet<CollaborativeSite> CollaborativeSites => Set<CollaborativeSite>();
    public DbSet<SharedSubmission> SharedSubmissions => Set<SharedSubmission>();
    public DbSet<PdsaCycle> PdsaCycles => Set<PdsaCycle>();
    public DbSet<ActionPlan> ActionPlans => Set<ActionPlan>();
    public DbSet<PublishedAggregate> PublishedAggregates => Set<PublishedAggregate>();
    public DbSet<FinanceRate> FinanceRates => Set<FinanceRate>();
    public DbSet<FinanceCost> FinanceCosts => Set<FinanceCost>();
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

    public DbSet<KeyRotation> KeyRotations => Set<KeyRotation>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(EncryptionInterceptor.Instance);

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
        foreach (var encrypted in EncryptedProperty.All)
        {
            modelBuilder.Entity(encrypted.Owner).Ignore(encrypted.Name).Property<byte[]>(encrypted.Stored).IsRequired(encrypted.IsRequired);
        }

        SnakeCase.Apply(modelBuilder);
    }
}
