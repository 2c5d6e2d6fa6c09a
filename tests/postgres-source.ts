// A real PostgreSQL for tests inside the runtime: started by the first that asks, so that all others do not wait for it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { missingPostgres, startPostgres, type PostgresServer } from "./postgres-server.ts";

/** What a test learns of it; `missing`: why there is none here; `broken`: why it does not start. */
export type PostgresFacts = { host: string; port: number; user: string; password: string } | { missing: string } | { broken: string };

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
    starting ??= startPostgres();
    starting.then(
      ({ host, port, user, password }) => say({ host, port, user, password }),
      (error: unknown) => say({ broken: String(error) }),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  project.provide("postgres", `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    await starting?.then(
      (server) => server.close(),
      () => undefined,
    );
  };
}
