// Generated types, which git ignores: the Worker's bindings (wrangler) and the page's routes (SvelteKit).
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";

type Made = { ok: boolean; output: string };

/**
 * Writes `worker-configuration.d.ts` unless it is up to date. It imports the Worker's classes, so only
 * wrangler.toml and a new wrangler make it stale.
 */
export function ensureBindingTypes(): Made {
  if (isNewest("worker-configuration.d.ts", ["wrangler.toml", "package-lock.json"]))
    return { ok: true, output: "" };
  return run(tool.wrangler, ["types", "--strict-vars=false"], { silent: true });
}

/** Writes `web/.svelte-kit`, with the types of every route's data. */
export function makePageTypes(): Made {
  return run(tool.svelteKit, ["sync"], { cwd: join(root, "web"), silent: true });
}

function isNewest(made: string, sources: string[]): boolean {
  const changedAt = (name: string) => statSync(join(root, name)).mtimeMs;
  return existsSync(join(root, made)) && sources.every((name) => changedAt(made) > changedAt(name));
}
