// `npm test`: everything, rules and runtime side by side, then the browser. Ends with the line `N
// passed, N failed`. What follows is handed to vitest: `npm test -- tests/core`.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensurePage } from "./page.ts";
import { runBeside } from "./processes.ts";
import { root, tool } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

type Tally = { passed: number; failed: number };

const reports = join(root, "build/tests");
mkdirSync(reports, { recursive: true });
ensurePage();
ensureDevVars();

const given = process.argv.slice(2);
// Rules take the processor and the runtime takes its time: side by side they need half of both.
// The browser's tests have the machine to themselves: they watch real time.
const tallies = [
  ...(await Promise.all([test("rules", "afterwards"), test("runtime", "now")])),
  await test("browser", "now"),
];
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function test(project: string, speaks: "now" | "afterwards"): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { ok } = await runBeside(
    tool.vitest,
    ["run", "--project", project, "--passWithNoTests", ...reporters, ...given],
    speaks,
  );
  if (!existsSync(report)) return { passed: 0, failed: ok ? 0 : 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  // A file that breaks before its first test, or an error outside of any, counts as one failure.
  return { passed: numPassedTests, failed: ok ? numFailedTests : Math.max(1, numFailedTests) };
}
