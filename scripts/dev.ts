// `npm run dev`: the page with hot reload, in front of a local stack.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { odooSandbox } from "../sandbox/accounts.ts";
import { demoPassword, demoPeople } from "./demo-people.ts";
import { seedDemo } from "./demo.ts";
import { LocalStack } from "./local-stack.ts";
import { ensurePage } from "./page.ts";
import { claimPort } from "./ports.ts";
import { root, tool } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

ensureDevVars();
// The Worker needs its assets folder to exist; the page itself comes from Vite.
ensurePage();
const stack = await LocalStack.open({
  state: join(root, ".freshet/dev"),
  port: await claimPort(8797),
  sandboxPort: await claimPort(odooSandbox.port),
});
await seedDemo(stack);
console.log(
  `Worker: ${stack.address}   sign in as ${demoPeople.map(({ email }) => email).join(", ")} with ${demoPassword}`,
);

const vite = spawn(process.execPath, [tool.vite, "dev"], {
  cwd: join(root, "web"),
  stdio: "inherit",
  env: { ...process.env, WORKER: stack.address },
});
vite.once("exit", (code) => void stop(code ?? 0));
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop(0));

async function stop(code: number): Promise<void> {
  vite.kill("SIGTERM");
  await stack.close();
  process.exit(code);
}
