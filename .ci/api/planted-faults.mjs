// A rule that never fires proves nothing: each fault below is planted into the document, and its rule must find it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = "generated/faults";
const spectral = {
  "operation-description": d => delete d.paths["/v1/me"].get.description,
  "operation-tag-defined": d => { d.paths["/v1/me"].get.tags = ["Elsewhere"]; },
  "operation-operationId-unique": d => { d.paths["/v1/me"].get.operationId = "ReadPatient"; },
  "oas3-valid-media-example": d => { d.paths["/v1/patients"].post.requestBody.content["application/json"].example.birthDate = 1984; },
  "oas3-unused-component": d => { d.components.schemas.Nobody = { type: "object", additionalProperties: false }; },
  "owasp:api8:2023-define-error-validation": d => { const r = d.paths["/v1/patients"].post.responses; delete r["400"]; delete r["422"]; },
  "registry-problem-json": d => { d.paths["/v1/me"].get.responses["403"] = { description: "No.", content: { "text/html": { schema: { type: "string" } } } }; },
  "registry-problem-schema": d => { d.components.responses.NotFound.content["application/problem+json"].schema = { type: "string" }; },
  "registry-kebab-paths": d => { d.paths["/v1/who_am_i"] = d.paths["/v1/me"]; },
  "registry-camel-members": d => { d.components.schemas.Patient.properties.mother_tongue = { type: "string" }; },
  "registry-safe-repeat": d => { d.paths["/v1/patients"].post.parameters = []; },
  "registry-safe-edit": d => { const put = d.paths["/v1/assessments/{assessmentId}"].put; put.parameters = put.parameters.filter(p => !p.$ref); },
  "registry-versioned-answers": d => { delete d.paths["/v1/patients"].post.responses["201"].headers.ETag; },
  "registry-strict-bodies": d => { d.components.schemas.Patient.additionalProperties = true; },
};
const redocly = {
  "no-invalid-media-type-examples": d => { d.paths["/v1/patients"].post.requestBody.content["application/json"].example.middleName = "Eve"; },
  "tag-description": d => { delete d.tags[0].description; },
  "no-unresolved-refs": d => { d.paths["/v1/me"].get.responses["401"].$ref = "#/components/responses/Nowhere"; },
  "operation-summary": d => delete d.paths["/v1/me"].get.summary,
};

// A handful of paths: a rule that finds its fault among them finds it among all, and each fault costs a reading of the document.
const whole = JSON.parse(readFileSync("../../openapi/registry.json", "utf8"));
const few = ["/v1/me", "/v1/patients", "/v1/patients/{patientId}", "/v1/assessments/{assessmentId}"];
const document = JSON.stringify({ ...whole, paths: Object.fromEntries(few.map(path => [path, whole.paths[path]])) });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const plant = faults => Object.entries(faults).map(([rule, spoil], i) => {
  const spoiled = JSON.parse(document);
  spoil(spoiled);
  const file = `${folder}/${i}-${rule.replaceAll(":", "-")}.json`;
  writeFileSync(file, JSON.stringify(spoiled));
  return { rule, file };
});
const output = (command, args) => {
  try {
    return execFileSync(`node_modules/.bin/${command}`, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
  } catch (refusal) {
    return refusal.stdout; // linters that find something end with 1
  }
};

const missed = [];
const planted = plant(spectral);
const [untouched] = plant({ untouched: () => {} });
const found = JSON.parse(output("spectral", ["lint", "--ruleset", "spectral.yaml", "--quiet", "--format", "json", untouched.file, ...planted.map(p => p.file)]));
const where = f => `${f.code} ${f.path.join("/")}`;
const isThereAnyway = new Set(found.filter(f => f.source.endsWith(untouched.file)).map(where));
missed.push(...planted.filter(p => !found.some(f => f.code === p.rule && f.source.endsWith(p.file) && !isThereAnyway.has(where(f)))));
for (const p of plant(redocly)) {
  const { problems } = JSON.parse(output("redocly", ["lint", "--config", "redocly.yaml", "--format", "json", p.file]));
  if (!problems.some(problem => problem.ruleId === p.rule)) missed.push(p);
}

for (const { rule, file } of missed) console.error(`${rule} did not find the fault in ${file}`);
console.log(`${Object.keys({ ...spectral, ...redocly }).length - missed.length} planted faults found, ${missed.length} missed`);
process.exitCode = missed.length === 0 ? 0 : 1;
