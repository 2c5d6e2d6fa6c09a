// Maps the rows of a page to records, provided they belong to the requested school and year and
// show every field that is read.
import type { Json } from "../../contract/values/json.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { SourceClient } from "../source-client.ts";
import { DamagedRow, type Row, type RowPage } from "./call.ts";
import { wrongOrderFailure } from "./dates.ts";
import { failure } from "./faults.ts";
import { fieldsOf, lacks, mapRow, rawOf, type Mapped } from "./mapping.ts";
import type { Scope } from "./resource.ts";
import { completedField, establishmentField, resultsObject } from "./results.ts";
import type { KnackSettings } from "./settings.ts";
import type { ResourceTable } from "./table.ts";
import { linkedIds, orderIn, readers } from "./values.ts";

type KnackClient = SourceClient<KnackSettings>;

/** When this many rows lack an id and not one has one, the page is unusable. */
const allDamaged = 12;

type PageContext = Pick<Scope, "year" | "dateOrder">;

/** What a page yields. `nameless`: the number of unreadable rows without an id. */
export type MappedPage = Mapped & { rows: Id[]; nameless: number };

/**
 * The records of a page. Throws `ConnectorError` if rows belong to another school or year, which
 * nobody requested.
 */
export function mapPage(
  client: KnackClient,
  page: RowPage,
  table: ResourceTable,
  scope: PageContext,
): MappedPage {
  const seen = new Set<string>();
  const shown = new ShownFields(table);
  const mapped: MappedPage = { records: [], rejects: [], rows: [], nameless: 0 };
  for (const row of page.rows()) {
    const { id } = row;
    // A row without an id could be any row that seems to be missing.
    if (!isRowId(id)) {
      mapped.nameless += 1;
      mapped.rejects.push(
        ...rejectsOf(null, table, {
          code: row instanceof DamagedRow ? row.code : "record_without_id",
        }),
      );
      continue;
    }
    // A row that occurs twice hides another one.
    if (seen.has(id)) throw failure(client, "broken", "answer_unreadable");
    seen.add(id);
    if (!(row instanceof DamagedRow)) shown.look(row);
    const { records, rejects } = mapOne(client, id, row, table, scope);
    mapped.records.push(...records);
    mapped.rejects.push(...rejects);
  }
  // A page of nothing but damaged rows is a response that makes no sense.
  if (mapped.nameless >= allDamaged && mapped.nameless === page.length)
    throw failure(client, "broken", "answer_unreadable");
  const hidden = shown.hidden();
  if (hidden !== null)
    throw failure(client, "refused", "field_missing", { model: resultsObject, field: hidden });
  return { ...mapped, rows: [...seen] };
}

/** Whether a value is a Knack record id. */
export const isRowId = (id: Json | undefined): id is string =>
  typeof id === "string" && /^[0-9a-f]{24}$/.test(id);

/**
 * A field that no row of a page has is not blank: it was deleted, or this account may not see it.
 */
class ShownFields {
  #rows = 0;
  readonly #without: Map<string, number>;

  constructor(table: ResourceTable) {
    this.#without = new Map(fieldsOf(table).map((field) => [field, 0]));
  }

  look(row: Row): void {
    this.#rows += 1;
    for (const [field, count] of this.#without)
      if (lacks(row, field)) this.#without.set(field, count + 1);
  }

  /** The first field that every row lacks; null if there is none. */
  hidden(): string | null {
    return (
      [...this.#without].find(([, count]) => this.#rows > 0 && count === this.#rows)?.[0] ?? null
    );
  }
}

function mapOne(
  client: KnackClient,
  id: string,
  row: Row | DamagedRow,
  table: ResourceTable,
  scope: PageContext,
): Mapped {
  if (row instanceof DamagedRow)
    return { records: [], rejects: rejectsOf(id, table, { code: row.code }) };
  if (!ownRow(client, row)) return unowned(id, row, table);
  refuseOtherOrder(client, row, scope);
  refuseOtherYear(client, row, scope);
  return mapRow(id, row, table, { calendar: client.settings.calendar, dateOrder: scope.dateOrder });
}

/**
 * A raw date states its day twice. If the formatted one means another day in the order the request
 * used, the request was wrong.
 */
function refuseOtherOrder(client: KnackClient, row: Row, { dateOrder }: PageContext): void {
  const written = orderIn(rawOf(row, completedField));
  if (written !== null && written !== dateOrder) throw wrongOrderFailure(client, written);
}

/**
 * A row of another academic year means that the date filter was ignored, so the whole page is
 * discarded.
 */
function refuseOtherYear(client: KnackClient, row: Row, { year, dateOrder }: PageContext): void {
  const day = readers.day(rawOf(row, completedField), { dateOrder });
  if (typeof day === "string" && (day < year.first || day > year.last))
    throw disobeyed(client, completedField);
}

const disobeyed = (client: KnackClient, field: string) =>
  failure(client, "broken", "filter_disobeyed", { model: resultsObject, field });

/** The rejects of an unreadable row: one for each record it may hold. */
function rejectsOf(
  id: string | null,
  { parts }: ResourceTable,
  { code }: Pick<Reject, "code">,
): Reject[] {
  const ids = id === null || parts === null ? [id] : parts.map(({ mark }) => `${id}:${mark}`);
  const facts: Reject["facts"] = code === "record_too_large" ? { size: "> 20,000" } : {};
  return ids.map((own) => ({ id: own, code, facts, sample: "" }));
}

/**
 * Whether a row belongs to our school. A row of another one means that the filter was ignored, so
 * the whole page is discarded.
 */
function ownRow(client: KnackClient, row: Row): boolean {
  const schools = linkedIds(rawOf(row, establishmentField));
  if (schools === null || schools.length === 0) return false;
  if (!schools.includes(client.settings.establishment)) throw disobeyed(client, establishmentField);
  return true;
}

/** A row whose school cannot be read is shown to nobody. */
function unowned(id: string, row: Row, { parts }: ResourceTable): Mapped {
  const facts = {
    field: establishmentField,
    value: JSON.stringify(rawOf(row, establishmentField) ?? "")
      .slice(0, 80)
      .toWellFormed(),
  };
  const ids = parts === null ? [id] : parts.map(({ mark }) => `${id}:${mark}`);
  return {
    records: [],
    rejects: ids.map((own) => ({ id: own, code: "field_unreadable", facts, sample: "" })),
  };
}
