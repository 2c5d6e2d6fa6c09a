// One sandbox for the tests that run inside the runtime: they reach it over loopback, as lanes do.
import type { TestProject } from "vitest/node";
import { startSandbox } from "../sandbox/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    sandbox: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const sandbox = await startSandbox({ port: 0, size: 0.2 });
  project.provide("sandbox", sandbox.url);
  return () => sandbox.close();
}
