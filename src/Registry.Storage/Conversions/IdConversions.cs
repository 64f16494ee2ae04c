using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class IdConverter<T>() : ValueConverter<Id<T>, Guid>(id => id.Value, value => new(value));

internal sealed class InstrumentConverter() : ValueConverter<Instrument, string>(i => i.Code, code => Instruments.ByCode(code)!);

internal static class IdConversions
{
    /// <summary>Every id is a uuid column.</summary>
    public static void Ids(this ModelConfigurationBuilder conventions)
    {
        Type[] owners =
        [
            typeof(Organization), typeof(Clinic), typeof(StaffMember), typeof(Principal), typeof(RoleGrant), typeof(Patient), typeof(Episode),
            typeof(Assessment), typeof(Contact), typeof(Consultation), typeof(RelapsePreventionPlan), typeof(AuditEntry),
            typeof(CareTeamAssignment), typeof(ReviewSession), typeof(TeamEntry), typeof(Form), typeof(CodeMapping),
            typeof(Webhook), typeof(WebhookDelivery), typeof(CdsClient),
            typeof(Disclosure), typeof(BulkExport), typeof(Approval), typeof(KeyRotation),
            typeof(EmergencyAccess), typeof(Amendment), typeof(Restriction), typeof(Part2Consent), typeof(LegalHold), typeof(DataSet), typeof(AccountingSuspension),
            typeof(MetricTarget), typeof(DriftPlan),
            typeof(Collaborative), typeof(PdsaCycle), typeof(ActionPlan),
        ];
        foreach (var owner in owners)
        {
            conventions.Properties(typeof(Id<>).MakeGenericType(owner)).HaveConversion(typeof(IdConverter<>).MakeGenericType(owner));
        }
    }

    /// <summary>Enums are text in lower-kebab case, the same words as on the wire; a check constraint lists them.</summary>
    public static void KebabEnums(this ModelConfigurationBuilder conventions)
    {
        Type[] enums =
        [
            typeof(EpisodeStatus), typeof(DischargeReason), typeof(ContactPurpose), typeof(ContactMode), typeof(AssessmentStatus),
            typeof(ScoreOrigin), typeof(RecommendationKind), typeof(StaffRole), typeof(Role), typeof(AuditOutcome),
            typeof(RecommendationState), typeof(TreatmentKind), typeof(TreatmentChangeKind), typeof(ManualFlagKind), typeof(ConsultationReason), typeof(FlagDisposition),
            typeof(WorkKind), typeof(WorkBy), typeof(QuarantineState), typeof(UnmappedCodes), typeof(UnknownForms), typeof(BulkExportState),
            typeof(EventKind), typeof(WebhookState), typeof(DeliveryOutcome),
            typeof(AuditEventKind), typeof(DisclosurePurpose), typeof(ApprovalKind), typeof(KeyPurpose), typeof(KeyRotationState),
            typeof(EmergencyReason), typeof(EmergencyVerdict), typeof(AmendedKind), typeof(AmendmentState), typeof(DenialReason), typeof(RestrictionKind), typeof(RecipientKind), typeof(DataSetKind),
            typeof(Race), typeof(Ethnicity), typeof(AdministrativeSex), typeof(GenderIdentity), typeof(PayerCategory),
            typeof(Checklist), typeof(ChecklistState), typeof(PdsaDecision), typeof(ActionPlanOutcome), typeof(CostKind), typeof(AggregateKind),
        ];
        foreach (var type in enums) conventions.Properties(type).HaveConversion(typeof(KebabConverter<>).MakeGenericType(type));
    }
}

internal sealed class KebabConverter<T>() : ValueConverter<T, string>(value => Kebab.Of(value), text => Kebab.Parse<T>(text)) where T : struct, Enum;
