// The runtime in which a million records are read: the product's own objects, and nothing else.
import { defineConfig } from "vitest/config";

const bindings = {
  STAGE: "local",
  PRIVATE_ADDRESSES: "",
  AUTH_SECRET: "a-secret-of-benchmarks-only",
  KEY_RING: '{"current":"k","keys":{}}',
};

export default defineConfig(async () => {
  const { cloudflareTest } = await import("@cloudflare/vitest-plugin");
  return {
    plugins: [
      cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings } }),
    ],
    test: { include: ["bench/read/*.bench.ts"], testTimeout: 1_800_000, silent: false },
  };
});
