// `npm run test:watch`: all tests once, then those that a change concerns, at every change. Without
// the browser, whose tests start whole stacks. What follows is handed to vitest, as by `npm test`.
import { ensurePage } from "./page.ts";
import { run } from "./processes.ts";
import { tool } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

ensurePage();
ensureDevVars();
const projects = ["--project", "rules", "--project", "runtime"];
const { ok } = run(tool.vitest, ["watch", ...projects, ...process.argv.slice(2)]);
process.exit(ok ? 0 : 1);
