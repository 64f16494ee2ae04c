// A SMART backend client against the published service and a certified provider: discovery, token, search, create, read.
// Anything that is not so ends this program with 1.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fhirclient from "fhirclient";
import { newSigningKey, startProvider } from "./provider.mjs";
import { freePort, startService } from "./service.mjs";
import { askForToken, assertion, newKey } from "./token.mjs";

const [published, socket, rootKey] = process.argv.slice(2);
const clientId = "ehr-backend";
const audience = "urn:registry";
const scopes = ["system/Patient.crus", "system/Observation.crus", "system/*.rs", "system/Observation.read", "system/Observation.rs?category=survey"];
const jwk = newKey("ehr-key-1");
const sql = text => execFileSync("psql", ["-h", socket, "-U", "registry_owner", "-d", "registry", "-v", "ON_ERROR_STOP=1", "-qAtc", text], { encoding: "utf8" }).trim();

const first = newSigningKey("provider-key-1");
const settings = { port: await freePort(), audience, scopes, clientId, jwk };
let provider = await startProvider({ ...settings, signingKeys: [first] });
let service;
try {
  service = await startService({
    published, port: await freePort(), database: `Host=${socket};Port=5432;Database=registry;Username=registry_service`, authority: provider.issuer, audience, rootKey,
  });
  await drive();
} finally {
  await service?.stop();
  await provider.stop();
}

async function drive() {
  const fhir = `${service.base}/fhir`;
  let checks = 0;
  const same = (found, expected, what) => { assert.deepEqual(found, expected, what); checks++; };

  // Discovery leads from the FHIR base to the provider's token endpoint, twice.
  const smart = await (await fetch(`${fhir}/.well-known/smart-configuration`)).json();
  const discovery = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
  same(smart.token_endpoint, discovery.token_endpoint, "smart-configuration names the provider's token endpoint");
  const oauth = (await (await fetch(`${fhir}/metadata`)).json()).rest[0].security.extension[0].extension;
  same(oauth.find(uri => uri.url === "token").valueUri, discovery.token_endpoint, "and so does the CapabilityStatement");

  const tokenFor = (scope, more) => askForToken({ clientId, jwk, tokenEndpoint: smart.token_endpoint, scope, ...more });
  const call = (path, token, more = {}) => fetch(`${fhir}/${path}`, { ...more, headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/fhir+json" } });

  // A token alone is identity, no right: the client is nobody here until it has a principal.
  const granted = await tokenFor("system/Patient.crus system/Observation.crus");
  same([granted.status, granted.token_type, granted.scope], [200, "Bearer", "system/Patient.crus system/Observation.crus"], "the provider grants what was asked for");
  const header = JSON.parse(Buffer.from(granted.access_token.split(".")[0], "base64url"));
  same(header.typ, "at+jwt", "it is an RFC 9068 access token");
  same((await call("Observation?patient=none", granted.access_token)).status, 403, "unknown clients may do nothing");

  const organization = sql("select id from organization limit 1");
  const clinic = sql(`select id from clinic where organization_id = '${organization}' order by name limit 1`);
  const principal = randomUUID();
  sql(`insert into principal (organization_id, id, issuer, subject, may_create_patients, default_clinic_id) values ('${organization}', '${principal}', '${provider.issuer}', '${clientId}', true, '${clinic}')`);
  sql(`insert into role_grant (organization_id, id, principal_id, role, clinic_id, valid_from) values ('${organization}', '${randomUUID()}', '${principal}', 'ehr-integration', '${clinic}', now() - interval '1 day')`);

  // Create, by plain requests: a patient with a score in one transaction.
  const mrn = { system: "https://ehr.example/mrn", value: randomUUID() };
  const score = (reference, total, day) => ({
    resourceType: "Observation", status: "final",
    code: { coding: [{ system: "http://loinc.org", code: "44261-6" }] },
    subject: { reference }, effectiveDateTime: day, valueInteger: total,
  });
  const patientUrl = "urn:uuid:6b1f0a52-3f0c-4c57-8d0d-2f3f8f0a7c11";
  const bundle = await call("", granted.access_token, { method: "POST", body: JSON.stringify({
    resourceType: "Bundle", type: "transaction",
    entry: [
      { fullUrl: patientUrl, resource: { resourceType: "Patient", identifier: [mrn], name: [{ family: "Smartwell", given: ["Sol"] }], birthDate: "1980-05-04" }, request: { method: "POST", url: "Patient" } },
      { fullUrl: "urn:uuid:0d6f8c1e-88a9-4c38-9b0a-5f1f1d2c3b44", resource: score(patientUrl, 17, "2025-05-01"), request: { method: "POST", url: "Observation" } },
    ],
  }) });
  same(bundle.status, 200, "a transaction of patient and score");
  const patientId = (await bundle.json()).entry[0].response.location.match(/Patient\/([^/]+)/)[1];

  // The SMART client library drives the rest.
  const smartClient = token => fhirclient(fakeRequest(), fakeResponse()).client({ serverUrl: fhir, tokenResponse: { access_token: token, token_type: "Bearer" } });
  const client = smartClient(granted.access_token);
  const created = await client.create(score(`Patient/${patientId}`, 12, "2025-06-01"));
  same([created.resourceType, created.valueInteger], ["Observation", 12], "created through fhirclient");
  same((await client.request(`Observation/${created.id}`)).valueInteger, 12, "read back");
  same((await client.request(`Patient/${patientId}`)).id, patientId, "the patient too");
  const found = await client.request(`Observation?patient=${patientId}&_sort=-date&_count=1`, { pageLimit: 0, flat: true });
  same(found.map(o => o.valueInteger), [12, 17], "searched over all pages, newest first");

  // The scope is the upper bound of what the role allows.
  const reader = await tokenFor("system/*.rs");
  same((await call(`Observation/${created.id}`, reader.access_token)).status, 200, "a wildcard scope reads");
  same((await call("Observation", reader.access_token, { method: "POST", body: JSON.stringify(score(`Patient/${patientId}`, 9, "2025-06-02")) })).status, 403, "and does not write");
  const old = await tokenFor("system/Observation.read");
  same((await call(`Observation?patient=${patientId}`, old.access_token)).status, 200, "a scope of SMART v1 works");
  same((await call(`Patient/${patientId}`, old.access_token)).status, 403, "for its own type");
  const narrowed = await tokenFor("system/Observation.rs?category=survey");
  same((await call(`Observation/${created.id}`, narrowed.access_token)).status, 403, "one narrowed by a query grants nothing");
  await assert.rejects(smartClient(old.access_token).request(`Patient/${patientId}`), "fhirclient sees the refusal");

  // What is no token for us.
  same((await tokenFor("system/Observation.rs", { jwk: newKey("ehr-key-1") })).error, "invalid_client", "another key gets no token");
  const forged = granted.access_token.slice(0, -8) + "AAAAAAAA";
  same((await call(`Observation/${created.id}`, forged)).status, 401, "a forged token is refused");

  // The provider changes its keys; the registry goes on without a restart. It asks for keys once in five minutes, so nothing with an
  // unknown key id comes before, and a flood of them afterwards asks the provider nothing.
  await provider.stop();
  const second = newSigningKey("provider-key-2");
  provider = await startProvider({ ...settings, signingKeys: [second, first] });
  const rotated = (await tokenFor("system/*.rs")).access_token;
  same(JSON.parse(Buffer.from(rotated.split(".")[0], "base64url")).kid, "provider-key-2", "the provider signs with its new key");
  same((await call(`Observation/${created.id}`, rotated)).status, 200, "a token of the new key works at once");
  same((await call(`Observation/${created.id}`, granted.access_token)).status, 200, "and one of the old key still does");
  const asked = provider.keySetsAsked();
  const invented = i => `${Buffer.from(JSON.stringify({ alg: "RS256", typ: "at+jwt", kid: `invented-${i}` })).toString("base64url")}.${rotated.split(".").slice(1).join(".")}`;
  const flood = await Promise.all(Array.from({ length: 50 }, (_, i) => call(`Observation/${created.id}`, invented(i))));
  same([...new Set(flood.map(answer => answer.status))], [401], "nobody gets in under an invented key id");
  same(provider.keySetsAsked(), asked, "and the provider is not asked for it");
  same((await call(`Observation/${created.id}`, assertion({ clientId, tokenEndpoint: smart.token_endpoint, jwk }))).status, 401, "nor with the client's own assertion");

  // The provider is down: whoever has a token works on.
  await provider.stop();
  same((await call(`Observation/${created.id}`, rotated)).status, 200, "a token works while the provider is down");
  same((await fetch(`${service.base}/health/ready`)).status, 200, "and the service stays ready");
  provider = await startProvider({ ...settings, signingKeys: [second] });

  const refused = sql(`select count(*) from audit_entry where principal_id = '${principal}' and status = 403`);
  same(Number(refused), 4, "every refusal stands in the audit trail");
  console.log(`${checks} checks of SMART backend services passed`);
}

// fhirclient wants the request of a web server; a backend service has none.
function fakeRequest() {
  return { headers: { host: "client.example" }, url: "/", socket: {}, session: {} };
}

function fakeResponse() {
  return { writeHead() {}, end() {} };
}
