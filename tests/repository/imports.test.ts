// Who may import whom: every rule of dependency-cruiser.config.ts refuses what is planted against it.
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { cruised, rooms } from "../../dependency-cruiser.config.ts";
import { root, tool } from "../../scripts/quiet.ts";

/** One line of a file, and the rule that refuses it; null: it is fine. */
type Planted = [file: string, line: string, rule: string | null];

const allowed: Planted[] = Object.entries(rooms).flatMap(([room, others]) =>
  others.map((other): Planted => [`${room}/down-${other}.ts`, `import "../${other}/a.ts";`, null]),
);

const refused: Planted[] = Object.entries(rooms).flatMap(([room, others]) =>
  [...Object.keys(rooms), "tests", "scripts", "bench"]
    .filter((other) => other !== room && !others.includes(other))
    .map((other): Planted => [
      `${room}/up-${other}.ts`,
      `import type { A } from "../${other}/a.ts";`,
      `${room}-looks-down`,
    ]),
);

const finer: Planted[] = [
  ["contract/package.ts", `import "zod";`, null],
  ["contract/node.ts", `import "node:crypto";`, "contract-looks-down"],
  ["core/node.ts", `import "node:crypto";`, null],
  ["core/file.ts", `import "node:fs";`, "core-looks-down"],
  ["core/dynamic.ts", `export const load = () => import("hono");`, "core-looks-down"],
  ["core/type.ts", `export type A = import("../worker/a.ts").A;`, "core-looks-down"],
  ["formats/xml.ts", `import "xmlrpc/lib/serializer.js";`, null],
  ["formats/client.ts", `import "xmlrpc";`, "formats-looks-down"],
  ["connectors/socket.ts", `import "postgres";`, null],
  ["connectors/parser.ts", `import "papaparse";`, "connectors-looks-down"],
  ["durable-objects/runtime.ts", `import "cloudflare:workers";`, null],
  ["durable-objects/orm.ts", `import "drizzle-orm";`, "durable-objects-looks-down"],
  ["worker/package.ts", `import "hono";`, null],
  ["worker/tool.ts", `import "vitest";`, "shipped-packages"],
  ["client/package.ts", `import "hono";`, "client-looks-down"],
  ["web/alias.ts", `import "#lib/a.ts";`, null],
  ["web/Component.svelte", `<script lang="ts">import "../core/a.ts";</script>`, "web-looks-down"],
  ["web/Fine.svelte", `<script lang="ts">import "#lib/a.ts";</script>`, null],
  ["web/uses.ts", `import "./Fine.svelte";`, "components-are-leaves"],
  ["sandbox/codec.ts", `import "../formats/a.ts";`, "sandbox-looks-down"],
  ["tests/anything.ts", `import "../worker/a.ts"; import "vitest";`, null],
  ["tests/lost.ts", `import "../worker/nowhere.ts";`, "resolvable"],
  // A circle is told once, of one of its files.
  ["core/circle.ts", `import type { A } from "./back.ts";`, null],
  ["core/back.ts", `import type { A } from "./circle.ts"; export type { A };`, "no-circles"],
];

describe("dependency-cruiser", () => {
  it("refuses what is planted, and nothing else", () => {
    const planted = [...allowed, ...refused, ...finer];
    expect(cruise(planted)).toEqual(
      planted.flatMap(([file, , rule]) => (rule === null ? [] : [`${rule}: ${file}`])).sort(),
    );
  });

  it("has something planted against every rule", async () => {
    const { default: config } = await import("../../dependency-cruiser.config.ts");
    expect(new Set([...refused, ...finer].map(([, , rule]) => rule))).toEqual(
      new Set([null, ...config.forbidden.map(({ name }) => name)]),
    );
  });
});

/** Cruises a small tree of its own: the files planted, and an `a.ts` in each folder. */
function cruise(planted: Planted[]): string[] {
  mkdirSync(join(root, "build"), { recursive: true });
  const tree = mkdtempSync(join(root, "build/planted-"));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  };
  try {
    for (const copied of ["package.json", "tsconfig.json"])
      write(copied, readFileSync(join(root, copied), "utf8"));
    for (const folder of [...cruised, "web/lib"])
      write(`${folder}/a.ts`, "export type A = string;\n");
    for (const [file, line] of planted) write(file, `${line}\n`);
    const config = join(root, "dependency-cruiser.config.ts");
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [tool.dependencyCruiser, "--config", config, "--output-type", "json", ...cruised],
      { cwd: tree, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    expect(stderr).toBe("");
    const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
    return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
  } finally {
    rmSync(tree, { recursive: true });
  }
}

type Violation = { from: string; rule: { name: string } };

/**
 * What the cruiser cannot see: the Svelte compiler strips a component's type imports. They come
 * from files of types, never from a component, so they close no circle.
 */
describe("types in components", () => {
  const components = globSync("web/**/*.svelte", { cwd: root }).filter(
    (file) => !file.includes("node_modules"),
  );
  const imports = components.flatMap((file) =>
    ts
      .preProcessFile(scriptsIn(readFileSync(join(root, file), "utf8")))
      .importedFiles.map(({ fileName: name }) => ({ file, name })),
  );
  const places = imports.flatMap(({ file, name }) =>
    name.startsWith(".") ? [{ file, place: join(dirname(file), name) }] : [],
  );

  it("come from the rooms that the page may import", () => {
    const allowedRooms = new Set(["web", ...(rooms["web"] ?? [])]);
    const wrong = places.filter(({ place }) => !allowedRooms.has(place.split("/")[0] ?? ""));
    expect(wrong).toEqual([]);
    expect(places.filter(({ place }) => place.startsWith("contract/"))).not.toEqual([]);
  });

  it("never come from another component", () => {
    const wrong = components.filter((file) =>
      /import type [^;]+\.svelte"|typeof import\("[^"]+\.svelte"\)/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

const scriptsIn = (text: string): string =>
  [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join("\n");
