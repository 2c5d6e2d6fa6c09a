// Paths of the tools that scripts start, and an environment that keeps them quiet and offline.
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

export type Environment = Record<string, string | undefined>;

/** The environment of every tool that the scripts start. */
export const quietly: Environment = {
  // Node keeps the compiled code: wrangler alone is ten megabytes to compile at every start.
  NODE_COMPILE_CACHE: join(root, "build/compiled"),
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  NO_UPDATE_NOTIFIER: "1",
  // Otherwise wrangler dev records every SQL statement as a span in a database of its own, which is
  // more work than the refresh itself.
  X_LOCAL_OBSERVABILITY: "false",
  X_LOCAL_EXPLORER: "false",
};

/** The script of each tool. Running it with this Node works on every platform. */
export const tool = {
  wrangler: join(root, "node_modules/wrangler/bin/wrangler.js"),
  vite: join(root, "node_modules/vite/bin/vite.js"),
  vitest: join(root, "node_modules/vitest/vitest.mjs"),
  tsc: join(root, "node_modules/typescript/bin/tsc"),
  oxlint: join(root, "node_modules/oxlint/bin/oxlint"),
  knip: join(root, "node_modules/knip/bin/knip.js"),
  dependencyCruiser: join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs"),
  cruiserReport: join(root, "node_modules/dependency-cruiser/bin/depcruise-fmt.mjs"),
  prettier: join(root, "node_modules/prettier/bin/prettier.cjs"),
  svelteKit: join(root, "node_modules/@sveltejs/kit/svelte-kit.js"),
  svelteCheck: join(root, "node_modules/svelte-check/bin/svelte-check"),
} as const;
