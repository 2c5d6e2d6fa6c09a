// Two worlds of tests: rules and the sandbox in Node, objects and doors inside the real runtime. The browser has its own.
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const rules = ["tests/contract", "tests/core", "tests/formats", "tests/connectors", "tests/sandbox", "tests/house"];
const runtime = ["tests/durable-objects", "tests/worker"];

export default defineConfig(async () => ({
  test: {
    projects: [
      {
        test: { name: "rules", include: rules.map((folder) => `${folder}/**/*.test.ts`), environment: "node", testTimeout: 30_000 },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                MIGRATIONS: await readD1Migrations("./migrations"),
                STAGE: "local",
                PRIVATE_ADDRESSES: "127.0.0.1:*,localhost:*",
                AUTH_SECRET: "a secret of the tests, long enough to sign with",
                KEY_RING: JSON.stringify({ current: "t", keys: { t: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }),
              },
            },
          }),
        ],
        test: {
          name: "runtime",
          include: runtime.map((folder) => `${folder}/**/*.test.ts`),
          testTimeout: 30_000,
          globalSetup: ["./tests/sandbox-source.ts"],
        },
      },
    ],
  },
}));
