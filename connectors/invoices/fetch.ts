// Reads a stored file page by page; nothing of it is returned before the whole file is known to be
// sound.
import type { FileProblem } from "../../contract/api/file.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Id, Reject, SourceRecord } from "../../contract/source/record.ts";
import type { FileWarning, Page, Smaller } from "../../contract/source/page.ts";
import type { FetchOrder } from "../connector.ts";
import type { SourceClient, StoredFile } from "../source-client.ts";
import { readFileRejectId } from "../file-reject.ts";
import type { Parsed } from "./parse.ts";
import { isError } from "./problem.ts";
import { begin, keepOpen, takeOpen, type FileSession } from "./file-session.ts";
import { recordsOf, rejectFor, rejectOf } from "./records.ts";
import { repeatedInFile } from "./known-documents.ts";
import type { InvoiceSettings } from "./settings.ts";

type InvoiceClient = SourceClient<InvoiceSettings>;

/** Records per page, and the size of their text: a page must stay under 4 MB. */
const maxRecords = 4_000;
const maxCharacters = 2_000_000;

type Gathered = { records: SourceRecord[]; rejects: Reject[] };

/** A page of a file, or of the named rejects. */
export async function fetchPage(client: InvoiceClient, order: FetchOrder): Promise<Page | Smaller> {
  switch (order.partition.type) {
    case "file":
      return fetchFile(client, order, order.partition);
    case "ids":
      return fetchNamed(client, order, order.partition.ids);
    case "range":
    case "window":
    case "prefix":
    case "page":
      throw new Error("a survey of files makes files only");
  }
}

type FileExtent = Extract<Partition, { type: "file" }>;

/**
 * The first page reads the whole file. Later pages continue where the page before ended, or start
 * at the beginning in another lane.
 */
async function fetchFile(
  client: InvoiceClient,
  order: FetchOrder,
  partition: FileExtent,
): Promise<Page> {
  const from = partition.from ?? 0;
  const mark = { key: partition.file, resource: order.resource };
  const reading = takeOpen(client, { ...mark, from }) ?? (await begin(client, partition.file));
  // The file was deleted after the survey, so there is nothing to read.
  if (reading === null)
    return { type: "page", records: [], rejects: [], covers: partition, rest: null };
  const filling = new Filling(order, reading, from);
  if (from > 0) {
    const rest = await fill(filling, reading);
    if (rest !== null) await keepOpen(client, { ...mark, from: filling.next }, rest);
    return pageOf(filling, partition);
  }
  const found = { repeated: 0, signFlipped: 0 };
  const warnings = new WarningCount(reading.file);
  for await (const item of reading.items()) {
    if (item.type === "problem" && isError(item.problem)) {
      await reading.end();
      return { type: "page", ...onlyReject(item, reading.file), covers: partition, rest: null };
    }
    filling.take(item);
    warnings.take(item);
    if (item.type === "document" && !item.document.test && item.signFlipped) found.signFlipped += 1;
    if (item.type === "problem" && item.problem.code === repeatedInFile) found.repeated += 1;
  }
  // Only counted for the resource whose records are documents.
  return {
    ...pageOf(filling, partition),
    warning: warnings.found,
    ...(order.resource === "invoices" ? { found } : {}),
  };
}

/**
 * Counts the warnings about a file and about its usable documents. Refused documents are listed
 * with their reason anyway.
 */
class WarningCount {
  readonly #file: StoredFile;
  #count = 0;
  #first: FileProblem | null = null;

  constructor(file: StoredFile) {
    this.#file = file;
  }

  take(item: Parsed): void {
    if (item.type === "problem") this.#add([item.problem]);
    else if (item.type === "document" && !item.document.test) this.#add(item.problems);
  }

  #add(problems: FileProblem[]): void {
    for (const problem of problems) {
      if (problem.severity !== "warning") continue;
      this.#count += 1;
      this.#first ??= problem;
    }
  }

  get found(): FileWarning | null {
    if (this.#first === null) return null;
    const { code, facts } = this.#first;
    return {
      file: this.#file.key,
      name: this.#file.name,
      count: this.#count,
      first: { code, facts },
    };
  }
}

/**
 * Fills a later page. Returns the reader, positioned before the item that did not fit; null if the
 * file is finished.
 */
async function fill(filling: Filling, reading: FileSession): Promise<FileSession | null> {
  for await (const item of reading.items()) {
    const { passed } = filling;
    filling.take(item);
    if (filling.full) return reading.before(item, passed);
  }
  return null;
}

const pageOf = ({ page, full, next }: Filling, partition: FileExtent): Page => ({
  type: "page",
  ...page,
  covers: partition,
  rest: full ? { type: "file", file: partition.file, from: next } : null,
});

const onlyReject = (
  { problem }: Extract<Parsed, { type: "problem" }>,
  file: StoredFile,
): Gathered => ({
  records: [],
  rejects: [rejectFor(problem, file)],
});

/**
 * Collects the entries of a file from a given one on, until a page is full. Entries are records and
 * rejects, in the order of the file.
 */
class Filling {
  readonly page: Gathered = { records: [], rejects: [] };
  full = false;
  /** Entries of the file so far, returned or skipped. */
  passed: number;
  /** The entry at which the next page begins. */
  next: number;
  readonly #order: FetchOrder;
  readonly #file: StoredFile;
  readonly #most: number;
  #characters = 0;

  constructor(order: FetchOrder, { file, passed }: FileSession, from: number) {
    this.#order = order;
    this.#file = file;
    this.passed = passed;
    this.#most = Math.max(1, Math.min(maxRecords, order.pageSize ?? maxRecords));
    this.next = from;
  }

  take(item: Parsed): void {
    if (this.full) return;
    if (item.type === "refused")
      return this.#add(0, () => void this.page.rejects.push(rejectOf(item, this.#file)));
    if (item.type !== "document" || item.document.test) return;
    for (const record of recordsOf(this.#order.resource, item, this.#file)) {
      this.#add(sizeOf(record), () => void this.page.records.push(record));
    }
  }

  #add(characters: number, add: () => void): void {
    this.passed += 1;
    if (this.full || this.passed <= this.next) return;
    const held = this.page.records.length + this.page.rejects.length;
    if (held > 0 && (held >= this.#most || this.#characters + characters > maxCharacters)) {
      this.full = true;
      return;
    }
    this.#characters += characters;
    this.next = this.passed;
    add();
  }
}

const sizeOf = ({ id, data }: SourceRecord): number =>
  String(id).length + JSON.stringify(data).length;

/**
 * Rejects of earlier runs: whole files are read like new ones, documents are searched for in their
 * files.
 */
async function fetchNamed(
  client: InvoiceClient,
  order: FetchOrder,
  ids: Id[],
): Promise<Page | Smaller> {
  const named = ids.map((id) => ({ id, ...readFileRejectId(String(id)) }));
  const whole = [...new Set(named.filter(({ entry }) => entry === null).map(({ key }) => key))];
  const others = named.filter(({ key, entry }) => entry !== null && !whole.includes(key));
  if (whole.length > 0) {
    const partitions: Partition[] = whole.map((file) => ({ type: "file", file }));
    if (others.length > 0) partitions.push({ type: "ids", ids: others.map(({ id }) => id) });
    return { type: "smaller", partitions };
  }
  const key = others[0]?.key;
  if (key === undefined)
    return { type: "page", records: [], rejects: [], covers: order.partition, rest: null };
  const [here, elsewhere] = [
    others.filter((one) => one.key === key),
    others.filter((one) => one.key !== key),
  ];
  const page = await fetchEntries(client, order, key, new Set(here.map(({ entry }) => entry)));
  return {
    type: "page",
    ...page,
    covers: { type: "ids", ids: here.map(({ id }) => id) },
    rest: elsewhere.length === 0 ? null : { type: "ids", ids: elsewhere.map(({ id }) => id) },
  };
}

/** Only the named entries, because the others may have come again in a newer file. */
async function fetchEntries(
  client: InvoiceClient,
  { resource }: FetchOrder,
  key: string,
  entries: Set<number | null>,
): Promise<Gathered> {
  const found: Gathered = { records: [], rejects: [] };
  const reading = await begin(client, key);
  if (reading === null) return found;
  const { file } = reading;
  for await (const item of reading.items()) {
    if (item.type === "problem" && isError(item.problem)) {
      await reading.end();
      return onlyReject(item, file);
    }
    if ((item.type !== "document" && item.type !== "refused") || !entries.has(item.entry)) continue;
    if (item.type === "refused") found.rejects.push(rejectOf(item, file));
    else if (!item.document.test) found.records.push(...recordsOf(resource, item, file));
  }
  return found;
}
