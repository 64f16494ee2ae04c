// A certified OpenID provider on the loopback, with one SMART backend client that signs with a key of its own.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

/** A key that the provider signs with. */
export function newSigningKey(kid) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
}

/**
 * Every scope that the registry publishes; the provider grants what a client asks for among them.
 * Of signingKeys it uses the first, and publishes all. keySetsAsked() counts who asked for them.
 */
export async function startProvider({ port, audience, scopes, clientId, jwk, signingKeys }) {
  const issuer = `http://127.0.0.1:${port}`;
  const { d, ...publicKey } = jwk;
  const provider = new Provider(issuer, {
    jwks: { keys: signingKeys },
    clients: [{
      client_id: clientId,
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES384",
      jwks: { keys: [publicKey] },
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    }],
    scopes: [],
    enabledJWA: { clientAuthSigningAlgValues: ["RS384", "ES384"] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({ scope: scopes.join(" "), audience, accessTokenTTL: 300, accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } }),
      },
    },
  });
  const handle = provider.callback();
  let asked = 0;
  const server = createServer((request, response) => {
    if (request.url === "/jwks") asked++;
    handle(request, response);
  });
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  return { issuer, keySetsAsked: () => asked, stop: () => new Promise(closed => { server.close(closed); server.closeAllConnections(); }) };
}
