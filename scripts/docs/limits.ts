// Limits and times with their numbers, read from the constants that hold them.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../quiet.ts";
import { initializerOf } from "./quote.ts";

/** `where`: a file, or a folder in which one file declares the constant. */
type Limit = [what: string, where: string, name: string];

const groups: Record<string, Limit[]> = {
  alarms: [
    ["A claim without a sign of its lane is taken back", "core", "claimMs"],
    [
      "A task that no lane has claimed is run without the queue",
      "durable-objects/tenant/task-dispatcher.ts",
      "patienceMs",
    ],
    ["An active run is looked after at least this often", "durable-objects/tenant", "fallbackMs"],
    ["Pause between two slices of housekeeping", "durable-objects/tenant", "sweepPauseMs"],
    ["History that D1 refused is offered again", "durable-objects/tenant/history.ts", "pauseMs"],
    [
      "An offer to D1 without an answer counts as lost",
      "durable-objects/tenant/history.ts",
      "patienceMs",
    ],
    ["The sweep wakes a tenant that has been silent", "worker/queue", "silenceMs"],
    ["Slice of a lane in production", "worker/queue", "sliceMs.production"],
    ["Slice of a lane locally", "worker/queue", "sliceMs.local"],
  ],
  refresh: [
    ["Answered failures before a batch is given up", "core", "maxFailures"],
    ["A run that a person started may wait for its source", "core", "maxBusyMs.person"],
    ["A scheduled run may wait for its source", "core", "maxBusyMs.schedule"],
    ["Lost claims before a batch is halved", "core", "maxLost"],
    ["Rounds of repair before a difference is a problem", "core", "maxRounds"],
    ["Ids of one verify batch", "core", "idsPerRange"],
    ["Ids of one repair batch", "core", "idsPerRepair"],
    ["Bytes of one record; above, it is a reject", "core", "recordBytes"],
    ["Records of a delivered page", "durable-objects/delivery", "defaultPageRecords"],
    ["Bytes of a delivered page", "durable-objects/delivery", "pageBytes"],
    ["Pause between two messages to live views", "durable-objects/live/subscribers.ts", "pauseMs"],
  ],
  kept: [
    ["Published generations kept at least", "core", "keepAtLeast"],
    ["Published generations kept at most", "core", "keepAtMost"],
    ["Time that a published generation is kept", "core", "keepMs"],
    ["Runs whose batches and rejects are kept", "durable-objects/stores", "keepDetails"],
    ["Age before a file that nobody knows is removed", "worker/files", "graceMs"],
  ],
  outbound: [
    ["Time to the headers of an answer", "worker/outbound", "defaultLimits.headersMs"],
    ["Time to the end of an answer", "worker/outbound", "defaultLimits.totalMs"],
    ["Silence within an answer", "worker/outbound", "defaultLimits.idleMs"],
    ["Bytes of an answer", "worker/outbound", "defaultLimits.answerBytes"],
    ["Wait at the Gate before a batch is handed back", "worker/outbound", "defaultLimits.gateMs"],
    ["A permit that nobody returns lapses", "core/gate.ts", "permitMs"],
    ["A waiting tenant that does not come back has left", "core/gate.ts", "patienceMs"],
    ["Longest pause that a source is granted at a time", "core/gate.ts", "longestSilenceMs"],
    ["A call to D1", "worker/db", "longestCallMs"],
    ["A connection test", "worker/connections", "longestCheckMs"],
  ],
  requests: [
    ["Bytes of a request's body", "worker/http", "largestBody"],
    ["Requests of one person in a minute, each isolate", "worker/http", "perMinute"],
    ["Bytes of an uploaded file", "contract/api/upload.ts", "fileLimits.bytes"],
    ["Bytes of an uploaded table", "contract/api/upload.ts", "fileLimits.tableBytes"],
    ["Files that wait to be imported", "contract/api/upload.ts", "fileLimits.waiting"],
    ["Failed sign-ins from one address in 15 minutes", "worker/access", "rules.address.max"],
    [
      "Failed sign-ins to one account from unknown devices in 15 minutes",
      "worker/access",
      "rules.account.max",
    ],
    ["A session is trusted without D1", "worker/access", "rememberedMs"],
  ],
};

/** The table of one group. */
export function limits(group = ""): string {
  const rows = groups[group];
  if (rows === undefined) throw new Error(`There is no group of limits ${group}.`);
  const lines = rows.map(([what, where, name]) => {
    const constant = name.split(".")[0] ?? "";
    const value = valueOf(fileOf(where, constant), name);
    return `| ${what} | ${value} | \`${constant}\` in [${where}](../${where}) |`;
  });
  return ["| what | value | where |", "| --- | --- | --- |", ...lines].join("\n");
}

/** The file that declares a constant. Throws unless there is exactly one. */
function fileOf(where: string, constant: string): string {
  if (where.endsWith(".ts")) return where;
  const declares = new RegExp(`^(export )?const ${constant}\\b`, "m");
  const files = globSync(`${where}/**/*.ts`, { cwd: root }).filter((file) =>
    declares.test(readFileSync(join(root, file), "utf8")),
  );
  const [file] = files;
  if (file === undefined || files.length > 1)
    throw new Error(`${constant} is declared ${files.length} times in ${where}.`);
  return file;
}

/** A product of numbers in the unit that its constant's name ends with. */
function valueOf(path: string, name: string): string {
  const text = initializerOf(path, name);
  const value = text.split("*").reduce((product, factor) => product * numberOf(factor), 1);
  if (Number.isNaN(value)) throw new Error(`${name} in ${path} is no number: ${text}`);
  const parts = name.split(".");
  if (parts.some((part) => /ms$/i.test(part))) return duration(value);
  return parts.some((part) => /bytes$|body$/i.test(part))
    ? size(value)
    : value.toLocaleString("en");
}

const numberOf = (factor: string) => Number(factor.trim().replaceAll("_", ""));

function duration(ms: number): string {
  const units: [number, string][] = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1_000, "s"],
  ];
  const [length, unit] = units.find(([long]) => ms >= long) ?? [1, "ms"];
  const count = Number((ms / length).toFixed(2));
  return `${count} ${unit}${unit.length > 2 && count !== 1 ? "s" : ""}`;
}

const size = (bytes: number): string =>
  bytes >= 1_000_000 ? megabytes(bytes) : `${Number((bytes / 1024).toFixed(1))} KiB`;

const megabytes = (bytes: number) =>
  bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes / 1_000_000} MB`;
