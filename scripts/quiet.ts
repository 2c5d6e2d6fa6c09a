// The tools we call, told to be quiet and to stay off the network.
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

export type Environment = Record<string, string | undefined>;

/** The environment of every tool that the scripts start. */
export const quietly: Environment = {
  // What Node has compiled of the tools is kept: wrangler alone is ten megabytes at every start.
  NODE_COMPILE_CACHE: join(root, "build/compiled"),
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  NO_UPDATE_NOTIFIER: "1",
  // wrangler dev would note every SQL statement as a span in a database of its own: more work than
  // the refresh itself.
  X_LOCAL_OBSERVABILITY: "false",
  X_LOCAL_EXPLORER: "false",
};

/** What to start for a tool of node_modules, on every platform: its own script under this Node. */
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
