// A real PostgreSQL for tests inside the runtime: started by the first that asks, so that all
// others do not wait for it.
import { createServer } from "node:http";
import { createServer as createLine, type AddressInfo, type Server } from "node:net";
import { TLSSocket } from "node:tls";
import type { TestProject } from "vitest/node";
import { anAuthority, anIdentity } from "./certificate.ts";
import { trustedIdentity } from "./authority.ts";
import { missingPostgres, startPostgres, type PostgresServer } from "./postgres-server.ts";

/**
 * What a test learns of it; `missing`: why there is none here; `broken`: why it does not start. It
 * shows a certificate for "localhost" that the runtime trusts; at `impostorPort` somebody shows one
 * for the same name that nobody vouches for.
 */
export type PostgresFacts =
  | { host: string; port: number; user: string; password: string; impostorPort: number }
  | { missing: string }
  | { broken: string };

declare module "vitest" {
  interface ProvidedContext {
    /** Answers `PostgresFacts`. */
    postgres: string;
  }
}

export default async function setup(project: TestProject) {
  let starting: Promise<PostgresServer> | null = null;
  const door = createServer((_, response) => {
    const say = (facts: PostgresFacts) => response.end(JSON.stringify(facts));
    if (missingPostgres !== null) return void say({ missing: missingPostgres });
    starting ??= startPostgres(trustedIdentity());
    starting.then(
      ({ host, port, user, password }) =>
        say({ host, port, user, password, impostorPort: portOf(impostor) }),
      (error: unknown) => say({ broken: String(error) }),
    );
  });
  const impostor = anImpostor();
  for (const server of [door, impostor])
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("postgres", `http://127.0.0.1:${portOf(door)}`);
  return async () => {
    door.close();
    impostor.close();
    await starting?.then(
      (server) => server.close(),
      () => undefined,
    );
  };
}

const portOf = (server: Pick<Server, "address">): number => (server.address() as AddressInfo).port;

/**
 * Offers encryption as PostgreSQL does, under a certificate of its own making, and writes down
 * nothing of what it is told.
 */
function anImpostor(): Server {
  const { certificate: cert, key } = anIdentity(anAuthority("Nobody"), {
    dns: ["localhost"],
    ipv4: ["127.0.0.1"],
  });
  return createLine((line) => {
    line.on("error", () => undefined);
    line.once("data", () => {
      line.write("S");
      new TLSSocket(line, { isServer: true, cert, key }).on("error", () => line.destroy());
    });
  });
}
