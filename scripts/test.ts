// `npm test`: rules and runtime in parallel, then the browser. Ends with the line `N passed, N
// failed`. Arguments go to vitest: `npm test -- tests/core`.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensurePage } from "./page.ts";
import { runParallel } from "./processes.ts";
import { root, tool } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

type Tally = { passed: number; failed: number };

const reports = join(root, "build/tests");
mkdirSync(reports, { recursive: true });
ensurePage();
ensureDevVars();

const given = process.argv.slice(2);
// Rules are bound by the CPU and the runtime mostly waits: in parallel they take half the time. The
// browser's tests watch real time, so they run alone.
const tallies = [
  ...(await Promise.all([test("rules", "buffered"), test("runtime", "live")])),
  await test("browser", "live"),
];
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function test(project: string, output: "live" | "buffered"): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { ok } = await runParallel(
    tool.vitest,
    ["run", "--project", project, "--passWithNoTests", ...reporters, ...given],
    output,
  );
  if (!existsSync(report)) return { passed: 0, failed: ok ? 0 : 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  // A file that fails before its first test, or an error outside any test, counts as one failure.
  return { passed: numPassedTests, failed: ok ? numFailedTests : Math.max(1, numFailedTests) };
}
