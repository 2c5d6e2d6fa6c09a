// `npm run check`: types, the page's types, lint, format, unused code, and who may import whom.
// Ends with `N passed, N failed`.
import { join } from "node:path";
import { cruise, found } from "./docs/picture.ts";
import { ensureBindingTypes, makePageTypes } from "./generated.ts";
import { run } from "./processes.ts";
import { root, tool } from "./quiet.ts";

const web = join(root, "web");

const checks: { name: string; passes: () => boolean }[] = [
  { name: "types of the bindings", passes: () => shown(ensureBindingTypes()) },
  { name: "types", passes: () => quietly(tool.tsc, ["--noEmit", "-p", "tsconfig.json"]) },
  {
    name: "types of the page",
    passes: () =>
      shown(makePageTypes()) &&
      quietly(tool.svelteCheck, ["--tsconfig", "tsconfig.json", "--output", "human"], web),
  },
  { name: "lint", passes: () => quietly(tool.oxlint, ["--deny-warnings"]) },
  {
    name: "nothing unused",
    passes: () => quietly(tool.knip, ["--no-progress", "--treat-config-hints-as-errors"]),
  },
  { name: "format", passes: () => quietly(tool.prettier, ["--check", "--log-level", "warn", "."]) },
  {
    name: "imports run one way, without circles",
    passes: () => shown(cruise()) && quietly(tool.cruiserReport, ["-T", "err-long", "-e", found]),
  },
  // After the imports: the pictures are drawn from what was found there.
  {
    name: "pages are up to date",
    passes: () => quietly("scripts/docs.ts", ["--check", "--cruised"]),
  },
  {
    name: "rules of the repository",
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

function quietly(script: string, args: string[], cwd = root): boolean {
  return shown(run(script, args, { cwd, silent: true }));
}

/** Whether a tool succeeded; prints its output only when it failed. */
function shown({ ok, output }: { ok: boolean; output: string }): boolean {
  if (!ok) console.log(output);
  return ok;
}
