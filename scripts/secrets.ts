// The secrets of this machine's own Freshet: made once, kept in files that git ignores.
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./quiet.ts";

/** Fresh values for the secrets that the Worker cannot do without. */
export function newSecrets(): { AUTH_SECRET: string; KEY_RING: string } {
  return {
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    KEY_RING: JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64") } }),
  };
}

/** Writes `.dev.vars`, which `wrangler dev` reads, unless it is there. What is sealed by its keys opens with no others. */
export function ensureDevVars(): void {
  const path = join(root, ".dev.vars");
  if (existsSync(path)) return;
  const lines = Object.entries(newSecrets()).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(path, ["# Made by `npm start` for this machine only.\n", ...lines].join(""), { mode: 0o600 });
}

/**
 * The token of the operator's route, for the local Worker only. It stands in `.dev.vars` beside the other secrets:
 * on the command line of `wrangler dev`, `ps` would show it to everybody on the machine.
 */
export function ensureSetupToken(): string {
  ensureDevVars();
  const path = join(root, ".dev.vars");
  const known = /^SETUP_TOKEN='([^']+)'$/m.exec(readFileSync(path, "utf8"))?.[1];
  if (known !== undefined) return known;
  const made = randomBytes(32).toString("base64url");
  appendFileSync(path, `SETUP_TOKEN='${made}'\n`);
  return made;
}
