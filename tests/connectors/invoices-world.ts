// Supplier files for tests: the fixtures, invented samples, and an inbox that holds them.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, URL } from "node:url";
import { parseInvoiceFile, type Parsed } from "../../connectors/invoices/parse.ts";
import { InvoiceSettings } from "../../connectors/invoices/settings.ts";
import type { Summary } from "../../connectors/invoices/summary.ts";
import { boxOf, type Box, type BoxFile } from "./box.ts";

const fixtures = fileURLToPath(new URL("../../../shared/fixtures/edifact/", import.meta.url));
const samples = fileURLToPath(new URL("./samples/", import.meta.url));

/** False on a clone without the fixtures. */
export const hasFixtures = existsSync(fixtures);

export type Fixture = {
  file: string;
  verdict: string;
  measured?: { interchanges?: { messages: FixtureMessage[] }[] };
};
type FixtureMessage = {
  type: string;
  number: string | null;
  sum_of_line_net: string | null;
  summary_moa: Record<string, string> | null;
};

export const manifest: Fixture[] = hasFixtures
  ? (JSON.parse(readFileSync(`${fixtures}manifest.json`, "utf8")) as { files: Fixture[] }).files
  : [];

export const fixture = (file: string): Uint8Array =>
  new Uint8Array(readFileSync(`${fixtures}${file}`));
export const sample = (file: string): Uint8Array =>
  new Uint8Array(readFileSync(`${samples}${file}`));
export const settingsOf = (over: Record<string, unknown> = {}): InvoiceSettings =>
  InvoiceSettings.parse(over);

/** Bytes as a source delivers them: in chunks of a size. */
export async function* inChunks(bytes: Uint8Array, size = 4_096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
export const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf8"));

export type Read = {
  items: Parsed[];
  documents: Extract<Parsed, { type: "document" }>[];
  codes: string[];
  summary: Summary;
};

/** Reads a whole file. */
export async function readFile(
  bytes: Uint8Array,
  { name = "file.edi", settings = settingsOf(), size = 4_096 } = {},
): Promise<Read> {
  const items: Parsed[] = [];
  for await (const item of parseInvoiceFile(inChunks(bytes, size), name, settings))
    items.push(item);
  const last = items.at(-1);
  if (last?.type !== "summary") throw new Error("a file ends with its summary");
  return {
    items,
    documents: items.filter((item) => item.type === "document"),
    codes: items.flatMap((item) =>
      "problem" in item
        ? [item.problem.code]
        : "problems" in item
          ? item.problems.map(({ code }) => code)
          : [],
    ),
    summary: last.summary,
  };
}

/** An inbox of files, numbered as they came. */
export const aBox = (
  files: BoxFile[],
  settings: InvoiceSettings = settingsOf(),
): Box<InvoiceSettings> => boxOf(files, settings);

export type Sold = { quantity?: string; net?: string; price?: string };

/** An invented EANCOM message; a test names what matters. */
export function aMessage({
  number = "F-1",
  code = "380",
  date = "20260316",
  lines = [{ net: "100.00" }],
  net = "100.00",
  tax = "20.00",
  total = "120.00",
  reference = "1",
  extra = "",
}: {
  number?: string;
  code?: string;
  date?: string;
  lines?: Sold[];
  net?: string;
  tax?: string;
  total?: string;
  reference?: string;
  extra?: string;
} = {}): string {
  const body = [
    `UNH+${reference}+INVOIC:D:96A:UN:EAN008'`,
    `BGM+${code}+${number}+9'`,
    `DTM+137:${date}:102'`,
    "NAD+SU+3000000000014::9++LUNETTES INVENTEES'",
    "CUX+2:EUR:4'",
    ...(extra === "" ? [] : [extra]),
    ...lines.flatMap((line, at) => [
      `LIN+${at + 1}++3000000000106:EN'`,
      `QTY+47:${line.quantity ?? "1"}'`,
      ...(line.net === undefined ? [] : [`MOA+203:${line.net}'`]),
      ...(line.price === undefined ? [] : [`PRI+AAA:${line.price}'`]),
    ]),
    "UNS+S'",
    `MOA+125:${net}'`,
    `MOA+124:${tax}'`,
    `MOA+86:${total}'`,
  ];
  const count = body.join("").split("'").length;
  return [...body, `UNT+${count}+${reference}'`].join("\r\n");
}

/** An interchange around messages. */
export const anInterchange = (messages: string[], { test = "", reference = "I1" } = {}): string =>
  [
    "UNA:+.? '",
    `UNB+UNOC:3+3000000000014:14+3000000000021:14+260316:1003+${reference}++++++${test}'`,
    ...messages,
    `UNZ+${messages.length}+${reference}'`,
    "",
  ].join("\r\n");
