// Planting bugs: each patch goes into a copy of the tree, whose own simulation has to find it.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * One wrong rule: the text that is replaced, once, in one file. Chance meets what it does too
 * seldom where it names the seed of a world in regressions.ts: it is looked for in that world.
 */
export type Planted = { name: string; file: string; from: string; to: string; shows?: number };

export type Harvest = {
  name: string;
  caughtAt: number | null;
  seeds: number;
  violation: string | null;
};

const root = resolve(import.meta.dirname, "../..");
const rooms = [
  "contract",
  "connectors",
  "formats",
  "core",
  "durable-objects",
  "tests/simulation",
  "package.json",
];

export async function plantAll(
  bugs: readonly Planted[],
  { seeds }: { seeds: number },
): Promise<Harvest[]> {
  const results: Harvest[] = [];
  const waiting = [...bugs];
  const work = async () => {
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
      const harvest = await plant(bug, seeds);
      results.push(harvest);
      process.stderr.write(
        `${harvest.caughtAt === null ? "SURVIVED" : "caught  "} ${bug.name}: ${harvest.violation ?? `${harvest.seeds} seeds`}\n`,
      );
    }
  };
  await Promise.all([work(), work()]);
  return results.sort(
    (a, b) =>
      bugs.findIndex(({ name }) => name === a.name) - bugs.findIndex(({ name }) => name === b.name),
  );
}

/** The text with the bug in it. Blanks and hanging commas do not count: a formatter moves them. */
export function patched(text: string, { name, file, from, to }: Planted): string {
  const characters = [...from.replaceAll(/\s+/g, "")].map((one) =>
    one.replace(/[.*+?^${}()|[\]\\]/, String.raw`\$&`),
  );
  const pattern = characters
    .map((one) => (/[)\]}]$/.test(one) ? String.raw`(?:,\s*)?` + one : one))
    .join(String.raw`\s*`);
  const found = [...text.matchAll(new RegExp(pattern, "g"))].length;
  if (found !== 1)
    throw new Error(`“${name}” does not fit: its text stands ${found} times in ${file}`);
  return text.replace(new RegExp(pattern), () => to);
}

async function plant(bug: Planted, seeds: number): Promise<Harvest> {
  const { name, file, shows } = bug;
  const copy = mkdtempSync(join(tmpdir(), "planted-"));
  try {
    for (const room of rooms) cpSync(join(root, room), join(copy, room), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const path = join(copy, file);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, patched(text, bug));
    return { name, ...(await search(copy, shows === undefined ? [seeds] : [1, shows])) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** One process, so that a bug that breaks everything breaks only that. */
function search(copy: string, hunt: number[]): Promise<Omit<Harvest, "name">> {
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [join(copy, "tests/simulation/hunt.ts"), ...hunt.map(String)],
      {
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let [out, error] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (error += data.toString()));
    child.on("error", fail);
    child.on("close", (code) => {
      const line = out.trim().split("\n").at(-1) ?? "";
      if (code !== 0 || line === "") fail(new Error(`the hunt broke: ${error}`));
      else done(JSON.parse(line) as Omit<Harvest, "name">);
    });
  });
}
