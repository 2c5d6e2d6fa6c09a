// Selects rows: domain, archived records, order, offset and limit, with sorted tables cached
// between calls.
import type { Database } from "./database.ts";
import { allOf, compileDomain, type Domain, type RowTest } from "./domain.ts";
import { userError, valueError } from "./errors.ts";
import type { Field } from "./schema.ts";
import type { Store, Table } from "./table.ts";
import type { Json, Row, Value } from "./values.ts";
import type { Lang } from "./version.ts";

export interface Query {
  domain: Json;
  order: string | undefined;
  offset: number;
  limit: number | undefined;
  activeTest: boolean;
  lang: Lang;
  /** The caller's record rules; if left out, everything is visible. */
  visible?: RowTest | undefined;
}

/** The rows of a table that a query selects. */
export function select(database: Database, table: Table, query: Query): Row[] {
  const domain = compileDomain({ database, model: table.model, lang: query.lang }, query.domain);
  const test = withRules(table, domain, query);
  const keys = parseOrder(table, query.order ?? table.model.order);
  const candidates = candidatesOf(table.store, domain);
  const [first] = keys;
  if (!first || first.field.name === "id")
    return page(first?.descending ? candidates.toReversed() : candidates, test, query);
  const scope = { database, table, lang: query.lang };
  // A few candidates are sorted directly; for many, the sorted order of the whole table is cached.
  if (candidates.length < table.store.rows.length / 4)
    return page(matching(candidates, test).sort(comparer(scope, keys)), undefined, query);
  return page(cachedOrder(scope, keys), within(domain, test), query);
}

/** How many rows match, without reading them. */
export function count(
  database: Database,
  table: Table,
  query: Pick<Query, "domain" | "activeTest" | "lang" | "visible">,
): number {
  const domain = compileDomain({ database, model: table.model, lang: query.lang }, query.domain);
  return matching(candidatesOf(table.store, domain), withRules(table, domain, query)).length;
}

function withRules(
  table: Table,
  domain: Domain,
  { activeTest, visible }: Pick<Query, "activeTest" | "visible">,
): RowTest | undefined {
  const hidesArchived = activeTest && !domain.mentionsActive && table.model.fields.has("active");
  return allOf(
    [hidesArchived ? isActive : undefined, visible, domain.test].filter(
      (test) => test !== undefined,
    ),
  );
}

const isActive: RowTest = (row) => row["active"] === true;

function candidatesOf(store: Store, { low, high }: Domain): Row[] {
  if (low <= 1 && high >= store.lastId) return store.rows;
  return store.rows.slice(store.firstAtOrAbove(low), store.firstAtOrAbove(high + 1));
}

function within({ low, high }: Domain, test: RowTest | undefined): RowTest {
  return (row) => row.id >= low && row.id <= high && (!test || test(row));
}

function matching(rows: Row[], test: RowTest | undefined): Row[] {
  return test ? rows.filter(test) : rows.slice();
}

function page(rows: Row[], test: RowTest | undefined, { offset, limit }: Query): Row[] {
  const end = limit === undefined ? Infinity : offset + limit;
  if (!test) return rows.slice(offset, end);
  const found: Row[] = [];
  let met = 0;
  for (const row of rows) {
    if (met >= end) break;
    if (!test(row)) continue;
    if (met >= offset) found.push(row);
    met += 1;
  }
  return found;
}

interface SortKey {
  field: Field;
  descending: boolean;
}

function parseOrder(table: Table, order: string): SortKey[] {
  return order.split(",").map((part) => {
    const found =
      /^\s*([a-z_][a-z0-9_.]*)(?:\s+(asc|desc))?(?:\s+nulls\s+(?:first|last))?\s*$/i.exec(part);
    if (!found)
      throw userError(
        `Invalid "order" specified (${order}). A valid "order" specification is a comma-separated list of valid field names (optionally followed by asc/desc for the direction)`,
      );
    const [, name = "", direction = "asc"] = found;
    const field = table.model.fields.get(name.split(".")[0] ?? name);
    if (!field) throw valueError(`Invalid field '${name}' on model '${table.model.name}'`);
    return { field, descending: direction.toLowerCase() === "desc" };
  });
}

interface SortScope {
  database: Database;
  table: Table;
  lang: Lang;
}

const cachedOrders = new WeakMap<Store, Map<string, { version: number; rows: Row[] }>>();

/** The whole table in an order, sorted again only after a change. */
function cachedOrder(scope: SortScope, keys: SortKey[]): Row[] {
  const { store, model } = scope.table;
  const orders = cachedOrders.get(store) ?? new Map<string, { version: number; rows: Row[] }>();
  cachedOrders.set(store, orders);
  const name = `${model.name}/${scope.lang}/${keys.map((key) => `${key.field.name} ${key.descending}`).join()}`;
  const kept = orders.get(name);
  if (kept?.version === store.version) return kept.rows;
  const rows = store.rows.toSorted(comparer(scope, keys));
  if (orders.size > 8) orders.clear();
  orders.set(name, { version: store.version, rows });
  return rows;
}

function comparer(
  { database, table, lang }: SortScope,
  keys: SortKey[],
): (a: Row, b: Row) => number {
  const readers = keys.map(({ field, descending }) => ({
    read: sortValue(database, table, field, lang),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { read, sign } of readers) {
      const order = sign * compare(read(a), read(b));
      if (order !== 0) return order;
    }
    return a.id - b.id;
  };
}

function sortValue(
  database: Database,
  table: Table,
  field: Field,
  lang: Lang,
): (row: Row) => Value | undefined {
  if (field.name === "display_name" || field.name === "complete_name")
    return (row) => database.displayName(table.model.name, row, lang);
  if (field.type === "boolean") return (row) => (row[field.name] === true ? 1 : 0);
  const { relation } = field;
  if (field.type !== "many2one" || !relation) return (row) => row[field.name];
  return (row) => {
    const id = row[field.name];
    return typeof id === "number" ? database.label(relation, id, lang) : false;
  };
}

/** PostgreSQL puts empty values last in ascending order, and first in descending order. */
function compare(a: Value | undefined, b: Value | undefined): number {
  const isEmptyA = a === false || a === undefined;
  const isEmptyB = b === false || b === undefined;
  if (isEmptyA || isEmptyB) return isEmptyA === isEmptyB ? 0 : isEmptyA ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
