// Who may import whom: the table of the house, held against every file.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/**
 * What each room may import of the others; itself always. Tests, benches and scripts may look
 * anywhere.
 */
const table: Record<string, string[]> = {
  contract: [],
  core: ["contract"],
  formats: ["contract"],
  connectors: ["formats", "contract"],
  "durable-objects": ["core", "contract"],
  worker: ["durable-objects", "core", "connectors", "contract"],
  client: ["contract"],
  web: ["client", "contract"],
  sandbox: ["contract"],
};

/** Packages that belong to certain rooms: D1 is the worker's, and rules need nothing. */
const packages: Record<string, RegExp> = {
  contract: /^zod$/,
  core: /^(zod|node:crypto)$/,
  // papaparse: quoted cells across lines, as a stream; it needs nothing of any runtime.
  formats: /^(saxes|zod|papaparse|xmlrpc\/lib\/serializer\.js)$/,
  // postgres: a wire protocol with sign-in and encryption of its own, which nobody should write
  // twice.
  connectors: /^(zod|postgres|node:.*)$/,
  "durable-objects": /^(cloudflare:workers|zod)$/,
};

type Import = { file: string; room: string; to: string };

/** Every import of a room's files: `to` is another room, or a package. */
function importsOf(room: string): Import[] {
  const files = globSync(`${room}/**/*.{ts,js,svelte}`, { cwd: root }).filter(
    (file) => !file.includes("node_modules") && !file.includes(".svelte-kit"),
  );
  return files.flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(
      scriptOf(file, readFileSync(join(root, file), "utf8")),
    );
    return importedFiles.map(({ fileName }) => ({ file, room, to: target(file, fileName) }));
  });
}

const scriptOf = (file: string, text: string): string =>
  file.endsWith(".svelte")
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
        .map(([, script]) => script)
        .join("\n")
    : text;

function target(file: string, name: string): string {
  if (name.startsWith("#lib/") || name.startsWith("$")) return "web";
  if (!name.startsWith(".")) return name;
  return relative(root, join(root, dirname(file), name)).split("/")[0] ?? "";
}

const rooms = Object.keys(table);
const isRoom = (name: string) => rooms.includes(name) || existsSync(join(root, name));

describe("imports run one way", () => {
  it.each(rooms)("%s imports only what stands below it", (room) => {
    const wrong = importsOf(room).filter(
      ({ to }) => isRoom(to) && to !== room && !table[room]?.includes(to),
    );
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  });

  it.each(Object.keys(packages))("%s uses only its own packages", (room) => {
    const wrong = importsOf(room).filter(({ to }) => !isRoom(to) && !packages[room]?.test(to));
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  });

  it("sees imports where there are some", () => {
    expect(importsOf("worker").map(({ to }) => to)).toEqual(
      expect.arrayContaining(["durable-objects", "connectors", "hono-openapi", "contract"]),
    );
  });

  it("keeps D1 in the worker's own folder for it", () => {
    const raw = globSync("{worker,durable-objects,connectors,core}/**/*.ts", { cwd: root })
      .filter((file) => /\benv\.DB\b/.test(readFileSync(join(root, file), "utf8")))
      .filter(
        (file) =>
          ![
            "connections/proof",
            "files/files",
            "http/middleware",
            "queue/lane",
            "queue/ledger",
            "queue/sweep",
          ].some((name) => file === `worker/${name}.ts`),
      );
    expect(raw).toEqual([]);
  });
});
