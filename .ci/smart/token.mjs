// The client's side of SMART Backend Services: a signed assertion for a short-lived access token.
import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";

export function newKey(kid) {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  return { ...privateKey.export({ format: "jwk" }), kid, alg: "ES384", use: "sig" };
}

const part = value => Buffer.from(JSON.stringify(value)).toString("base64url");

export function assertion({ clientId, tokenEndpoint, jwk, jti = randomUUID() }) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "ES384", typ: "JWT", kid: jwk.kid })}.${part({ iss: clientId, sub: clientId, aud: tokenEndpoint, iat: now, exp: now + 240, jti })}`;
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return `${text}.${sign("sha384", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** Asks for a token; the answer of the provider, whatever it is. */
export async function askForToken({ tokenEndpoint, scope, ...client }) {
  const answer = await fetch(tokenEndpoint, {
    method: "POST",
    headers: { connection: "close" }, // one kept open to a provider that has since been started anew would be dead
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion({ tokenEndpoint, ...client }),
    }),
  });
  return { status: answer.status, ...(await answer.json()) };
}
