// A certified OpenID provider on the loopback, with one SMART backend client that signs with a key of its own.
import { createServer } from "node:http";
import Provider from "oidc-provider";

/** Every scope that the registry publishes; the provider grants what a client asks for among them. */
export async function startProvider({ port, audience, scopes, clientId, jwk }) {
  const issuer = `http://127.0.0.1:${port}`;
  const { d, ...publicKey } = jwk;
  const provider = new Provider(issuer, {
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
  const server = createServer(provider.callback());
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  return { issuer, stop: () => new Promise(closed => { server.close(closed); server.closeAllConnections(); }) };
}
