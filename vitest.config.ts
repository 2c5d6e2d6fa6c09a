// Three worlds of tests: rules and the sandbox in Node, objects and doors inside the real runtime,
// screens in a real browser.
import { mkdirSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { trustTheTests } from "./tests/authority.ts";

const rules = [
  "contract",
  "core",
  "formats",
  "connectors",
  "sandbox",
  "repository",
  "web",
  "simulation",
];
const runtime = ["durable-objects", "worker"];

const within = (folders: string[]) => folders.map((folder) => `tests/${folder}/**/*.test.ts`);

// The runtime wants the folder of the page to exist; its tests do not look into it.
mkdirSync("build/page", { recursive: true });

/**
 * No test says how fast something is: a busy machine makes it slow, and only what hangs is to end
 * by this.
 */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Keys for tests only. */
const bindings = {
  STAGE: "local",
  PRIVATE_ADDRESSES: "127.0.0.1:*,localhost:*",
  AUTH_SECRET: "a-secret-that-signs-cookies-of-tests-only-3f9c",
  KEY_RING: JSON.stringify({
    current: "k1",
    keys: { k1: btoa("0123456789abcdef0123456789abcdef") },
  }),
  SETUP_TOKEN: "a-token-of-tests-only-that-is-long-enough",
};

export default defineConfig(async () => {
  trustTheTests();
  // Only now: the runtime reads whom to trust when it is loaded.
  const { cloudflareTest, readD1Migrations } = await import("@cloudflare/vitest-plugin");
  return {
    test: {
      silent: "passed-only" as const,
      // Where a handshake fails, the runtime rejects a promise of its own besides, which nobody can
      // take hold of. Those who asked hear of it all the same.
      onUnhandledError: ({ message }: { message: string }) =>
        /^internal error; reference = \w+$/.test(message) ? false : undefined,
      projects: [
        {
          test: { name: "rules", include: within(rules), environment: "node", ...patience },
        },
        {
          plugins: [
            cloudflareTest({
              wrangler: { configPath: "./wrangler.toml" },
              miniflare: {
                bindings: { ...bindings, MIGRATIONS: await readD1Migrations("./migrations") },
              },
            }),
          ],
          test: {
            name: "runtime",
            include: within(runtime),
            globalSetup: [
              "./tests/sandbox-source.ts",
              "./tests/hostile-source.ts",
              "./tests/postgres-source.ts",
            ],
            ...patience,
          },
        },
        {
          test: {
            name: "browser",
            include: within(["browser"]),
            environment: "node",
            testTimeout: 120_000,
            hookTimeout: 120_000,
            // What is polled is as patient as the browser is: one second is how fast a machine is.
            expect: { poll: { timeout: 20_000 } },
            fileParallelism: false,
          },
        },
      ],
    },
  };
});
