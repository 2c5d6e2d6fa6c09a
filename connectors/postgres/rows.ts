// Rows in and out: a page at a time, writing only what differs, and setting aside what the database
// will not take.
import type { Json } from "../../contract/values/json.ts";
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import { fits, type TableColumn } from "./columns.ts";
import { concernsRecord, NotKept, reasonOf } from "./faults.ts";
import { quoted } from "./names.ts";
import type { Transaction } from "./session.ts";
import { at, type Table } from "./tables.ts";

/** Whose rows, and of which delivery. */
export type Owner = {
  tenant: string;
  configuration: string;
  configurationName: string;
  generation: number;
};

export type Present = { id: Id; data: NonNullable<Delivery["data"]> };
export type Upserted = { created: number; updated: number; unchanged: number };

/** What came of some items, and those that were refused. */
type Sorted<Done> = { done: Done[]; refused: Reject[] };

/**
 * Writes records. `stamp`: also those that are equal get the generation, because what lacks it will
 * be removed.
 */
export async function upsert(
  tx: Transaction,
  table: Table,
  owner: Owner,
  { records, stamp }: { records: Present[]; stamp: boolean },
) {
  const misfits = records.flatMap((record) => misfitOf(record, table.columns) ?? []);
  const wrong = new Set(misfits.map(({ id }) => id));
  const [statement, check] = [upsertStatement(table, stamp), notKeptStatement(table)];
  const sorted = await sortOut(
    tx,
    records.filter(({ id }) => !wrong.has(id)),
    async (some) => {
      const rows = asRows(some, table.columns);
      const [counted] = await tx.ask<Upserted>(statement, [
        rows,
        ...keyOf(owner),
        String(owner.generation),
        owner.configurationName,
      ]);
      const [{ count } = { count: "?" }] = await tx.ask<{ count: string }>(check, [
        rows,
        ...keyOf(owner),
      ]);
      if (count !== "0")
        throw new NotKept(
          `a trigger or a rule of ${table.name} keeps something else than it was given`,
        );
      return counted ?? { created: 0, updated: 0, unchanged: 0 };
    },
  );
  return { done: sorted.done, refused: [...misfits, ...sorted.refused] };
}

/** Takes records out; counts those that were there. */
export function remove(
  tx: Transaction,
  table: Table,
  owner: Owner,
  { ids, mark }: { ids: Id[]; mark: boolean },
): Promise<Sorted<number>> {
  const gone = `"_id" IN (SELECT json_array_elements_text($3::text::json))`;
  return sortOut(
    tx,
    ids.map((id) => ({ id, data: {} })),
    async (some) => {
      const ids = JSON.stringify(some.map(({ id }) => String(id)));
      const taken = await takeOut(tx, table, owner, { where: gone, mark, more: [ids] });
      const left = await tx.ask(
        `SELECT FROM ${at(table.schema, table.name)} WHERE ${mine} AND ${gone} AND "_removed_at" IS NULL LIMIT 1`,
        [...keyOf(owner), ids],
      );
      if (left.length > 0)
        throw new NotKept(`a trigger or a rule of ${table.name} does not let rows be removed`);
      return taken;
    },
  );
}

/** Takes out what was not delivered in this generation; counts it. */
export const removeOthers = (
  tx: Transaction,
  table: Table,
  owner: Owner,
  mark: boolean,
): Promise<number> =>
  takeOut(tx, table, owner, {
    where: `"_generation" <> $3::text::bigint`,
    mark,
    more: [String(owner.generation)],
  });

/** A configuration that was renamed is called by its new name in all of its rows. */
export async function rename(
  tx: Transaction,
  table: Table,
  { tenant, configuration, configurationName }: Owner,
): Promise<void> {
  await tx.ask(
    `UPDATE ${at(table.schema, table.name)} SET "_configuration_name" = $3::text WHERE ${mine} AND "_configuration_name" <> $3::text`,
    [tenant, configuration, configurationName],
  );
}

/**
 * `count`: rows that count as there. `mark`: the same only where each row is the one that was
 * written last.
 */
export type Rows = { count: number; mark: string };

/**
 * What the rows of a configuration are. Each carries the generation and the moment in which it was
 * written, so that older rows give another mark however many they are; what people write into them
 * by hand does not.
 */
export async function lookAtRows(
  tx: Transaction,
  table: Table,
  { tenant, configuration }: Pick<Owner, "tenant" | "configuration">,
): Promise<Rows> {
  const [row] = await tx.ask<{ count: string; mark: string }>(
    `SELECT count(*) FILTER (WHERE "_removed_at" IS NULL)::text AS count,
       count(*)::text || ' ' || COALESCE(sum(hashtextextended("_id" || ' ' || "_generation" || ' ' ||
         (extract(epoch FROM "_delivered_at") * 1000000)::bigint, 0)::numeric), 0) AS mark
     FROM ${at(table.schema, table.name)} WHERE ${mine}`,
    [tenant, configuration],
  );
  return { count: Number(row?.count ?? 0), mark: row?.mark ?? "" };
}

/** Records that were refused keep their earlier rows: these count as delivered, too. */
export async function keepRows(
  tx: Transaction,
  table: Table,
  owner: Owner,
  ids: Id[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx.ask(
    `UPDATE ${at(table.schema, table.name)} SET "_generation" = $4::text::bigint
     WHERE ${mine} AND "_id" IN (SELECT json_array_elements_text($3::text::json))`,
    [...keyOf(owner), JSON.stringify(ids.map(String)), String(owner.generation)],
  );
}

const mine = `"_tenant" = $1::text AND "_configuration" = $2::text`;
const keyOf = ({ tenant, configuration }: Owner): [string, string] => [tenant, configuration];

type TakingOut = { where: string; mark: boolean; more: string[] };

async function takeOut(
  tx: Transaction,
  table: Table,
  owner: Owner,
  { where, mark, more }: TakingOut,
): Promise<number> {
  const name = at(table.schema, table.name);
  // A row that is marked already is not removed a second time.
  const change = mark
    ? `UPDATE ${name} SET "_removed_at" = now(), "_delivered_at" = now() WHERE ${mine} AND ${where} AND "_removed_at" IS NULL RETURNING true AS live`
    : `DELETE FROM ${name} WHERE ${mine} AND ${where} RETURNING "_removed_at" IS NULL AS live`;
  const [row] = await tx.ask<{ gone: number }>(
    `WITH taken AS (${change}) SELECT count(*) FILTER (WHERE live)::int AS gone FROM taken`,
    [...keyOf(owner), ...more],
  );
  return row?.gone ?? 0;
}

/**
 * Does the work for all at once; where a record is at fault, for halves, until it stands alone and
 * is refused with its reason.
 */
async function sortOut<Done>(
  tx: Transaction,
  items: Present[],
  work: (some: Present[]) => Promise<Done>,
): Promise<Sorted<Done>> {
  const [first] = items;
  if (first === undefined) return { done: [], refused: [] };
  try {
    return { done: [await tx.part(() => work(items))], refused: [] };
  } catch (error) {
    if (!concernsRecord(error)) throw error;
    if (items.length === 1) return { done: [], refused: [refusalOf(first, error)] };
  }
  const middle = Math.ceil(items.length / 2);
  const one = await sortOut(tx, items.slice(0, middle), work);
  const other = await sortOut(tx, items.slice(middle), work);
  return { done: [...one.done, ...other.done], refused: [...one.refused, ...other.refused] };
}

// A field may be called as something that every object has.
const valueOf = ({ data }: Present, field: string): Json =>
  Object.hasOwn(data, field) ? (data[field] ?? null) : null;

const sampleOf = ({ data }: Present): string => JSON.stringify(data).slice(0, 4_000);

const refusalOf = (record: Present, error: unknown): Reject => ({
  id: record.id,
  code: "record_refused",
  facts: { reason: reasonOf(error).slice(0, 300) },
  sample: sampleOf(record),
});

function misfitOf(record: Present, columns: TableColumn[]): Reject | null {
  const wrong = columns.find(({ field, type }) => !fits(valueOf(record, field), type));
  if (wrong === undefined) return null;
  const value = JSON.stringify(valueOf(record, wrong.field)).slice(0, 120);
  return {
    id: record.id,
    code: "field_unreadable",
    facts: { field: wrong.field, value },
    sample: sampleOf(record),
  };
}

/** Records as one text: values reach the database as what they are, whatever they hold. */
const asRows = (records: Present[], columns: TableColumn[]): string =>
  JSON.stringify(
    records.map((record) => ({
      i: String(record.id),
      ...Object.fromEntries(
        columns.map(({ field }, index) => [`c${index}`, valueOf(record, field)]),
      ),
    })),
  );

const givenRows = (columns: TableColumn[]): string =>
  `json_to_recordset($1::text::json) AS given(${["i text", ...columns.map(({ type }, index) => `c${index} ${type}`)].join(", ")})`;

const differs = (one: string[], other: string[]): string =>
  one.length === 0 ? "false" : `ROW(${one.join(", ")}) IS DISTINCT FROM ROW(${other.join(", ")})`;

/** How many of the given records the table does not hold as they were given. */
const notKeptStatement = ({ schema, name, columns }: Table): string =>
  `SELECT count(*)::text AS count FROM ${givenRows(columns)}
   LEFT JOIN ${at(schema, name)} AS kept ON kept."_id" = given.i AND kept."_tenant" = $2::text AND kept."_configuration" = $3::text
   WHERE kept."_id" IS NULL OR kept."_removed_at" IS NOT NULL OR ${differs(
     columns.map((column) => `kept.${quoted(column.name)}`),
     columns.map((_, index) => `given.c${index}`),
   )}`;

// One statement counts and writes over the same snapshot: what was there, what differs, and what is
// new.
function upsertStatement({ schema, name, columns }: Table, stamp: boolean): string {
  const names = columns.map((column) => quoted(column.name));
  const given = columns.map((_, index) => `c${index}`);
  const kept = names.map((column) => `kept.${column}`);
  const own = `"_tenant", "_configuration", "_configuration_name", "_id", "_generation", "_delivered_at"`;
  return `WITH given AS (
      SELECT * FROM ${givenRows(columns)}
    ), held AS (
      SELECT kept."_removed_at" IS NULL AS live, ${differs(
        kept,
        given.map((column) => `given.${column}`),
      )} AS differs
      FROM ${at(schema, name)} AS kept JOIN given ON kept."_id" = given.i
      WHERE kept."_tenant" = $2::text AND kept."_configuration" = $3::text
    ), written AS (
      INSERT INTO ${at(schema, name)} AS kept (${[own, ...names].join(", ")})
      SELECT ${["$2::text, $3::text, $5::text, i, $4::text::bigint, now()", ...given].join(", ")} FROM given
      ON CONFLICT ("_tenant", "_configuration", "_id") DO UPDATE
      SET "_configuration_name" = excluded."_configuration_name", "_generation" = excluded."_generation", "_delivered_at" = excluded."_delivered_at", "_removed_at" = NULL${names
        .map((column) => `, ${column} = excluded.${column}`)
        .join("")}
      WHERE kept."_removed_at" IS NOT NULL OR ${differs(
        kept,
        names.map((column) => `excluded.${column}`),
      )}${stamp ? ` OR kept."_generation" <> excluded."_generation"` : ""}
    )
    SELECT ((SELECT count(*) FROM given) - count(*) FILTER (WHERE live))::int AS created,
      count(*) FILTER (WHERE live AND differs)::int AS updated,
      count(*) FILTER (WHERE live AND NOT differs)::int AS unchanged
    FROM held`;
}
