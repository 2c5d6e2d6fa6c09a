// Supplier files: megabytes a second and heap for one EDIFACT file of 200 MB, compared with only
// tokenizing it and with only splitting its text.
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { tokenize } from "../formats/edifact/tokenize.ts";
import { preview } from "../connectors/invoices/preview.ts";
import { InvoiceSettings } from "../connectors/invoices/settings.ts";
import { largeFile } from "../sandbox/suppliers/large.ts";

export const describe = "one INVOIC file of 200 MB, and under a heap that may not pass 64 MB";

const megabytes = 200;
const heapMb = 64;
const runs = 5;

/**
 * `pipeline`: the whole preview of `npm run edi`. `segments`: tokenizing only. `floor`: splitting the
 * text at two characters.
 */
type Way = "pipeline" | "segments" | "floor";
/** `cpuMs`: CPU time of all threads, which other load on the machine does not stretch. */
type Measured = { bytes: number; ms: number; cpuMs: number; peakHeapMb: number; documents: number };

/** Runs each way in a process of its own, and the pipeline once more with a capped heap. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "freshet-bench-"));
  const file = join(folder, "invoices.edi");
  try {
    await pipeline(Readable.from(largeFile(megabytes * 1e6)), createWriteStream(file));
    const whole = await best("pipeline", file);
    const capped = await inItsOwnProcess("pipeline", file, [`--max-heap-size=${heapMb}`]);
    const [segments, floor] = [await best("segments", file), await best("floor", file)];
    return {
      fileMb: Math.round(whole.bytes / 1e6),
      documents: whole.documents,
      pipeline: inFigures(whole),
      capped: { heapLimitMb: heapMb, ...inFigures(capped) },
      segments: inFigures(segments),
      floor: inFigures(floor),
      timesTheFloor: ratio(whole.cpuMs, floor.cpuMs),
      timesTheSegments: ratio(whole.cpuMs, segments.cpuMs),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inFigures = ({ bytes, ms, cpuMs, peakHeapMb }: Measured) => ({
  mbPerSecond: rate(bytes, ms),
  mbPerCpuSecond: rate(bytes, cpuMs),
  peakHeapMb,
});

const ratio = (more: number, less: number): number => Math.round((10 * more) / less) / 10;

const rate = (bytes: number, ms: number): number => Math.round(bytes / 1e3 / ms);

async function best(way: Way, file: string): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await inItsOwnProcess(way, file));
  return all.reduce((one, other) => (other.ms < one.ms ? other : one));
}

function inItsOwnProcess(way: Way, file: string, flags: string[] = []): Promise<Measured> {
  const child = spawn(process.execPath, [...flags, fileURLToPath(import.meta.url), way, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve(JSON.parse(text) as Measured)
        : reject(new Error(`${way} ended with ${code}`)),
    );
  });
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  seen: { bytes: number; heap: number },
): AsyncGenerator<Uint8Array> {
  let pieces = 0;
  for await (const piece of bytes) {
    seen.bytes += piece.length;
    if ((pieces += 1) % 16 === 0) seen.heap = Math.max(seen.heap, process.memoryUsage().heapUsed);
    yield piece;
  }
}

/** The floor: bytes to text, text to segments. */
async function split(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let [rest, segments] = ["", 0];
  for await (const piece of bytes) {
    const parts = (rest + Buffer.from(piece).toString("latin1")).split("'");
    rest = parts.pop() ?? "";
    for (const part of parts) segments += part.split("+").length > 0 ? 1 : 0;
  }
  return segments;
}

async function cut(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const segments of tokenize(bytes)) for (const _ of segments) count += 1;
  return count;
}

const ways = {
  pipeline: async (bytes) =>
    (await preview(bytes, "bench.edi", InvoiceSettings.parse({}))).documents,
  segments: cut,
  floor: split,
} satisfies Record<Way, (bytes: AsyncIterable<Uint8Array>) => Promise<number>>;

const isWay = (name: string | undefined): name is Way =>
  name !== undefined && Object.hasOwn(ways, name);

async function run(way: Way, file: string): Promise<Measured> {
  const seen = { bytes: 0, heap: 0 };
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const bytes = counted(createReadStream(file), seen);
  const documents = await ways[way](bytes);
  const { user, system } = process.cpuUsage(cpu);
  const [ms, cpuMs] = [Math.round(performance.now() - begun), Math.round((user + system) / 1_000)];
  return { bytes: seen.bytes, ms, cpuMs, peakHeapMb: Math.round(seen.heap / 2 ** 20), documents };
}

const [, started, way, file] = process.argv;
if (started === fileURLToPath(import.meta.url) && isWay(way) && file !== undefined) {
  console.log(JSON.stringify(await run(way, file)));
}
