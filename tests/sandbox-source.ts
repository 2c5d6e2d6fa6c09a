// One sandbox for the tests that run inside the runtime: they reach it over loopback, as lanes do.
// Beside it, what they should not reach.
import type { TestProject } from "vitest/node";
import { startSandbox } from "../sandbox/server.ts";
import { startCanary } from "./canary.ts";

declare module "vitest" {
  interface ProvidedContext {
    sandbox: string;
    /** A port of both loopbacks, and the address that tells what was seen there. */
    canary: { port: number; songs: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const sandbox = await startSandbox({ port: 0, size: 0.2 });
  const { close, ...canary } = await startCanary();
  project.provide("sandbox", sandbox.url);
  project.provide("canary", canary);
  return async () => {
    await Promise.all([sandbox.close(), close()]);
  };
}
