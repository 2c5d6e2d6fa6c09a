// Chromium from npm alone, on a machine that may have neither a browser nor the libraries of one.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Browser } from "playwright-core";
import { libraryPath, missingFrom } from "./libraries.ts";

const run = promisify(execFile);
const unpacker = join(import.meta.dirname, "unpack.ts");

type Program = { executablePath: string; env: NodeJS.ProcessEnv };

/** Starts Chromium; CHROME names another one. */
export async function launch(): Promise<Browser> {
  const { executablePath, env } = process.env["CHROME"]
    ? { executablePath: process.env["CHROME"], env: process.env }
    : await fromNpm();
  try {
    const args = ["--no-sandbox", "--disable-dev-shm-usage"];
    return await chromium.launch({ executablePath, args, env });
  } catch (cause) {
    const hint = "Chromium cannot start. CHROME=/path/to/chrome names another one.";
    throw new Error(hint, { cause });
  }
}

async function fromNpm(): Promise<Program> {
  const home = await unpacked();
  const executablePath = join(home, "chromium");
  const folder = join(home, "al2023/lib");
  // The loader itself answers and starts nothing: this is all that `ldd` does, which may not be there.
  const { stdout } = await run(executablePath, {
    env: { ...process.env, LD_TRACE_LOADED_OBJECTS: "1" },
  });
  const path = libraryPath({
    missing: missingFrom(stdout),
    carried: readdirSync(folder),
    folder,
    before: process.env["LD_LIBRARY_PATH"],
  });
  const fonts = process.env["FONTCONFIG_FILE"] ?? join(home, "fonts.conf");
  return {
    executablePath,
    env: { ...process.env, LD_LIBRARY_PATH: path, FONTCONFIG_FILE: fonts },
  };
}

/** The folder of this version's Chromium: unpacked once, and whole or not at all. */
async function unpacked(): Promise<string> {
  const home = join(tmpdir(), `freshet-chromium-${version()}`);
  if (existsSync(home)) return home;
  const draft = mkdtempSync(`${home}-`);
  try {
    await run(process.execPath, [unpacker, home], { env: { ...process.env, TMPDIR: draft } });
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another run of the tests was quicker: its files are as good.
    if (!existsSync(home)) throw error;
  }
  return home;
}

function version(): string {
  const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const manifest = readFileSync(join(dirname(main), "../package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
