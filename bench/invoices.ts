// Supplier files from upload to published records: megabytes a second, compared with only tokenizing
// the same bytes.
import { tokenize } from "../formats/edifact/tokenize.ts";
import { hundredths, perSecond, roundsOf } from "./compare.ts";
import { largeFile } from "../sandbox/suppliers/large.ts";
import { median, withHarness, type Harness } from "./harness.ts";

export const describe = "an INVOIC file of 10 MB, uploaded and imported, beside tokenizing it";

const megabytes = 10;
const tenants = roundsOf("invoices");

type Round = {
  floorMs: number;
  uploadMs: number;
  importMs: number;
  records: number;
  status: string;
};

export async function measure(): Promise<object> {
  const file = Buffer.concat(await Array.fromAsync(largeFile(megabytes * 1e6)));
  return withHarness({ tenants, sandbox: ["--partners", "10"] }, async (harness) => {
    const rounds: Round[] = [];
    for (const tenant of tenants) rounds.push(await oneRound(harness, tenant, file));
    const [warm, ...measured] = rounds;
    return {
      ...figuresOf(file, measured),
      status: warm?.status,
      runtimeMemoryMb: harness.memoryMb(),
    };
  });
}

async function oneRound(
  harness: Harness,
  tenant: string,
  file: Uint8Array<ArrayBuffer>,
): Promise<Round> {
  const floorMs = await tokenizing(file);
  const connection = await harness.connect(tenant, {
    name: "Files",
    kind: "invoices",
    settings: {},
  });
  const resources = ["invoices", "invoice_lines"];
  const configuration = await harness.addConfiguration(tenant, {
    name: "Invoices",
    connection,
    template: "supplier_invoices",
    resources,
  });
  const begun = performance.now();
  await harness.client.uploadFile({ tenant, connection, query: { name: "bench.edi" }, body: file });
  const uploadMs = performance.now() - begun;
  const { run, ms } = await harness.refresh(tenant, configuration);
  return { floorMs, uploadMs, importMs: ms, records: run.counts.read, status: run.status };
}

/** Tokenizes the bytes, with every guard of the tokenizer; returns the duration in ms. */
async function tokenizing(file: Uint8Array<ArrayBuffer>): Promise<number> {
  const begun = performance.now();
  let segments = 0;
  for await (const some of tokenize(pieces(file))) for (const _ of some) segments += 1;
  if (segments === 0) throw new Error("nothing was split");
  return performance.now() - begun;
}

async function* pieces(file: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += 64 * 1024) yield file.subarray(at, at + 64 * 1024);
}

function figuresOf(file: Uint8Array, rounds: Round[]): object {
  const [floorMs, uploadMs, importMs] = [
    median(rounds.map((one) => one.floorMs)),
    median(rounds.map((one) => one.uploadMs)),
    median(rounds.map((one) => one.importMs)),
  ];
  const records = rounds[0]?.records ?? 0;
  const megabytesPerSecond = (ms: number) => hundredths(file.length / 1e3 / Math.max(1, ms));
  return {
    fileMb: Math.round(file.length / 1e6),
    records,
    floorMs,
    floorMbPerSecond: megabytesPerSecond(floorMs),
    uploadMs,
    importMs,
    allImportMs: rounds.map((one) => Math.round(one.importMs)),
    mbPerSecond: megabytesPerSecond(uploadMs + importMs),
    recordsPerSecond: perSecond(records, importMs),
    ofFloor: hundredths(floorMs / (uploadMs + importMs)),
  };
}
