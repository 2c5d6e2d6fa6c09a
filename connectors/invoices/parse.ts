// Parses one file of supplier invoices: recognises its format by the first bytes, yields each
// document once, and a summary at the end.
import type { FileProblem } from "../../contract/api/file.ts";
import { CharacterDecoder } from "../../formats/delimited/encoding.ts";
import { Utf16, utf16Of } from "../../formats/delimited/utf16.ts";
import { inPieces } from "../../formats/pieces.ts";
import { readDelimited, recognise } from "./csv/read.ts";
import type { Document } from "./document.ts";
import { readEdifact } from "./edifact/read.ts";
import { recogniseForeign } from "./foreign/recognise.ts";
import type { Item } from "./item.ts";
import { anError, shown } from "./problem.ts";
import { KnownDocuments } from "./known-documents.ts";
import type { InvoiceSettings } from "./settings.ts";
import { SummaryBuilder, type Summary } from "./summary.ts";

/**
 * What `parseInvoiceFile` yields, in the order of the file. A `document` can be used; a `refused`
 * one cannot, and its errors say why. `entry` numbers both, from 0, the same in every reading of
 * the file. An error among the `problem`s is about the whole file: then nothing of it may be used,
 * and the `summary`, which always comes last, says so.
 */
export type Parsed =
  | {
      type: "document";
      entry: number;
      document: Document;
      problems: FileProblem[];
      signFlipped: boolean;
    }
  | {
      type: "refused";
      entry: number;
      number: string;
      place: Document["place"];
      problems: FileProblem[];
    }
  | { type: "problem"; problem: FileProblem }
  | { type: "summary"; summary: Summary };

/**
 * Reads a file as a stream. Memory holds the open document, and a hash of every earlier one. Never
 * throws because of what the file holds.
 */
export async function* parseInvoiceFile(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  settings: InvoiceSettings,
): AsyncGenerator<Parsed> {
  const seen = new KnownDocuments();
  const summing = new SummaryBuilder();
  let entry = 0;
  for await (const items of itemsOf(bytes, name, settings)) {
    for (const item of items) {
      const judged = seen.judge(item);
      if ("problem" in judged) locate([judged.problem], name);
      else if ("problems" in judged) locate(judged.problems, name);
      summing.add(judged);
      if (judged.type === "document") yield { ...judged, entry: entry++ };
      else if (judged.type === "refused") yield { ...judged, entry: entry++ };
      else if (judged.type === "problem") yield judged;
      else if (judged.type === "repeated") yield { type: "problem", problem: judged.problem };
      else if (judged.type === "other")
        for (const problem of problemsOf(judged)) yield { type: "problem", problem };
    }
  }
  yield { type: "summary", summary: summing.end() };
}

/**
 * Adds the file and the place to the facts of problems; `l.` and `col.` mean line and column in
 * both languages.
 */
function locate(problems: FileProblem[], file: string): void {
  for (const problem of problems) {
    const { segment, line, facts } = problem;
    const { column } = facts;
    const parts = [
      segment === null ? [] : `segment ${segment}`,
      line === null ? [] : `l. ${line}`,
      column === undefined ? [] : `col. ${column}`,
    ];
    problem.facts = { ...facts, file: shown(file), place: parts.flat().join(", ") || "–" };
  }
}

/** A message that is not an invoice is left out, so its errors are not errors of the file. */
const problemsOf = ({ problems }: Extract<Item, { type: "other" }>): FileProblem[] =>
  problems.map((problem) => ({
    ...problem,
    severity: problem.severity === "error" ? "warning" : problem.severity,
  }));

async function* itemsOf(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  settings: InvoiceSettings,
): AsyncGenerator<Item[]> {
  const { start, all } = await peek(bytes);
  const text = new CharacterDecoder().push(start.subarray(0, 16 * 1024));
  const content = text.trimStart();
  const foreign = await recogniseForeign(start, text, all);
  if (foreign !== null) {
    yield [
      { type: "named", name: foreign.name },
      { type: "problem", problem: anError(foreign.code, nowhere, foreign.facts) },
    ];
  } else if (content === "" && start.length < maxBlank)
    yield [{ type: "problem", problem: anError("file_empty", nowhere) }];
  else if (/^(UNA|UNB|[A-Z]{3}[+*=])/.test(content))
    yield* readEdifact(inBytes(start, all), settings);
  else {
    const recognised = recognise(text, name, settings);
    if ("code" in recognised) yield [{ type: "problem", problem: recognised }];
    else yield* readDelimited(all, recognised);
  }
}

/**
 * EDIFACT that somebody saved as UTF-16 is converted, because its own character sets are
 * single-byte.
 */
function inBytes(start: Uint8Array, all: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const order = utf16Of(start);
  return order === null ? all : asUtf8(new Utf16(order), all);
}

async function* asUtf8(letters: Utf16, all: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of all) yield encoder.encode(letters.push(piece));
  yield encoder.encode(letters.end());
}

const nowhere = { segment: null, line: null };
/** A file that begins with this much white space holds nothing we know, whatever follows. */
const maxBlank = 16 * 1024;

/** The first chunk of a file, and the file including it. */
async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ start: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const pieces = inPieces(bytes);
  const first = await pieces.next();
  const start = first.done ? new Uint8Array(0) : first.value;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      if (start.length > 0) yield start;
      yield* pieces;
    } finally {
      // Closes the source when a reader stops early.
      await pieces.return(undefined);
    }
  };
  return { start, all: all() };
}
