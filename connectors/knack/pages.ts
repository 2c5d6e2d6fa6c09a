// One numbered page of a resource, read once: its rows believed only when they are of the school that was asked for.
import type { Json } from "../../contract/json.ts";
import type { Extent, Id, Page, Reject, Smaller } from "../../contract/source.ts";
import { ConnectorError, type FetchOrder, type Link } from "../connector.ts";
import { NarrowingBudget } from "../narrowing.ts";
import { DamagedRow, listRows, type Row, type RowPage } from "./call.ts";
import { dateOrderOf, otherOrder } from "./dates.ts";
import { failure } from "./faults.ts";
import { fieldsOf, lacks, mapRow, rawOf, type Mapped } from "./mapping.ts";
import { scopeOf, tableOf, type Scope } from "./reading.ts";
import { completedField, establishmentField, resultsObject } from "./results.ts";
import { rememberEnd, rememberTotal, endAfter } from "./seen.ts";
import type { KnackSettings } from "./settings.ts";
import { perRow, type ResourceTable } from "./table.ts";
import { linkedIds, orderIn, readers } from "./values.ts";
import type { Rule } from "./year.ts";

type KnackLink = Link<KnackSettings>;
type PageExtent = Extract<Extent, { type: "page" }>;

/** Rows a page may have. Each divides the one before, so that a page is cut into whole pages of the next size. */
export const sizes = [1_000, 500, 250, 125, 25, 5, 1] as const;
const usualSize = sizes[0];
/** A page on its way into the store stays under 4 MB. */
const mostBytes = 3_000_000;
/** Below this it is not the size that makes Knack slow. */
const smallestForTime = 125;
/** Pages of so few rows are no reading any more, but a search for those that are too large. */
const tinyPage = 5;
/** So many rows without an id, and none with one. */
const allDamaged = 12;

/** Pages that are read beyond the total: a source that goes on for longer counts nothing, and never ends. */
const mostBeyond = 10;

const sizeWithin = (most: number): number => sizes.find((size) => size <= most) ?? 1;
const sizeBelow = (size: number): number => sizeWithin(size - 1);

/** How many rows a page of a survey has: as many as Knack gives, or as the last answers of this application bore. */
export function sizeBorne(link: KnackLink): number {
  const remembered = link.recall("rows");
  return sizeWithin(typeof remembered === "number" ? Math.min(remembered, usualSize) : usualSize);
}

/** Reads one page. */
export async function fetchPage(link: KnackLink, order: FetchOrder): Promise<Page | Smaller> {
  const { extent } = order;
  // There is no list of ids to name records by, and no other extent that a survey of Knack makes.
  if (extent.type !== "page") throw new Error("a survey of Knack makes pages");
  const table = tableOf(link, order);
  const scope = scopeOf(link, { at: order.horizon.at, dateOrder: await dateOrderOf(link) });
  const size = extent.size ?? usualSize;
  const wanted = order.pageSize === null ? size : sizeWithin(Math.max(1, Math.floor(order.pageSize / perRow(table))));
  if (wanted < size) return smaller(extent, size, wanted);
  const budget = new NarrowingBudget(link, { resource: order.resource, horizon: order.horizon.at, of: resultsObject });
  try {
    if (size <= tinyPage) budget.spend("question");
    const page = await listRows(link, { object: resultsObject, rules: scope.rules, page: extent.page, size });
    const mapped = mapPage(link, page, table, scope);
    if (size > 1 && (mapped.nameless > 0 || bytesOf(mapped) > mostBytes)) return smaller(extent, size, sizeBelow(size));
    if (extent.page > 1 && page.length > 0) mapped.rows.push(...(await rowBefore(link, { rules: scope.rules, page: extent.page, size })));
    return pageOf(link, { order, extent, size, scope, page, mapped });
  } catch (error) {
    return whenTooMuch(link, error, { extent, size, budget });
  }
}

/**
 * The row that stands before a page once the page is read. Where rows left and others came, the total stays as it was, and
 * those that moved across the edge of two pages were on neither: then this row is one that no page has brought, and there is
 * one more of them than the total says. Else it is the last of the page before, and counts once.
 */
async function rowBefore(link: KnackLink, { rules, page, size }: { rules: Rule[]; page: number; size: number }): Promise<Id[]> {
  const before = await listRows(link, { object: resultsObject, rules, page: (page - 1) * size, size: 1 });
  const [row] = before.rows();
  if (row === undefined) throw failure(link, "broken", "answer_unreadable");
  return isRowId(row.id) ? [row.id] : [];
}

/** An answer that is too large is cut; one that took too long is asked for again by the engine, and in smaller pages by the next survey. */
function whenTooMuch(
  link: KnackLink,
  error: unknown,
  { extent, size, budget }: { extent: PageExtent; size: number; budget: NarrowingBudget },
): Smaller {
  const code = error instanceof ConnectorError ? error.failure.code : "";
  if (code === "source_timeout" && size > smallestForTime) link.remember("rows", sizeBelow(size));
  if (code !== "answer_too_large" || size === 1) throw error;
  budget.spend("tooLarge");
  link.remember("rows", sizeBelow(size));
  return smaller(extent, size, sizeBelow(size));
}

/** The same rows in smaller pages; the last of them is the one that may have more behind it. */
function smaller({ page, last }: PageExtent, from: number, to: number): Smaller {
  const times = from / to;
  const extents = Array.from({ length: times }, (_, at): Extent => {
    const number = (page - 1) * times + at + 1;
    return { type: "page", page: number, size: to, ...(last && at === times - 1 ? { last } : {}) };
  });
  return { type: "smaller", extents };
}

type Manner = Pick<Scope, "year" | "dateOrder">;

/** What a page brings. `nameless`: rows that cannot be read and do not even tell their id. */
export type MappedPage = Mapped & { rows: Id[]; nameless: number };

/** The records of a page. What it says about another school or year than ours is nothing that we asked for. */
export function mapPage(link: KnackLink, page: RowPage, table: ResourceTable, scope: Manner): MappedPage {
  const seen = new Set<string>();
  const shown = new ShownFields(table);
  const mapped: MappedPage = { records: [], rejects: [], rows: [], nameless: 0 };
  for (const row of page.rows()) {
    const { id } = row;
    // A row without its id may be any that seems to be absent.
    if (!isRowId(id)) {
      mapped.nameless += 1;
      mapped.rejects.push(...rejectsOf(null, table, { code: row instanceof DamagedRow ? row.code : "record_without_id" }));
      continue;
    }
    // One that comes twice hides another.
    if (seen.has(id)) throw failure(link, "broken", "answer_unreadable");
    seen.add(id);
    if (!(row instanceof DamagedRow)) shown.look(row);
    const { records, rejects } = mapOne(link, id, row, table, scope);
    mapped.records.push(...records);
    mapped.rejects.push(...rejects);
  }
  // Nothing but damage is no page of damaged rows: the answer makes no sense.
  if (mapped.nameless >= allDamaged && mapped.nameless === page.length) throw failure(link, "broken", "answer_unreadable");
  const hidden = shown.hidden();
  if (hidden !== null) throw failure(link, "refused", "field_missing", { model: resultsObject, field: hidden });
  return { ...mapped, rows: [...seen] };
}

const isRowId = (id: Json | undefined): id is string => typeof id === "string" && /^[0-9a-f]{24}$/.test(id);

/** A field that no row of a page has is not blank: it was deleted, or is not shown to this account. */
class ShownFields {
  #rows = 0;
  readonly #without: Map<string, number>;

  constructor(table: ResourceTable) {
    this.#without = new Map(fieldsOf(table).map((field) => [field, 0]));
  }

  look(row: Row): void {
    this.#rows += 1;
    for (const [field, count] of this.#without) if (lacks(row, field)) this.#without.set(field, count + 1);
  }

  /** The first field that every row lacks; null when there is none. */
  hidden(): string | null {
    return [...this.#without].find(([, count]) => this.#rows > 0 && count === this.#rows)?.[0] ?? null;
  }
}

function mapOne(link: KnackLink, id: string, row: Row | DamagedRow, table: ResourceTable, scope: Manner): Mapped {
  if (row instanceof DamagedRow) return { records: [], rejects: rejectsOf(id, table, { code: row.code }) };
  if (!ownRow(link, row)) return unowned(id, row, table);
  refuseOtherOrder(link, row, scope);
  refuseOtherYear(link, row, scope);
  return mapRow(id, row, table, { calendar: link.settings.calendar, dateOrder: scope.dateOrder });
}

/** A raw date tells its day twice. Where the written one means another day by the order that the question was written in, the question was another one. */
function refuseOtherOrder(link: KnackLink, row: Row, { dateOrder }: Manner): void {
  const written = orderIn(rawOf(row, completedField));
  if (written !== null && written !== dateOrder) throw otherOrder(link, written);
}

/** A row of another academic year means that the rules about dates were not obeyed: then nothing of the page is believed. */
function refuseOtherYear(link: KnackLink, row: Row, { year, dateOrder }: Manner): void {
  const day = readers.day(rawOf(row, completedField), { dateOrder });
  if (typeof day === "string" && (day < year.first || day > year.last)) throw disobeyed(link, completedField);
}

const disobeyed = (link: KnackLink, field: string) => failure(link, "broken", "filter_disobeyed", { model: resultsObject, field });

/** A row that cannot be read stands for each record that it may hold. */
function rejectsOf(id: string | null, { parts }: ResourceTable, { code }: Pick<Reject, "code">): Reject[] {
  const ids = id === null || parts === null ? [id] : parts.map(({ mark }) => `${id}:${mark}`);
  const facts: Reject["facts"] = code === "record_too_large" ? { size: "> 20,000" } : {};
  return ids.map((own) => ({ id: own, code, facts, sample: "" }));
}

/** Is it a row of our school? A row of another one means that the filter was not obeyed: then nothing of the page is believed. */
function ownRow(link: KnackLink, row: Row): boolean {
  const schools = linkedIds(rawOf(row, establishmentField));
  if (schools === null || schools.length === 0) return false;
  if (!schools.includes(link.settings.establishment)) throw disobeyed(link, establishmentField);
  return true;
}

/** A row whose school cannot be read is nobody's to see. */
function unowned(id: string, row: Row, { parts }: ResourceTable): Mapped {
  const facts = {
    field: establishmentField,
    value: JSON.stringify(rawOf(row, establishmentField) ?? "")
      .slice(0, 80)
      .toWellFormed(),
  };
  const ids = parts === null ? [id] : parts.map(({ mark }) => `${id}:${mark}`);
  return { records: [], rejects: ids.map((own) => ({ id: own, code: "field_unreadable", facts, sample: "" })) };
}

type Read = { order: FetchOrder; extent: PageExtent; size: number; scope: Scope; page: RowPage; mapped: MappedPage };

function pageOf(link: KnackLink, { order, extent, size, scope, page, mapped: { nameless: _, ...mapped } }: Read): Page {
  const seen = { horizon: order.horizon.at, size, total: page.total };
  rememberTotal(link, order.resource, seen);
  const full = page.length === size;
  if (page.length === 0) rememberEnd(link, scope, { ...seen, page: extent.page });
  const next = extent.page + 1;
  // Totals may be off by a few: only a page that is not full proves that nothing stands behind it.
  const within = extent.page * size < page.total + mostBeyond * size;
  const more = extent.last === true && full && within && !endAfter(link, scope, { ...seen, page: next });
  // `total` counts rows, of which a record may be a part: the rows are held against it, not the records.
  return { type: "page", ...mapped, covers: extent, rest: more ? { type: "page", page: next, size, last: true } : null, total: page.total };
}

const bytesOf = ({ records }: Mapped): number => records.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0);

/** The pages that hold `total` rows, as far as a survey plans them. */
export function pagesOf(total: number, size: number): Extent[] {
  const count = Math.min(mostPages, Math.max(1, Math.ceil(total / size)));
  return Array.from({ length: count }, (_, at) => ({ type: "page", page: at + 1, size, ...(at === count - 1 ? { last: true } : {}) }));
}

/** Beyond these, pages follow one after another. */
const mostPages = 400;
