// `npm run test:watch`: all tests once, then the affected ones at every change. The browser's tests are
// left out: they start whole stacks. Arguments go to vitest.
import { ensurePage } from "./page.ts";
import { run } from "./processes.ts";
import { tool } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

ensurePage();
ensureDevVars();
const projects = ["--project", "rules", "--project", "runtime"];
const { ok } = run(tool.vitest, ["watch", ...projects, ...process.argv.slice(2)]);
process.exit(ok ? 0 : 1);
