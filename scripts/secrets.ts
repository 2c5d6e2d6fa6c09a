// Secrets of the local stack: created once, kept in files that git ignores.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./quiet.ts";

/** New random values for the secrets that the Worker requires. */
export function newSecrets(): { AUTH_SECRET: string; KEY_RING: string } {
  return {
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    KEY_RING: JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64") } }),
  };
}

/**
 * Writes `.dev.vars`, which `wrangler dev` reads, unless it exists. Secrets sealed with its keys
 * cannot be opened with new ones.
 */
export function ensureDevVars(): void {
  const path = join(root, ".dev.vars");
  if (existsSync(path)) return;
  const lines = Object.entries(newSecrets()).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(path, ["# Made by `npm start` for this machine only.\n", ...lines].join(""), {
    mode: 0o600,
  });
}

/** The local stack's setup token, created on the first call. */
export function ensureSetupToken(state: string): string {
  const path = join(state, "setup-token");
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(path, "utf8").trim();
}
