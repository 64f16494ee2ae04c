namespace Registry.Fhir;

/// <summary>The part of R4 (4.0.1) that is read here, as text: one type with its allowed properties after another.</summary>
/// <remarks>
/// <c>name*!:type(codes)</c>: a star for a list, an exclamation mark for obligatory, codes where the binding is required.
/// <c>name[x]</c> is a choice of types. The word after the colon of a type brings in the properties that all of its kind have.
/// Resources of other types are checked for the rules of JSON only.
/// </remarks>
internal static class R4Text
{
    public const string Kinds = """
        Element = id:string extension*:Extension
        Backbone = id:string extension*:Extension modifierExtension*:Extension
        Resource = id:id meta:Meta implicitRules:uri language:code
        DomainResource = id:id meta:Meta implicitRules:uri language:code text:Narrative contained*:Resource extension*:Extension modifierExtension*:Extension
        """;

    public const string Types = """
        Observation : DomainResource = identifier*:Identifier basedOn*:Reference partOf*:Reference
          status!:code(registered|preliminary|final|amended|corrected|cancelled|entered-in-error|unknown) category*:CodeableConcept code!:CodeableConcept
          subject:Reference focus*:Reference encounter:Reference effective[x]:dateTime|Period|Timing|instant issued:instant performer*:Reference
          value[x]:Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period dataAbsentReason:CodeableConcept
          interpretation*:CodeableConcept note*:Annotation bodySite:CodeableConcept method:CodeableConcept specimen:Reference device:Reference
          referenceRange*:Observation.referenceRange hasMember*:Reference derivedFrom*:Reference component*:Observation.component
        Patient : DomainResource = identifier*:Identifier active:boolean name*:HumanName telecom*:ContactPoint gender:code(male|female|other|unknown)
          birthDate:date deceased[x]:boolean|dateTime address*:Address maritalStatus:CodeableConcept multipleBirth[x]:boolean|integer photo*:Attachment
          contact*:Patient.contact communication*:Patient.communication generalPractitioner*:Reference managingOrganization:Reference link*:Patient.link
        Bundle : Resource = identifier:Identifier
          type!:code(document|message|transaction|transaction-response|batch|batch-response|history|searchset|collection) timestamp:instant total:unsignedInt
          link*:Bundle.link entry*:Bundle.entry signature:Signature
        Questionnaire : DomainResource = url:uri identifier*:Identifier version:string name:string title:string derivedFrom*:canonical
          status!:code(draft|active|retired|unknown) experimental:boolean subjectType*:code date:dateTime publisher:string contact*:ContactDetail
          description:markdown useContext*:UsageContext jurisdiction*:CodeableConcept purpose:markdown copyright:markdown approvalDate:date
          lastReviewDate:date effectivePeriod:Period code*:Coding item*:Questionnaire.item
        QuestionnaireResponse : DomainResource = identifier:Identifier basedOn*:Reference partOf*:Reference questionnaire:canonical
          status!:code(in-progress|completed|amended|entered-in-error|stopped) subject:Reference encounter:Reference authored:dateTime author:Reference
          source:Reference item*:QuestionnaireResponse.item
        Meta : Element = versionId:id lastUpdated:instant source:uri profile*:canonical security*:Coding tag*:Coding
        Narrative : Element = status!:code(generated|extensions|additional|empty) div!:xhtml
        Extension : Element = url!:uri
          value[x]:base64Binary|boolean|canonical|code|date|dateTime|decimal|id|instant|integer|markdown|oid|positiveInt|string|time|unsignedInt|uri|url|uuid|
          Address|Age|Annotation|Attachment|CodeableConcept|Coding|ContactPoint|Count|Distance|Duration|HumanName|Identifier|Money|Period|Quantity|Range|Ratio|
          Reference|SampledData|Signature|Timing|ContactDetail|Contributor|DataRequirement|Expression|ParameterDefinition|RelatedArtifact|TriggerDefinition|
          UsageContext|Dosage|Meta
        Identifier : Element = use:code(usual|official|temp|secondary|old) type:CodeableConcept system:uri value:string period:Period assigner:Reference
        Reference : Element = reference:string type:uri identifier:Identifier display:string
        CodeableConcept : Element = coding*:Coding text:string
        Period : Element = start:dateTime end:dateTime
        Timing : Backbone = event*:dateTime repeat:Timing.repeat code:CodeableConcept
        Quantity : Element = value:decimal comparator:code(<|<=|>=|>) unit:string system:uri code:code
        Range : Element = low:Quantity high:Quantity
        Ratio : Element = numerator:Quantity denominator:Quantity
        SampledData : Element = origin!:Quantity period!:decimal factor:decimal lowerLimit:decimal upperLimit:decimal dimensions!:positiveInt data:string
        Annotation : Element = author[x]:Reference|string time:dateTime text!:markdown
        Observation.referenceRange : Backbone = low:Quantity high:Quantity type:CodeableConcept appliesTo*:CodeableConcept age:Range text:string
        Observation.component : Backbone = code!:CodeableConcept
          value[x]:Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period dataAbsentReason:CodeableConcept
          interpretation*:CodeableConcept referenceRange*:Observation.referenceRange
        HumanName : Element = use:code(usual|official|temp|nickname|anonymous|old|maiden) text:string family:string given*:string prefix*:string
          suffix*:string period:Period
        ContactPoint : Element = system:code(phone|fax|email|pager|url|sms|other) value:string use:code(home|work|temp|old|mobile) rank:positiveInt
          period:Period
        Address : Element = use:code(home|work|temp|old|billing) type:code(postal|physical|both) text:string line*:string city:string district:string
          state:string postalCode:string country:string period:Period
        Attachment : Element = contentType:code language:code data:base64Binary url:url size:unsignedInt hash:base64Binary title:string creation:dateTime
        Patient.contact : Backbone = relationship*:CodeableConcept name:HumanName telecom*:ContactPoint address:Address gender:code(male|female|other|unknown)
          organization:Reference period:Period
        Patient.communication : Backbone = language!:CodeableConcept preferred:boolean
        Patient.link : Backbone = other!:Reference type!:code(replaced-by|replaces|refer|seealso)
        Bundle.link : Backbone = relation!:string url!:uri
        Bundle.entry : Backbone = link*:Bundle.link fullUrl:uri resource:Resource search:Bundle.entry.search request:Bundle.entry.request
          response:Bundle.entry.response
        Questionnaire.item : Backbone = linkId!:string definition:uri code*:Coding prefix:string text:string
          type!:code(group|display|boolean|decimal|integer|date|dateTime|time|string|text|url|choice|open-choice|attachment|reference|quantity)
          enableWhen*:Questionnaire.item.enableWhen enableBehavior:code(all|any) required:boolean repeats:boolean readOnly:boolean maxLength:integer
          answerValueSet:canonical answerOption*:Questionnaire.item.answerOption initial*:Questionnaire.item.initial item*:Questionnaire.item
        QuestionnaireResponse.item : Backbone = linkId!:string definition:uri text:string answer*:QuestionnaireResponse.item.answer
          item*:QuestionnaireResponse.item
        Signature : Element = type*!:Coding when!:instant who!:Reference onBehalfOf:Reference targetFormat:code sigFormat:code data:base64Binary
        Coding : Element = system:uri version:string code:code display:string userSelected:boolean
        Age : Element = value:decimal comparator:code(<|<=|>=|>) unit:string system:uri code:code
        Count : Element = value:decimal comparator:code(<|<=|>=|>) unit:string system:uri code:code
        Distance : Element = value:decimal comparator:code(<|<=|>=|>) unit:string system:uri code:code
        Duration : Element = value:decimal comparator:code(<|<=|>=|>) unit:string system:uri code:code
        Money : Element = value:decimal currency:code
        ContactDetail : Element = name:string telecom*:ContactPoint
        Contributor : Element = type!:code(author|editor|reviewer|endorser) name!:string contact*:ContactDetail
        DataRequirement : Element = type!:code profile*:canonical subject[x]:CodeableConcept|Reference mustSupport*:string
          codeFilter*:DataRequirement.codeFilter dateFilter*:DataRequirement.dateFilter limit:positiveInt sort*:DataRequirement.sort
        Expression : Element = description:string name:id language!:code(text/cql|text/fhirpath|application/x-fhir-query) expression:string reference:uri
        ParameterDefinition : Element = name:code use!:code min:integer max:string documentation:string type!:code profile:canonical
        RelatedArtifact : Element = type!:code(documentation|justification|citation|predecessor|successor|derived-from|depends-on|composed-of) label:string
          display:string citation:markdown url:url document:Attachment resource:canonical
        TriggerDefinition : Element = type!:code(named-event|periodic|data-changed|data-added|data-modified|data-removed|data-accessed|data-access-ended)
          name:string timing[x]:Timing|Reference|date|dateTime data*:DataRequirement condition:Expression
        UsageContext : Element = code!:Coding value[x]!:CodeableConcept|Quantity|Range|Reference
        Dosage : Backbone = sequence:integer text:string additionalInstruction*:CodeableConcept patientInstruction:string timing:Timing
          asNeeded[x]:boolean|CodeableConcept site:CodeableConcept route:CodeableConcept method:CodeableConcept doseAndRate*:Dosage.doseAndRate
          maxDosePerPeriod:Ratio maxDosePerAdministration:Quantity maxDosePerLifetime:Quantity
        Timing.repeat : Element = bounds[x]:Duration|Range|Period count:positiveInt countMax:positiveInt duration:decimal durationMax:decimal
          durationUnit:code(s|min|h|d|wk|mo|a) frequency:positiveInt frequencyMax:positiveInt period:decimal periodMax:decimal
          periodUnit:code(s|min|h|d|wk|mo|a) dayOfWeek*:code(mon|tue|wed|thu|fri|sat|sun) timeOfDay*:time
          when*:code(MORN|MORN.early|MORN.late|NOON|AFT|AFT.early|AFT.late|EVE|EVE.early|EVE.late|NIGHT|PHS|HS|WAKE|C|CM|CD|CV|AC|ACM|ACD|ACV|PC|PCM|PCD|PCV)
          offset:unsignedInt
        Bundle.entry.search : Backbone = mode:code(match|include|outcome) score:decimal
        Bundle.entry.request : Backbone = method!:code(GET|HEAD|POST|PUT|DELETE|PATCH) url!:uri ifNoneMatch:string ifModifiedSince:instant ifMatch:string
          ifNoneExist:string
        Bundle.entry.response : Backbone = status!:string location:uri etag:string lastModified:instant outcome:Resource
        Questionnaire.item.enableWhen : Backbone = question!:string operator!:code(exists|=|!=|>|<|>=|<=)
          answer[x]!:boolean|decimal|integer|date|dateTime|time|string|Coding|Quantity|Reference
        Questionnaire.item.answerOption : Backbone = value[x]!:integer|date|time|string|Coding|Reference initialSelected:boolean
        Questionnaire.item.initial : Backbone = value[x]!:boolean|decimal|integer|date|dateTime|time|string|uri|Attachment|Coding|Quantity|Reference
        QuestionnaireResponse.item.answer : Backbone = item*:QuestionnaireResponse.item
          value[x]:boolean|decimal|integer|date|dateTime|time|string|uri|Attachment|Coding|Quantity|Reference
        DataRequirement.codeFilter : Element = path:string searchParam:string valueSet:canonical code*:Coding
        DataRequirement.dateFilter : Element = path:string searchParam:string value[x]:dateTime|Period|Duration
        DataRequirement.sort : Element = path:string direction:code(ascending|descending)
        Dosage.doseAndRate : Element = type:CodeableConcept dose[x]:Range|Quantity rate[x]:Ratio|Range|Quantity
        """;

    public const string ResourceNames = """
        Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic Binary
        BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem ChargeItemDefinition Claim
        ClaimResponse ClinicalImpression CodeSystem Communication CommunicationRequest CompartmentDefinition Composition ConceptMap Condition
        Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
        DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint
        EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit
        FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy Immunization ImmunizationEvaluation
        ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure MeasureReport Media Medication
        MedicationAdministration MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement MedicinalProduct
        MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
        MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
        MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence NamingSystem NutritionOrder Observation
        ObservationDefinition OperationDefinition OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice
        PaymentReconciliation Person PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
        RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment RiskEvidenceSynthesis
        Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition StructureMap Subscription Substance
        SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification
        SupplyDelivery SupplyRequest Task TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription
        """;

    /// <summary>Properties of earlier FHIR versions and of common typing mistakes. They may be named in an answer, since they are ours and not the sender's.</summary>
    public const string FormerNames = """
        animal careProvider comments comment context related appliesDateTime appliesPeriod reliability device performerDateTime valueAttachment
        valueDecimal valueDate valueInstant valueUri effectiveDate value effective unit score result patient encounterReference reason dateTime date name
        """;
}
