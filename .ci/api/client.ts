// One call of each kind, through types made from the committed document, against a registry that was started empty.
// A wrong path, member or parameter does not compile; a wrong answer ends this program with 1.
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./generated/registry.js";

declare const process: { argv: string[] };

type Problem = components["schemas"]["RegistryProblem"];

const [host, careManagerToken] = process.argv.slice(2);
const signedIn: Middleware = {
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${careManagerToken}`);
    return request;
  },
};
const registry = createClient<paths>({ baseUrl: host ?? "" });
registry.use(signedIn);

let checks = 0;
function expect(fact: boolean, what: string): asserts fact {
  if (!fact) throw new Error(`not so: ${what}`);
  checks++;
}

/** The body of a success; a refusal ends the program with the problem's own words. */
function body<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${answer.response.status} ${answer.response.url}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

const newKey = () => ({ "Idempotency-Key": crypto.randomUUID() });

// Read without parameters.
const me = body(await registry.GET("/v1/me"));
const careManagerId = me.staffId;
const clinicId = me.clinics[0]?.id;
expect(careManagerId != null && clinicId != null, "the care manager has a caseload and a clinic");

// Create with a key; the same again is answered with the first.
const patientBody: components["schemas"]["CreatePatientRequest"] = {
  clinicId,
  familyName: "Ashgrove",
  givenName: "Ada",
  birthDate: "1984-02-29",
  identifiers: [{ system: "https://ehr.example/mrn", value: crypto.randomUUID() }],
};
const key = newKey();
const created = await registry.POST("/v1/patients", { params: { header: key }, body: patientBody });
const patient = body(created);
expect(created.response.status === 201 && created.response.headers.get("Location") === `/v1/patients/${patient.id}`, "created, and says where");
const again = await registry.POST("/v1/patients", { params: { header: key }, body: patientBody });
expect(body(again).id === patient.id && again.response.headers.get("Idempotency-Replayed") === "true", "sent twice, created once");

// Read one, and find it by what another system calls it.
const path = { patientId: patient.id };
const read = await registry.GET("/v1/patients/{patientId}", { params: { path } });
expect(body(read).familyName === "Ashgrove" && read.response.headers.get("ETag") === '"1"', "read as created, with its version");
const found = body(await registry.POST("/v1/patients/search", { body: patientBody.identifiers[0]! }));
expect(found.items.length === 1 && found.items[0]?.id === patient.id, "found by identifier");

// Enrol, score, and page through the scores.
const episode = body(await registry.POST("/v1/patients/{patientId}/episodes", {
  params: { path, header: newKey() },
  body: { enrolledOn: "2025-06-02", careManagerId, primaryScale: "phq-9" },
}));
const totals = [18, 15, 7];
for (const [week, total] of totals.entries()) {
  body(await registry.POST("/v1/patients/{patientId}/assessments", {
    params: { path, header: newKey() },
    body: { instrument: "phq-9", administeredOn: `2025-06-${String(2 + 7 * week).padStart(2, "0")}`, total },
  }));
}
const seen: components["schemas"]["Assessment"][] = [];
let cursor: string | undefined;
do {
  const page = body(await registry.GET("/v1/patients/{patientId}/assessments", { params: { path, query: { limit: 2, cursor } } }));
  seen.push(...page.items);
  cursor = page.nextCursor ?? undefined;
} while (cursor !== undefined);
expect(seen.map(a => a.total).join() === [...totals].reverse().join(), "pages hold every score once, newest first");

// Correct one: by its version, and not by an old one.
const last = seen[0]!;
const edit = (version: string) => registry.PUT("/v1/assessments/{assessmentId}", {
  params: { path: { assessmentId: last.id }, header: { "If-Match": version } },
  body: { administeredOn: last.administeredOn, total: 20 },
});
expect(body(await edit('"1"')).version === 2, "corrected by the version that was read");
const stale = await edit('"1"');
expect(stale.response.status === 412 && stale.error?.code === "stale-version", "an old version is refused, in words a program can read");

// A refusal says where.
const future = await registry.POST("/v1/episodes/{episodeId}/contacts", {
  params: { path: { episodeId: episode.id }, header: newKey() },
  body: { purpose: "follow-up", mode: "phone", on: "2999-01-01", minutes: 20 },
});
expect(future.response.status === 422 && future.error?.errors[0]?.pointer === "#/on", "a day to come is refused, with its place in the body");

// The two lists, on a day that has passed.
const query = { asOf: "2025-06-30" };
const caseload = body(await registry.GET("/v1/caseloads/{careManagerId}", { params: { path: { careManagerId }, query } }));
expect(typeof caseload !== "string", "the table comes as JSON unless CSV is asked for");
expect(caseload.items[0]?.phq9?.first === 18 && caseload.items[0].phq9.last === 20, "the caseload table has first and corrected last");
const csv = await registry.GET("/v1/caseloads/{careManagerId}", { params: { path: { careManagerId }, query }, headers: { Accept: "text/csv" }, parseAs: "text" });
expect(String(csv.data).startsWith("FLAGS,PATIENT ID"), "the same as a spreadsheet");
const review = body(await registry.GET("/v1/caseloads/{careManagerId}/review", { params: { path: { careManagerId }, query } }));
expect(review.items[0]?.patientId === patient.id && review.items[0].flags.length > 0, "the review list says whom to discuss, and why");

// What the role does not allow.
const refused = await registry.GET("/v1/audit-entries");
expect(refused.response.status === 403 && refused.error?.code === "not-permitted", "a care manager does not read the audit trail");

console.log(`${checks} checks of the generated client passed`);
