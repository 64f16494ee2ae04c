// A FHIR client that knows nothing of this registry does what an EHR does, against a sandbox that was started empty.
// A wrong answer ends this program with 1.
import { Client } from "fhir-kit-client";

const [base, token] = process.argv.slice(2);
const client = new Client({ baseUrl: `${base}/fhir`, bearerToken: token });

let checks = 0;
function expect(fact, what) {
  if (!fact) throw new Error(`not so: ${what}`);
  checks++;
}

const answer = (resource) => Client.httpFor(resource).response;
const tag = (resource) => answer(resource).headers.get("ETag");

/** What a call that must fail is refused with. */
async function refused(call, status, what) {
  const failure = await call.then(() => undefined, (error) => error);
  expect(failure?.response?.status === status && failure.response.data.resourceType === "OperationOutcome", what);
}

const statement = await client.capabilityStatement();
expect(statement.fhirVersion === "4.0.1" && statement.rest[0].resource.some((r) => r.type === "Observation"), "says what it is");

const mrn = { system: "https://ehr.example/mrn", value: crypto.randomUUID() };
const patient = await client.create({
  resourceType: "Patient",
  body: { resourceType: "Patient", identifier: [mrn], name: [{ family: "Ashgrove", given: ["Ada"] }], birthDate: "1984-02-29" },
});
expect(answer(patient).status === 201 && answer(patient).headers.get("Location").includes(`/fhir/Patient/${patient.id}/_history/1`), "a patient is created, and where is said");

const score = (day, total, identifier) => ({
  resourceType: "Observation",
  status: "final",
  identifier: [{ system: "https://ehr.example/scores", value: identifier }],
  code: { coding: [{ system: "http://loinc.org", code: "44261-6" }] },
  subject: { reference: `Patient/${patient.id}` },
  effectiveDateTime: day,
  valueInteger: total,
});

// Create, and create on a condition.
const created = await client.create({ resourceType: "Observation", body: score("2025-01-10", 18, "kit-0") });
expect(answer(created).status === 201 && tag(created) === 'W/"1"', "a score is created");
const condition = { headers: { "If-None-Exist": "identifier=https://ehr.example/scores|kit-1" } };
const once = await client.create({ resourceType: "Observation", body: score("2025-02-10", 15, "kit-1"), options: condition });
const twice = await client.create({ resourceType: "Observation", body: score("2025-02-10", 15, "kit-1"), options: condition });
expect(answer(once).status === 201 && answer(twice).status === 200 && once.id === twice.id, "created on a condition, once");
await refused(client.create({ resourceType: "Observation", body: score("2025-03-10", 28, "kit-2") }), 422, "a total out of range is refused in the words of FHIR");

// Read, and update over the version that was read.
const read = await client.read({ resourceType: "Observation", id: created.id });
expect(read.valueInteger === 18 && read.meta.versionId === "1", "read as created");
const updated = await client.update({ resourceType: "Observation", id: read.id, body: { ...read, valueInteger: 17 }, options: { headers: { "If-Match": tag(read) } } });
expect(answer(updated).status === 200 && updated.valueInteger === 17 && tag(updated) === 'W/"2"', "updated");
await refused(client.update({ resourceType: "Observation", id: read.id, body: { ...read, valueInteger: 16 }, options: { headers: { "If-Match": tag(read) } } }), 412, "an update of an old version is refused");
const named = await client.update({ resourceType: "Observation", searchParams: { identifier: "https://ehr.example/scores|kit-1" }, body: { ...score("2025-02-10", 14, "kit-1") } });
expect(named.id === once.id && tag(named) === 'W/"2"', "updated by its identifier");
await refused(client.delete({ resourceType: "Observation", id: read.id }), 405, "clinical data is not deleted");

// What was before.
const first = await client.vread({ resourceType: "Observation", id: created.id, version: "1" });
expect(first.valueInteger === 18, "the first version stays readable");
const history = await client.history({ resourceType: "Observation", id: created.id });
expect(history.type === "history" && history.entry.map((e) => e.resource.valueInteger).join() === "17,18", "the history is newest first");

// A transaction: a new patient and scores that refer to it.
const urn = `urn:uuid:${crypto.randomUUID()}`;
const other = { system: mrn.system, value: crypto.randomUUID() };
const entries = Array.from({ length: 5 }, (_, n) => ({
  resource: { ...score(`2025-0${n + 1}-20`, n, `kit-transaction-${n}`), subject: { reference: urn } },
  request: { method: "POST", url: "Observation" },
}));
const patientEntry = { fullUrl: urn, resource: { resourceType: "Patient", identifier: [other], name: [{ family: "Birchwood" }] }, request: { method: "POST", url: "Patient" } };
const transaction = await client.transaction({ body: { resourceType: "Bundle", type: "transaction", entry: [...entries, patientEntry] } });
expect(transaction.type === "transaction-response" && transaction.entry.every((e) => e.response.status.startsWith("201")), "all of a transaction is stored");
const broken = structuredClone(entries).map((e) => ({ ...e, resource: { ...e.resource, identifier: undefined, valueInteger: 99 } }));
await refused(client.transaction({ body: { resourceType: "Bundle", type: "transaction", entry: broken } }), 422, "none of a broken transaction is stored");

// Search with paging.
const birchwood = transaction.entry[5].response.location.split("/").at(-3);
const seen = [];
let page = await client.search({ resourceType: "Observation", searchParams: { patient: birchwood, _sort: "-date", _count: 2 } });
expect(page.total === 5, "the total is that of all pages");
for (; page; page = await client.nextPage({ bundle: page })) seen.push(...page.entry.map((e) => e.resource.valueInteger));
expect(seen.join() === "4,3,2,1,0", "each match is on one page, newest first");
const batch = await client.batch({ body: { resourceType: "Bundle", type: "batch", entry: [{ request: { method: "GET", url: `Observation/${created.id}` } }, { request: { method: "GET", url: "Observation/unknown" } }] } });
expect(batch.entry[0].resource.id === created.id && batch.entry[1].response.status.startsWith("404"), "a batch reads");

console.log(`${checks} checks passed`);
