// The picture of who imports whom, drawn as mermaid from what dependency-cruiser finds.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cruised, rooms } from "../../dependency-cruiser.config.ts";
import { run } from "../processes.ts";
import { root, tool } from "../quiet.ts";

/** What each room is for, in few words. */
const roles: Record<string, string> = {
  contract: "wire types",
  core: "rules",
  formats: "parsers and writers",
  connectors: "outside systems",
  "durable-objects": "state of each tenant",
  worker: "HTTP, access, queue, D1",
  client: "typed API client",
  web: "page",
  sandbox: "pretend systems",
};

/** What the last cruise found. */
export const found = join(root, "build/imports.json");

/** Looks through all imports once, and keeps what it finds. */
export function cruise(): { ok: boolean; output: string } {
  mkdirSync(dirname(found), { recursive: true });
  rmSync(found, { force: true });
  return run(
    tool.dependencyCruiser,
    [
      ...["--config", "dependency-cruiser.config.ts"],
      ...["--output-type", "json", "--output-to", found],
      ...cruised,
    ],
    { silent: true },
  );
}

type Module = { source: string; dependencies: { resolved: string }[] };

/** The rooms, or with a room's name its folders, as the last cruise found them. */
export function picture(room?: string): string {
  const { modules } = JSON.parse(readFileSync(found, "utf8")) as { modules: Module[] };
  const boxOf = room === undefined ? roomOf : folderOf(room);
  const arrows = modules
    .flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => ({ from: boxOf(source), to: boxOf(resolved) })),
    )
    .flatMap(({ from, to }) => (from === null || to === null || from === to ? [] : [[from, to]]))
    .map(([from = "", to = ""]) => `  ${idOf(from)} --> ${idOf(to)}`);
  const boxes = modules
    .flatMap(({ source }) => boxOf(source) ?? [])
    .map((box) => `  ${idOf(box)}["${labelOf(box)}"]`);
  return ["```mermaid", "flowchart TD", ...sorted(boxes), ...sorted(arrows), "```"].join("\n");
}

const roomOf = (file: string): string | null => {
  const room = file.split("/")[0] ?? "";
  return Object.hasOwn(rooms, room) ? room : null;
};

const folderOf =
  (room: string) =>
  (file: string): string | null => {
    const [top, folder, ...rest] = file.split("/");
    return top === room && folder !== undefined && rest.length > 0 ? folder : null;
  };

const labelOf = (box: string) => (roles[box] === undefined ? box : `${box}<br/>${roles[box]}`);
const idOf = (box: string) => box.replaceAll(/\W/g, "_");
const sorted = (lines: string[]) => [...new Set(lines)].sort();
