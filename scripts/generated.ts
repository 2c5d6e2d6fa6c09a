// The types that tools generate: of the Worker's bindings (wrangler) and of the page's routes
// (SvelteKit). Git ignores them.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";

type Made = { ok: boolean; output: string };

/**
 * Writes `worker-configuration.d.ts` unless it is up to date. It holds the Worker's own classes by
 * import, so only the settings and the tool can make it stale.
 */
export function ensureBindingTypes(): Made {
  if (isNewest("worker-configuration.d.ts", ["wrangler.toml", "package-lock.json"]))
    return { ok: true, output: "" };
  return run(tool.wrangler, ["types", "--strict-vars=false"], { silent: true });
}

/** Writes `web/.svelte-kit` and the types that SvelteKit adds to the page. */
export function makePageTypes(): Made {
  return run(tool.svelteKit, ["sync"], { cwd: join(root, "web"), silent: true });
}

function isNewest(made: string, sources: string[]): boolean {
  const changedAt = (name: string) => statSync(join(root, name)).mtimeMs;
  return existsSync(join(root, made)) && sources.every((name) => changedAt(made) > changedAt(name));
}
