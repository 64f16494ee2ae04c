// The published service in front of a database that is there already.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

export const freePort = () => new Promise(found => {
  const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => found(port)); });
});

export async function startService({ published, port, database, authority, audience, rootKey }) {
  const base = `http://127.0.0.1:${port}`;
  const said = [];
  const process_ = spawn("dotnet", [`${published}/Registry.Api.dll`, "serve", `--urls=${base}`], {
    env: {
      ...process.env,
      ASPNETCORE_ENVIRONMENT: "Production",
      ConnectionStrings__Registry: database,
      Identity__Authority: authority,
      Identity__Audience: audience,
      Registry__PublicBase: base,
      Keys__RootFile: rootKey,
      Outbound__AllowPrivateAddresses: "true", // the provider listens on the loopback, by http
    },
  });
  for (const stream of [process_.stdout, process_.stderr]) stream.on("data", text => said.push(text));
  const ended = new Promise(exit => process_.once("exit", exit));
  for (const until = Date.now() + 180_000; ;) {
    if (process_.exitCode !== null || Date.now() > until) throw new Error(`The service did not become ready:\n${said.join("")}`);
    const ready = await fetch(`${base}/health/ready`).catch(() => null);
    if (ready?.ok) break;
    await new Promise(later => setTimeout(later, 200));
  }
  return { base, stop: async () => { process_.kill("SIGTERM"); await ended; } };
}
