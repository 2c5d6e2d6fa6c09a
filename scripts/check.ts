// `npm run check`: types, the page's types, lint, format, and the table of who may import whom.
// Ends with `N passed, N failed`.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";

const web = join(root, "web");
const svelteKit = join(root, "node_modules/@sveltejs/kit/svelte-kit.js");

const checks: { name: string; passes: () => boolean }[] = [
  {
    name: "types of the bindings",
    passes: () =>
      isNewer("worker-configuration.d.ts", "wrangler.toml") ||
      quietly(tool.wrangler, ["types", "--strict-vars=false"]),
  },
  { name: "types", passes: () => quietly(tool.tsc, ["--noEmit", "-p", "tsconfig.json"]) },
  {
    name: "types of the page",
    passes: () =>
      quietly(svelteKit, ["sync"], web) &&
      quietly(tool.svelteCheck, ["--tsconfig", "tsconfig.json", "--output", "human"], web),
  },
  { name: "lint", passes: () => quietly(tool.oxlint, ["--deny-warnings"]) },
  { name: "format", passes: () => quietly(tool.prettier, ["--check", "--log-level", "warn", "."]) },
  {
    name: "imports run one way",
    passes: () => quietly(tool.vitest, ["run", "--project", "rules", "tests/repository"]),
  },
];

let failed = 0;
for (const { name, passes } of checks) {
  const ok = passes();
  if (!ok) failed += 1;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}`);
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Runs a tool; what it says is shown only when it fails. */
function quietly(script: string, args: string[], cwd = root): boolean {
  const { ok, output } = run(script, args, { cwd, silent: true });
  if (!ok) console.log(output);
  return ok;
}

/**
 * The types hold the Worker's own classes by import, so only the settings and the tool can make
 * them stale.
 */
function isNewer(made: string, source: string): boolean {
  const path = join(root, made);
  const changedAt = Math.max(
    ...[source, "package-lock.json"].map((name) => statSync(join(root, name)).mtimeMs),
  );
  return existsSync(path) && statSync(path).mtimeMs > changedAt;
}
