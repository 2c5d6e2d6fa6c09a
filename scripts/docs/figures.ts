// The figures of the benches in words, read from bench/results/: no figure is typed by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../quiet.ts";

type Figures = { [name: string]: Figures } & { [name: string]: number };

/** What a bench measured, and when. */
class Result {
  readonly #all: Figures;
  readonly day: string;
  readonly machine: string;

  constructor(bench: string) {
    const text = readFileSync(join(root, `bench/results/${bench}.json`), "utf8");
    const { at, machine, result } = JSON.parse(text) as {
      at: string;
      machine: { cpu: string; cores: number };
      result: Figures;
    };
    this.day = at.slice(0, 10);
    this.machine = `${machine.cores} cores, ${machine.cpu}`;
    this.#all = result;
  }

  /** One figure, by its names from the outside in. Throws where the bench has none. */
  figure(...names: string[]): number {
    let found: unknown = this.#all;
    for (const name of names) found = (found as Figures)[name];
    if (typeof found !== "number") throw new Error(`There is no figure ${names.join(" / ")}.`);
    return found;
  }

  count = (...names: string[]): string => thousands(this.figure(...names));
  time = (...names: string[]): string => duration(this.figure(...names));
  rate = (...names: string[]): string => `${this.count(...names)} records a second`;
}

const thousands = (value: number): string => Math.round(value).toLocaleString("en");

const duration = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`;

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;

const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** The sentences of each bench, by its name on the command line. */
const sentences: Record<string, (of: Result) => string[]> = {
  refresh: (of) => [
    ...["jsonrpc-1000", "json2-1000", "xmlrpc-1000", "jsonrpc-200"].map((way) => {
      const [transport = "", page = ""] = way.split("-");
      const name = { jsonrpc: "JSON-RPC", json2: "JSON-2", xmlrpc: "XML-RPC" }[transport];
      return `${of.count("records")} records of Odoo by ${name} in pages of ${thousands(Number(page))}: ${of.time(way, "firstMs")} for the first refresh (${of.figure(way, "timesTheUsualWay")} times as fast as one client that reads page by page and writes row by row), ${of.time(way, "unchangedMs")} when nothing changed. Fetching and parsing alone, with nothing kept, takes ${of.time(way, "floorMs")}.`;
    }),
  ],
  "first-progress": (of) => [
    `Another person's screen shows a refresh ${of.time("seenMs", "p50")} after the click in the median (95 % within ${of.time("seenMs", "p95")}), and its first counted progress after ${of.time("progressMs", "p50")} (95 % within ${of.time("progressMs", "p95")}).`,
  ],
  broadcast: (of) => [
    `${of.count("4500", "viewers")} live views of one tenant hear of an end within ${of.time("4500", "lastMs")}.`,
  ],
  tenants: (of) => [
    `${of.count("tenants")} tenants that start at the same moment have all ended after ${of.time("allMs")}; the longest refresh took ${of.figure("maxOverMedian")} times the median.`,
  ],
  cost: (of) =>
    [
      ["first", "First refresh"],
      ["1 % changed", "1 % changed"],
      ["unchanged", "Nothing changed"],
    ].map(
      ([kind = "", name]) =>
        `${name}, ${of.count("records")} records: ${of.count(kind, "recordRowsWritten")} record rows written, ${of.count(kind, "rowsWritten")} rows in all, ${dollars(of.figure(kind, "dollarsPerMillionRecords"))} a million records at Cloudflare's prices.`,
    ),
  read: (of) => [
    `${of.count("records")} records in one object, ${of.count("bytesARecord")} bytes each: a page takes ${of.time("figures", "page", "ms")}, the next page of a sorted list ${of.time("figures", "sort by amount, next page", "ms")}.`,
    `What has to read all of them is cut into slices: a first sort by amount takes ${of.time("figures", "sort by amount, first page", "ms")}, a search without a hit ${of.time("figures", "search without a hit", "ms")}, sums ${of.time("figures", "sums, first time", "ms")}; asked again, sums take ${of.time("figures", "sums, again", "ms")}, and ${of.time("figures", "sums after 10000 changes", "ms")} after ${of.count("changed")} changes.`,
    `While ${of.count("fairness", "searchers")} people search all of it, a step of a refresh waits ${of.time("fairness", "besideSearchers", "medianMs")} in the median and ${of.time("fairness", "besideSearchers", "longestMs")} at most (${of.time("fairness", "alone", "longestMs")} without them).`,
  ],
  page: (of) => [
    `The first load is ${kilobytes(of.figure("firstLoadJsGzipBytes"))} of JavaScript and ${kilobytes(of.figure("firstLoadCssGzipBytes"))} of CSS, compressed.`,
  ],
  edi: (of) => [
    `An INVOIC file of ${of.count("fileMb")} MB is read at ${of.figure("pipeline", "mbPerSecond")} MB a second with ${of.figure("pipeline", "peakHeapMb")} MB of heap; with a heap that may not pass ${of.figure("capped", "heapLimitMb")} MB, at ${of.figure("capped", "mbPerSecond")} MB a second. Cutting it into segments alone runs at ${of.figure("segments", "mbPerSecond")} MB a second.`,
  ],
  knack: (of) => [
    `${of.count("unpaced", "records")} students of one school by Knack: ${of.time("unpaced", "firstMs")} with ${of.count("unpaced", "calls")} calls, of which the account's pace explains ${of.time("unpaced", "leastMsByPace")}. Fetching and parsing alone: ${of.time("unpaced", "floorMs")}.`,
    `All ${of.count("paced", "records")} records of a school: ${of.time("paced", "firstMs")} with ${of.count("paced", "calls")} calls, of which the pace explains ${of.time("paced", "leastMsByPace")}.`,
  ],
  dhis2: (of) => [
    `${of.count("values", "records")} data values by DHIS2: ${of.time("values", "firstMs")}, ${of.time("values", "unchangedMs")} when nothing changed. Fetching and parsing alone: ${of.time("values", "floorMs")}.`,
    `${of.count("metadata", "records")} data elements by DHIS2: ${of.time("metadata", "firstMs")}, of which the account's pace explains ${of.time("metadata", "leastMsByPace")}; ${of.time("metadata", "unchangedMs")} when nothing changed.`,
  ],
  invoices: (of) => [
    `A supplier file of ${of.count("fileMb")} MB is uploaded in ${of.time("uploadMs")} and imported in ${of.time("importMs")}: ${of.count("records")} records, ${of.rate("recordsPerSecond")}. Cutting the file into segments alone takes ${of.time("floorMs")}; an import reads it twice for each of its two resources, because a file is checked whole before anything of it is kept.`,
  ],
  postgres: (of) => [
    `${of.count("records")} records are delivered to PostgreSQL in ${of.time("deliveryMs")}; plain inserts of the same rows take ${of.time("floorMs")}. With nothing to deliver it takes ${of.time("nothingToDeliverMs")}.`,
  ],
};

/**
 * A list of what benches measured.
 * @param benches those that are wanted; none: all, each under its command, day and machine
 */
export function figures(...benches: string[]): string {
  if (benches.length > 0) return benches.flatMap(linesOf).join("\n");
  return Object.keys(sentences)
    .map((bench) => {
      const { day, machine } = new Result(bench);
      const head = `### \`npm run bench -- ${bench}\`\n\n${day}, ${machine}.`;
      return `${head}\n\n${linesOf(bench).join("\n")}`;
    })
    .join("\n\n");
}

function linesOf(bench: string): string[] {
  const say = sentences[bench];
  if (say === undefined) throw new Error(`There is no bench ${bench}.`);
  return say(new Result(bench)).map((sentence) => `- ${sentence}`);
}
