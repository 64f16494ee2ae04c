// Plays one patient's story against an empty sandbox, and writes what was asked and answered into
// src/Registry.Api/OpenApi/Examples, one file per chapter of the document. For whoever adds or changes an operation:
// add a line to the story, run .ci/examples, read the diff. Ids and moments become fixed ones, so that only changes differ.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash, randomUUID } from "node:crypto";

const [host, tokens] = process.argv.slice(2);
const folder = "../../src/Registry.Api/OpenApi/Examples";
const begun = Date.now();
const played = {};

const bearer = as => ({ Authorization: `Bearer ${readFileSync(`${tokens}/${as}.jwt`, "utf8").trim()}` });

async function call(operation, path, { method = "GET", body, as = "care-manager", version, accept } = {}) {
  const headers = bearer(as);
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method === "POST") headers["Idempotency-Key"] = randomUUID();
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  if (accept) headers.Accept = accept;
  const answer = await fetch(host + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${operation} ${method} ${path}: ${answer.status} ${text}`);
  if (!operation) return JSON.parse(text);
  played[operation] ??= {};
  if (accept) return (played[operation][accept] = text);
  if (body !== undefined) played[operation].request = body;
  return (played[operation].response = JSON.parse(text));
}
const post = (operation, path, body, more) => call(operation, path, { method: "POST", body, ...more });
const put = (operation, path, body, version, more) => call(operation, path, { method: "PUT", body, version, ...more });

// Who is there.
const me = await call("Me", "/v1/me");
const caseload = `/v1/caseloads/${me.staffId}`;
const clinic = (await call("ListClinics", "/v1/clinics")).items[0].id;
await call("ListStaff", "/v1/staff");
const everybody = (await call(null, "/v1/staff", { as: "administrator" })).items;
const member = role => everybody.find(s => s.role === role && s.id !== me.staffId).id;
await call("ReadSettings", "/v1/settings");
await put("WriteSettings", "/v1/settings", await call(null, "/v1/settings"), 1, { as: "administrator" });
const administrator = { as: "administrator" };
const source = (await call("ListImportSources", "/v1/import-sources", administrator)).items[0].id;
await put("WriteImportSource", `/v1/import-sources/${source}`, { unmappedCodes: "keep-surveys", unknownForms: "keep", mayLoadForms: false }, undefined, administrator);
const mapping = await post("CreateCodeMapping", "/v1/code-mappings", { sourceId: source, system: "urn:oid:1.2.840.114350.1.1", code: "PHQ9", instrument: "phq-9" }, administrator);
await call("ListCodeMappings", "/v1/code-mappings", administrator);
await post("EndCodeMapping", `/v1/code-mappings/${mapping.id}/end`, undefined, administrator);
await call("ListInstruments", "/v1/instruments");
await call("ListFlags", "/v1/flags");

// A patient comes into care.
const mrn = value => ({ system: "https://ehr.example/mrn", value });
const newcomer = (familyName, givenName, birthDate, number) => ({ clinicId: clinic, familyName, givenName, birthDate, identifiers: [mrn(number)] });
const patient = await post("CreatePatient", "/v1/patients", newcomer("Ashgrove", "Ada", "1984-02-29", "MRN-004711"));
const ofPatient = `/v1/patients/${patient.id}`;
await call("ReadPatient", ofPatient);
await post("SearchPatients", "/v1/patients/search", mrn("MRN-004711"));
// Her EHR sends a score under a code of its own, which waits for somebody to say what it means.
await post(null, "/fhir/Observation", {
  resourceType: "Observation", status: "final", subject: { reference: `Patient/${patient.id}` }, effectiveDateTime: "2026-08-03", valueInteger: 17,
  category: [{ coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "survey" }] }],
  code: { coding: [{ system: "urn:oid:1.2.840.114350.1.1", code: "MOOD" }] },
}, { as: "ehr-integration" });
await call("ListQuarantine", "/v1/quarantine", administrator);
await post("ReplayQuarantine", "/v1/quarantine/replays", undefined, administrator);
const team = { careManagerId: me.staffId, treatingProviderId: member("treating-provider"), psychiatricConsultantId: member("psychiatric-consultant") };
const enrolled = await post("EnrolPatient", `${ofPatient}/episodes`, { enrolledOn: "2026-08-03", ...team, primaryScale: "phq-9" });
const episode = `/v1/episodes/${enrolled.id}`;
await call("ListEpisodes", `${ofPatient}/episodes`);
await put("SetEpisodePrerequisites", `${episode}/prerequisites`, { consentOn: "2026-08-03", initiatingVisitOn: "2026-07-20", carePlanOn: "2026-08-10" }, (await call(null, episode)).version);
const referred = await post(null, "/v1/patients", newcomer("Birchwood", "Ben", "1990-07-14", "MRN-004712"));
await post("ReferPatient", `/v1/patients/${referred.id}/referrals`, { referredOn: "2026-11-12", careManagerId: me.staffId });

// Her scores: better, then worse again.
const scores = `${ofPatient}/assessments`;
const first = await post(null, scores, { instrument: "phq-9", administeredOn: "2026-08-03", total: 18 });
await post(null, scores, { instrument: "gad-7", administeredOn: "2026-08-03", total: 14 });
await post(null, scores, { instrument: "phq-9", administeredOn: "2026-09-14", total: 8 });
const score = await post("RecordAssessment", scores, {
  instrument: "phq-9", administeredOn: "2026-11-16", items: [2, 2, 2, 2, 1, 2, 1, 1, 1], sourceSystem: "https://ehr.example/observations", sourceId: "obs-88213",
});
await call("ReadAssessment", `/v1/assessments/${score.id}`);
await put("AmendAssessment", `/v1/assessments/${score.id}`, { administeredOn: "2026-11-16", items: [2, 2, 2, 2, 2, 2, 1, 1, 1] }, 1);
await post("ReviewAssessment", `/v1/assessments/${score.id}/review`, undefined, { version: 2 });
await call("ListAssessmentVersions", `/v1/assessments/${score.id}/versions`);
await call("ListAssessments", `${scores}?limit=2`);
const mistaken = await post(null, scores, { instrument: "gad-7", administeredOn: "2026-11-16", total: 21 });
await post("RetractAssessment", `/v1/assessments/${mistaken.id}/retraction`, undefined, { version: 1 });

// The work of her team: each kind is recorded, listed, read, corrected and, when it was a mistake, withdrawn.
async function work(one, many, path, body, corrected, as) {
  const fact = await post(`Record${one}`, `${episode}/${path}`, body, { as });
  await call(`List${many}`, `${episode}/${path}?limit=1`, { as });
  await call(`Read${one}`, `/v1/${path}/${fact.id}`, { as });
  await put(`Correct${one}`, `/v1/${path}/${fact.id}`, { ...body, ...corrected }, 1, { as });
  await call(`List${one}Versions`, `/v1/${path}/${fact.id}/versions`, { as });
  const mistake = await post(null, `${episode}/${path}`, body, { as });
  await post(`Retract${one}`, `/v1/${path}/${mistake.id}/retraction`, undefined, { version: 1, as });
  return fact;
}
await post(null, `${episode}/contacts`, { purpose: "initial-assessment", mode: "in-person", on: "2026-08-03", minutes: 50 });
await post(null, `${episode}/contacts`, { purpose: "follow-up", mode: "phone", on: "2026-08-24", minutes: 20 });
await work("Contact", "Contacts", "contacts", { purpose: "follow-up", mode: "phone", on: "2026-11-16", minutes: 25, startedAt: "2026-11-16T15:30:00Z" }, { minutes: 30 });
await work("MinutesEntry", "MinutesEntries", "minutes-entries",
  { work: "care-coordination", by: "care-manager", on: "2026-11-17", minutes: 12, startedAt: "2026-11-17T14:00:00Z", note: "Called the pharmacy." }, { minutes: 10 });
await work("TreatmentChange", "TreatmentChanges", "treatment-changes", { treatment: "medication", change: "started", description: "Sertraline 50 mg daily", on: "2026-08-10" }, { on: "2026-08-11" });
await work("RelapsePreventionPlan", "RelapsePreventionPlans", "relapse-prevention-plans", { on: "2026-10-12", minutes: 20 }, { minutes: 25 });
await work("ConsultationRequest", "ConsultationRequests", "consultation-requests", { reason: "not-improving", on: "2026-11-16" }, { note: "PHQ-9 rose to 15." });
await work("ManualFlag", "ManualFlags", "manual-flags", { flag: "discussion", on: "2026-11-16", note: "Relapse during relapse prevention." }, { clearedOn: "2026-11-19", note: "Discussed in review." });
await work("FlagAcknowledgement", "FlagAcknowledgements", "flag-acknowledgements",
  { flagId: "F01", disposition: "risk-assessed", assessmentId: score.id, on: "2026-11-16" }, { note: "C-SSRS negative." });
await work("Reminder", "Reminders", "reminders", { dueOn: "2026-11-30", on: "2026-11-16", note: "Repeat the PHQ-9." }, { dueOn: "2026-12-01" });
await work("BaselineOverride", "BaselineOverrides", "baseline-overrides", { assessmentId: first.id, on: "2026-08-03", note: "Taken at the initial assessment." }, { note: "Taken at the first visit." });
await work("Note", "Notes", "notes", { on: "2026-11-16", note: "Prefers calls after 15:00." }, { note: "Prefers calls after 16:00." });

// The review with the consultant.
const consultant = { as: "psychiatric-consultant" };
const session = await post("OpenReviewSession", `${caseload}/review-sessions`, { on: "2026-11-18" }, consultant);
const discussed = await work("Consultation", "Consultations", "consultations",
  { on: "2026-11-18", minutes: 10, recommendation: "change-medication", note: "Raise sertraline to 100 mg." }, { reviewSessionId: session.id }, "psychiatric-consultant");
await post("SettleRecommendation", `/v1/consultations/${discussed.id}/settlement`, { state: "accepted", on: "2026-11-19" }, { version: 2 });
await call("ListReviewSessions", `${caseload}/review-sessions`, consultant);
await call("ReadReviewSession", `/v1/review-sessions/${session.id}`, consultant);
await post("CloseReviewSession", `/v1/review-sessions/${session.id}/closure`, undefined, { ...consultant, version: session.version });

// The lists, on a day that has passed.
const day = "asOf=2026-11-20";
await call("ReadCaseload", `${caseload}?${day}`);
await call("ReadCaseload", `${caseload}?${day}`, { accept: "text/csv" });
await call("ReviewCaseload", `${caseload}/review?${day}`);
await call("ViewEpisode", `${episode}/view?${day}`);
await call("ReadBillingMonth", `${episode}/billing-months/2026-08?${day}`);
await post("CloseBillingMonth", `${episode}/billing-months/2026-08/closure`);
await call("ReadCaseloadBillingMonth", `${caseload}/billing-months/2026-08?${day}`);
await call("ReadCaseloadBillingMonth", `${caseload}/billing-months/2026-08?${day}`, { accept: "text/csv" });
await call("ReadClinicBillingMonth", `/v1/clinics/${clinic}/billing-months/2026-08?${day}`);
await call("ReadClinicBillingMonth", `/v1/clinics/${clinic}/billing-months/2026-08?${day}`, { accept: "text/csv" });

// The figures, and what groups are told apart by.
await call("ListMetrics", "/v1/metrics");
await put("AttestFte", `/v1/staff/${me.staffId}/fte`, { from: "2026-01-01", fte: 0.8 }, undefined, { as: "administrator" });
await put("WritePatientBackground", `${ofPatient}/background`,
  { race: "asian", ethnicity: "not-hispanic-or-latino", language: "en", sex: "female", gender: "woman", coverage: [{ payer: "medicaid-managed-care", startOn: "2025-01-01", endOn: null }] }, 0);
await call("ReadPatientBackground", `${ofPatient}/background`);
await call("ReadCaseloadMetrics", `${caseload}/metrics?period=2026-11&by=payer&${day}`);
await call("ListMetricPatients", `${caseload}/metrics/M19/patients?period=2026-11&${day}`);
await call("ReadClinicMetrics", `/v1/clinics/${clinic}/metrics?period=last-90&${day}`, consultant);
await call("ListClinicMetricPatients", `/v1/clinics/${clinic}/metrics/M19/patients?period=2026-11&${day}`, consultant);
await call("ReadNewYorkMonth", `/v1/clinics/${clinic}/new-york/2026-09`, consultant);
await call("ListNewYorkMetricPatients", `/v1/clinics/${clinic}/new-york/2026-09/NYS1/patients`, consultant);
const clinicLead = { as: "clinic-lead" }, programLead = { as: "program-lead" };
await post("SubmitNewYorkMonth", `/v1/clinics/${clinic}/new-york/2026-09/submission`, undefined, clinicLead);
await call("ExportContractTable", `/v1/clinics/${clinic}/new-york/2026-09/tables/cocm_episode`, { ...clinicLead, accept: "text/csv" });

// The program: what it watches, what it aims at, and what is done.
await call("ListDriftIndicators", "/v1/drift-indicators", programLead);
await put("WriteDriftThreshold", "/v1/drift-indicators/D2/threshold", { amberBelow: 80, redBelow: 65, amberAbove: null, redAbove: null, redFall: null, redMissedWeeks: null }, undefined, programLead);
await post("RecordDriftPlan", `/v1/clinics/${clinic}/drift/D1/plans`, { ownerId: me.staffId, intervention: "Every week begins with the list of patients not reached in 14 days.", reviewOn: "2027-01-15" }, clinicLead);
await call("ListDriftPlans", `/v1/clinics/${clinic}/drift-plans`, clinicLead);
await call("ReadClinicDrift", `/v1/clinics/${clinic}/drift?to=2026-10&months=3`, clinicLead);
await call("ListBenchmarks", "/v1/benchmarks", programLead);
await put("WriteMetricTarget", "/v1/metric-targets/M19", { lowest: 60, highest: null, clinicId: null }, undefined, programLead);
await call("ListMetricTargets", "/v1/metric-targets", programLead);
await put("WriteClinicLaunch", `/v1/clinics/${clinic}/launch`, { launchedOn: "2026-06-01" }, undefined, programLead);
await call("ReadClinicRunChart", `/v1/clinics/${clinic}/run-charts/M09?to=2026-10&months=3`, clinicLead);
await call("CompareCareManagers", `/v1/clinics/${clinic}/care-managers/metrics?period=2026-10`, clinicLead);
await call("ReadClinicEquity", `/v1/clinics/${clinic}/equity?period=2026-10&by=payer`, clinicLead);
// The service itself puts settled months out.
for (let tries = 0; tries < 60 && !(await isOut()); tries++) await new Promise(resolve => setTimeout(resolve, 1000));
async function isOut() {
  return (await fetch(`${host}/v1/organization/metrics/2026-10`, { headers: bearer("program-lead") })).ok;
}
await call("ReadOrganizationMetrics", "/v1/organization/metrics/2026-10", programLead);
await call("ReadOrganizationDrift", "/v1/organization/drift/2026-10", programLead);
await call("CompareClinics", "/v1/organization/comparison/2026-10", programLead);
await call("ReadOrganizationEquity", "/v1/organization/equity/2026-10?by=payer", programLead);
await call("ReadOrganizationRunChart", "/v1/organization/run-charts/M09?to=2026-10&months=3", programLead);

// National measures, and the money.
await call("ListNationalMeasures", "/v1/national-measures", programLead);
await call("ReadClinicNationalMeasures", `/v1/clinics/${clinic}/national-measures/2026?${day}`, consultant);
await call("ListNationalMeasurePatients", `/v1/clinics/${clinic}/national-measures/2026/N01/patients`, consultant);
for (const path of ["/v1/organization/national-measures/2025", "/v1/organization/finance/2026-10"]) {
  for (let tries = 0; tries < 60 && !(await fetch(host + path, { headers: bearer("program-lead") })).ok; tries++) await new Promise(resolve => setTimeout(resolve, 1000));
}
await call("ReadOrganizationNationalMeasures", "/v1/organization/national-measures/2025", programLead);
await put("WriteFinanceRate", "/v1/finance/rates", { payer: "medicaid-managed-care", code: "99493", from: "2026-01-01", amount: 112.5, source: "Contract of 2026, schedule B" }, undefined, administrator);
await put("WriteFinanceCost", "/v1/finance/costs", { kind: "care-manager-year", from: "2026-01-01", amount: 101000, source: "Payroll of 2026, benefits included" }, undefined, administrator);
await call("ReadFinanceSettings", "/v1/finance/settings", programLead);
await call("ReadClinicFinance", `/v1/clinics/${clinic}/finance/2026-08`, consultant);
await call("ReadOrganizationFinance", "/v1/organization/finance/2026-10", programLead);
await post("AskWhatIf", "/v1/finance/what-if", {
  month: "2026-11", caseload: 80, fte: 1, firstMonthShare: 0.1, billableShare: 0.9,
  minutes: [{ minutes: 0, share: 0.2 }, { minutes: 35, share: 0.5 }, { minutes: 65, share: 0.3 }], payerMix: [{ payer: "medicaid-managed-care", share: 0.7 }, { payer: "commercial", share: 0.3 }],
}, programLead);

// The clinic has taken up Collaborative Care, and learns with others.
const site = `/v1/implementation-sites/${clinic}`;
await put("WriteImplementationSite", site, { initiatedOn: "2025-09-01", plannedOn: "2025-11-03", launchedOn: "2026-02-02", executedOn: "2026-06-01" }, 0, programLead);
await put("WriteChecklistItem", `${site}/checklist-items/provider-champion`, { checklist: "readiness", title: "A primary care provider champions it", state: "done", settledOn: "2025-10-06" }, 1, programLead);
await call("ReadImplementationSite", site, programLead);
await call("ListImplementationSites", "/v1/implementation-sites", programLead);
const founded = await post("CreateCollaborative", "/v1/collaboratives", {
  name: "Stepping up", charter: "By the end of 2026 eight of ten patients are reached every month, and six of ten are better after ten weeks.", firstMonth: "2026-10", lastMonth: "2027-07",
  measures: [{ metric: "M08", goal: 80 }, { metric: "M19", goal: 60 }],
}, programLead);
const together = `/v1/collaboratives/${founded.id}`;
await post("InviteToCollaborative", `${together}/invitations`, { organizationId: randomUUID() }, programLead);
await put("JoinCollaborative", `${together}/membership`, { sites: [{ clinicId: clinic, name: "Hill Clinic" }] }, undefined, administrator);
await call("ListCollaboratives", "/v1/collaboratives", programLead);
await call("ReadCollaborative", together, programLead);
await post("SubmitToCollaborative", `${together}/submissions`, { clinicId: clinic, month: "2026-10" }, programLead);
const planned = {
  clinicId: clinic, collaborativeId: founded.id, title: "Call within a week", aim: "Reach every patient in the month.", prediction: "M08 rises by ten points within two months.",
  plan: "Calls on Tuesdays and Thursdays after 15:00, by the care manager.", startedOn: "2026-09-07", metrics: ["M08"],
};
const cycle = await post("StartPdsaCycle", "/v1/pdsa-cycles", planned, programLead);
await put("WritePdsaCycle", `/v1/pdsa-cycles/${cycle.id}`, {
  ...planned, do: "Forty calls in four weeks; the late hour suited most.", study: "M08 rose by twelve points, two more than predicted.", act: "Make it the rule at every clinic.", endedOn: "2026-10-05", decision: "adopt",
}, 1, programLead);
await call("ReadPdsaCycle", `/v1/pdsa-cycles/${cycle.id}`, programLead);
await call("ListPdsaCycles", "/v1/pdsa-cycles?metric=M08", programLead);
await call("ListSubmissions", `${together}/submissions`, programLead);
await call("ReadCollaborativeChart", `${together}/charts/M08?axis=months-since-launch`, programLead);
await post("LeaveCollaborative", `${together}/membership/end`, undefined, administrator);
const adopted = await post("AdoptActionPlan", "/v1/action-plans", {
  clinicId: clinic, goal: "Eight of ten patients are reached every month", steps: "Calls on Tuesdays and Thursdays; look at the list every Monday.", owner: "Lin Mockridge", adoptedOn: "2026-03-02", metrics: ["M08"],
}, programLead);
await post("ReviewActionPlan", `/v1/action-plans/${adopted.id}/reviews`, { reviewedOn: "2026-09-01", outcome: "keep", note: "On the way: seven of ten." }, programLead);
await call("ListActionPlans", "/v1/action-plans?dueBy=2027-03-31", programLead);

// Back to treatment, and with another care manager.
await call("ReadEpisode", episode);
const version = async () => (await call(null, episode)).version;
await post("ChangeEpisodeStatus", `${episode}/status-changes`, { status: "treatment", on: "2026-11-18" }, { version: await version() });
await post("AssignCareTeam", `${episode}/assignments`, { role: "care-manager", staffId: member("care-manager"), from: "2026-11-19" }, { version: await version() });
// The other patient goes with the rest of the caseload.
await post("HandOverCaseload", `${caseload}/handover`, { toCareManagerId: member("care-manager"), from: "2026-11-20" });

// The month as the reporting contract has it, taken in again as a system would: under pseudonyms it is other patients.
const archive = await fetch(`${host}/v1/clinics/${clinic}/new-york/2026-09/tables`, { headers: bearer("clinic-lead") });
const imported = await fetch(`${host}/v1/clinics/${clinic}/new-york/tables?careManagerId=${me.staffId}&consultantId=${team.psychiatricConsultantId}`, {
  method: "POST", headers: { ...bearer("ehr-integration"), "Idempotency-Key": randomUUID(), "Content-Type": "application/zip" }, body: await archive.arrayBuffer(),
});
if (!imported.ok) throw new Error(`ImportContract: ${imported.status} ${await imported.text()}`);
played.ImportContract = { response: await imported.json() };

// What the auditor and the privacy officer ask.
const auditor = { as: "auditor" };
const disclosed = await post("RecordDisclosure", `${ofPatient}/disclosures`, {
  on: "2026-10-05", recipientName: "State Department of Health", recipientAddress: "Albany, NY", what: "Dates and totals of the questionnaires.", purpose: "public-health",
  why: "Quarterly report required of depression programs.",
});
await call("ReadDisclosure", `${ofPatient}/disclosures/${disclosed.id}`, auditor);
await post("SuspendAccounting", `${ofPatient}/accounting-suspensions`, { recipientName: "County Sheriff", untilOn: "2099-01-01", statement: "Letter of 2026-10-01, privacy office file 12" }, auditor);
await call("ListAccountingSuspensions", `${ofPatient}/accounting-suspensions`, auditor);
await call("AccountForDisclosures", `${ofPatient}/accounting?from=2021-01-01`, auditor);
await call("ListAuditEntries", `/v1/audit-entries?patientId=${patient.id}&limit=2`, auditor);
await call("ListPatientAccesses", `${ofPatient}/accesses?limit=2`, auditor);
const hour = 3_600_000, thisHour = Math.floor(begun / hour) * hour;
const [from, until] = [thisHour - hour, thisHour + 2 * hour].map(moment => new Date(moment).toISOString());
const misused = (await call(null, `${ofPatient}/accesses?limit=200`, auditor)).items.find(a => a.action === "assessment.write").principalId;
await post("FindAuditImpact", "/v1/audit-impact", { from, until, principalId: misused }, auditor);
for (let i = 0; i < 12; i++) await fetch(`${host}/v1/patients/${randomUUID()}`, { headers: { Authorization: `Bearer ${readFileSync(`${tokens}/care-manager.jwt`, "utf8").trim()}` } });
await call("ReviewActivity", `/v1/activity-review?from=${from}&until=${until}`, auditor);

// What patients are owed: an emergency under review, what they ask of their record, and what goes out of it.
const emergency = await post("OpenEmergencyAccess", "/v1/emergency-accesses",
  { ...mrn("MRN-004799"), reason: "suicide-risk", explanation: "Called the crisis line; the team of the other clinic cannot be reached." });
await call("ListEmergencyAccesses", "/v1/emergency-accesses?reviewed=false&limit=1", auditor);
await post("ReviewEmergencyAccess", `/v1/emergency-accesses/${emergency.id}/review`, { verdict: "justified", note: "The crisis line had called." }, auditor);
await call("ReadEmergencyAccess", `/v1/emergency-accesses/${emergency.id}`, auditor);
const asks = { about: "assessment", aboutId: score.id, requestedOn: "2026-11-18", request: "I answered the last question otherwise." };
const amendment = await post("RecordAmendment", `${ofPatient}/amendments`, asks);
await post("ExtendAmendment", `/v1/amendments/${amendment.id}/extension`, undefined, { version: 1 });
await post("DenyAmendment", `/v1/amendments/${amendment.id}/denial`, { reason: "accurate-and-complete", on: "2026-11-19" }, { version: 2 });
await post("DisagreeWithDenial", `/v1/amendments/${amendment.id}/disagreement`, { statement: "I never said so." }, { version: 3 });
await call("ReadAmendment", `/v1/amendments/${amendment.id}`);
const justified = await post(null, `${ofPatient}/amendments`, asks);
await put(null, `/v1/assessments/${score.id}`, { administeredOn: "2026-11-16", items: [2, 2, 2, 2, 2, 2, 1, 1, 0] }, (await call(null, `/v1/assessments/${score.id}`)).version);
await post("AcceptAmendment", `/v1/amendments/${justified.id}/acceptance`, { on: "2026-11-19" }, { version: 1 });
await call("ListAmendments", `${ofPatient}/amendments`);
const restriction = await post("RecordRestriction", `${ofPatient}/restrictions`, { kind: "not-to-health-plan", on: "2026-11-01", details: "Paid in full by the patient." });
await call("ListRestrictions", `${ofPatient}/restrictions`);
await call("ReadRestriction", `/v1/restrictions/${restriction.id}`);
await post("EndRestriction", `/v1/restrictions/${restriction.id}/end`, { on: "2026-11-19" }, { version: 1 });
const part2Consent = await post("RecordPart2Consent", `${ofPatient}/part2-consents`, { givenOn: "2026-11-01", recipients: "My treating providers, health plans and third-party payers", expiresOn: "2027-11-01" });
await call("ListPart2Consents", `${ofPatient}/part2-consents`);
await call("ReadPart2Consent", `/v1/part2-consents/${part2Consent.id}`);
await put("LabelPart2Episode", `${episode}/part2`, { isPart2: true }, await version());
const lead = { as: "clinic-lead" };
const dataSet = await post("OrderDataSet", "/v1/data-sets",
  { kind: "limited", recipient: "researcher", recipientName: "State University", why: "Study 12: outcomes of Collaborative Care.", agreementId: "DUA-2026-07" }, lead);
await post("ApproveDataSet", `/v1/data-sets/${dataSet.id}/approval`, undefined, auditor);
await call("ReleaseDataSet", `/v1/data-sets/${dataSet.id}/release`, { ...lead, method: "POST", accept: "application/x-ndjson" });
await call("ListDataSets", "/v1/data-sets", lead);
await call("ReadDataSet", `/v1/data-sets/${dataSet.id}`, lead);
await post("RevokePart2Consent", `/v1/part2-consents/${part2Consent.id}/revocation`, { on: "2026-11-19" }, { version: 1 });
await call("CopyRecord", `${ofPatient}/record-copy`, { method: "POST" });
await call("CopyRecord", `${ofPatient}/record-copy`, { method: "POST", accept: "application/fhir+json" });
await put("WriteRetentionPolicy", "/v1/retention-policy", { yearsAfterLastActivity: 7, minorsUntilAge: 28, auditYears: 6 }, 0, { as: "administrator" });
await call("ReadRetentionPolicy", "/v1/retention-policy", { as: "administrator" });
const hold = await post("PlaceLegalHold", `${ofPatient}/legal-holds`, { matter: "Request of the county court of 2026-11-10" }, auditor);
await call("ListLegalHolds", `${ofPatient}/legal-holds`, auditor);
await call("ReadLegalHold", `/v1/legal-holds/${hold.id}`, auditor);
await post("ReleaseLegalHold", `/v1/legal-holds/${hold.id}/release`, undefined, { ...auditor, version: 1 });

// Receivers of events, and an EHR that may ask for cards.
const admin = { as: "administrator" };
const webhook = await post("CreateWebhook", "/v1/webhooks", { url: "https://receiver.example/collaborative-care", kinds: ["score-stored", "flag-raised", "rights-changed"], clinicIds: [clinic] }, admin);
const ofWebhook = `/v1/webhooks/${webhook.id}`;
await post("PauseWebhook", `${ofWebhook}/pause`, undefined, admin);
await post("RotateWebhookSecret", `${ofWebhook}/secret`, undefined, admin);
await call("ListWebhooks", "/v1/webhooks", admin);
await call("ReadWebhook", ofWebhook, admin);
const deliveries = await call("ListWebhookDeliveries", `${ofWebhook}/deliveries?limit=2`, admin);
await post("RedeliverWebhookEvent", `${ofWebhook}/deliveries/${deliveries.items[0].id}/redelivery`, undefined, admin);
await post("ResumeWebhook", `${ofWebhook}/resumption`, undefined, admin);
await post("EndWebhook", `${ofWebhook}/end`, undefined, admin);
const principalId = (await call(null, "/v1/audit-entries?limit=1", { as: "auditor" })).items[0].principalId;
const jwks = { keys: [{ kty: "EC", crv: "P-384", kid: "ehr-2026", use: "sig", x: "jdu7IKv1rye6X2nA3T5ggHb-A2myEGWdSTFtYw0fnIyQJteAq_MZsYnr-PTnQ1MF", y: "N0g-9R_ffE1RtV6JGIZ-XuHB1ATKi_nphnsl2Dl8J34aLPryy-HngJ57VRgfEghQ" }] };
const wanted = await post(null, "/v1/admin/approvals", { kind: "cds-client", subjectId: principalId, reason: "Cards at the point of care." }, admin);
await post(null, `/v1/admin/approvals/${wanted.id}/approval`, undefined, { as: "second-administrator", version: 1 });
const cdsClient = await post("RegisterCdsClient", "/v1/cds-clients", { principalId, jwks, approvalId: wanted.id }, admin);
await call("ListCdsClients", "/v1/cds-clients", admin);
await call("ReadCdsClient", `/v1/cds-clients/${cdsClient.id}`, admin);
await post("EndCdsClient", `/v1/cds-clients/${cdsClient.id}/end`, undefined, admin);
const agreed = await post(null, "/v1/admin/approvals", { kind: "key-rotation", reason: "Once a year." }, admin);
await post(null, `/v1/admin/approvals/${agreed.id}/approval`, undefined, { as: "second-administrator", version: 1 });
const rotation = await post("StartKeyRotation", "/v1/admin/keys/rotations", { approvalId: agreed.id }, admin);
await call("ListKeyRotations", "/v1/admin/keys/rotations", admin);
await call("ReadKeyRotation", `/v1/admin/keys/rotations/${rotation.id}`, admin);

// Only the start of what is long, so that an example can be read.
const most = 3;
const shorten = value => Array.isArray(value) ? (value.some(v => typeof v === "object" && v !== null) ? value.slice(0, most) : value).map(shorten)
  : value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shorten(v)])) : value;

const ids = new Map();
const fixedId = id => {
  if (!ids.has(id)) {
    const time = (0x019e3a527a40 + ids.size * 1187).toString(16).padStart(12, "0");
    const rest = createHash("sha256").update(`${ids.size}`).digest("hex");
    ids.set(id, `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-9${rest.slice(3, 6)}-${rest.slice(6, 18)}`);
  }
  return ids.get(id);
};
const fixedHour = (whole, moment) => moment < thisHour - hour ? whole : moment < thisHour ? '"2026-11-20T13:00:00Z"' : moment <= begun + hour ? '"2026-11-20T14:00:00Z"' : '"2026-11-20T16:00:00Z"';
const fixed = text => text
  .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, fixedId)
  .replace(/"(\d{4}-\d\d-\d\dT[0-9:.]+Z)"/g, (whole, at) => at.endsWith(":00:00Z") || at.endsWith(":00:00.000Z") ? fixedHour(whole, Date.parse(at)) : Date.parse(at) >= begun - 60_000 ? '"2026-11-20T14:05:09.318204Z"' : whole)
  .replaceAll(`"${new Date().toISOString().slice(0, 10)}"`, '"2026-11-20"')
  .replace(/(?<=subject\W{3,5}|clinic\W{3,5})[0-9a-f]{24}/g, code => createHash("sha256").update(fixedId(code)).digest("hex").slice(0, 24))
  .replace(/"whsec_[^"]*"/g, '"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"')
  .replace(/("requestId":)"[^"]*"/g, '$1"0HNQ85VIB643E:00000007"')
  .replace(/("nextCursor":)"[^"]*"/g, '$1"CfDJ8Ls1q0hXwKpEo2m7"');

function layout(value, indent = 0) {
  const isPlain = v => v === null || typeof v !== "object";
  if (isPlain(value)) return JSON.stringify(value);
  const members = Array.isArray(value) ? value.map(v => ["", v]) : Object.entries(value).map(([k, v]) => [`${JSON.stringify(k)}: `, v]);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (members.length === 0) return open + close;
  const line = members.map(([name, v]) => name + JSON.stringify(v)).join(", ");
  if (members.every(([, v]) => isPlain(v)) && line.length + indent < 150) return Array.isArray(value) ? `[${line}]` : `{ ${line} }`;
  const inner = " ".repeat(indent + 2);
  return `${open}\n${members.map(([name, v]) => inner + name + layout(v, indent + 2)).join(",\n")}\n${" ".repeat(indent)}${close}`;
}

const document = JSON.parse(readFileSync("../../openapi/registry.json", "utf8"));
const chapters = new Map();
// What the story does not play keeps the example it has.
const kept = Object.assign({}, ...readdirSync(folder).map(file => JSON.parse(readFileSync(`${folder}/${file}`, "utf8"))));
const short = JSON.parse(fixed(JSON.stringify(shorten(played))));
for (const operation of Object.values(document.paths).flatMap(path => Object.values(path))) {
  const example = short[operation.operationId] ?? kept[operation.operationId];
  if (!example) {
    console.error(`the story does not play ${operation.operationId}`);
    continue;
  }
  const chapter = operation.tags[0].toLowerCase().replaceAll(" ", "-");
  chapters.set(chapter, { ...chapters.get(chapter), [operation.operationId]: example });
}
for (const file of readdirSync(folder)) rmSync(`${folder}/${file}`);
for (const [chapter, operations] of chapters) writeFileSync(`${folder}/${chapter}.json`, `${layout(operations)}\n`);
console.log(`${Object.keys(short).length} operations played`);
