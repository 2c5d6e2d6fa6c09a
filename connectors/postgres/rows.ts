// Writes and removes the rows of a page: only rows that differ are written, and records that the
// database does not take are refused.
import type { Id } from "../../contract/source/record.ts";
import { NotStored } from "./faults.ts";
import type { Present } from "./records.ts";
import { asRows, notStoredStatement, upsertStatement } from "./row-sql.ts";
import type { Transaction } from "./session.ts";
import { misfitOf, separateRefused, type Separated } from "./refused-records.ts";
import { qualifiedName, type Table } from "./tables.ts";

const ownRows = `"_tenant" = $1::text AND "_configuration" = $2::text`;
const keyOf = ({ tenant, configuration }: Owner): [string, string] => [tenant, configuration];

/** Whose rows they are, and of which delivery. */
export type Owner = {
  tenant: string;
  configuration: string;
  configurationName: string;
  generation: number;
};

export type Upserted = { created: number; updated: number; unchanged: number };

/**
 * Writes records. `stamp`: unchanged rows get the generation too, because rows without it will be
 * removed.
 */
export async function upsert(
  tx: Transaction,
  table: Table,
  owner: Owner,
  { records, stamp }: { records: Present[]; stamp: boolean },
) {
  const misfits = records.flatMap((record) => misfitOf(record, table.columns) ?? []);
  const wrong = new Set(misfits.map(({ id }) => id));
  const [statement, check] = [upsertStatement(table, stamp), notStoredStatement(table)];
  const sorted = await separateRefused(
    tx,
    records.filter(({ id }) => !wrong.has(id)),
    async (some) => {
      const rows = asRows(some, table.columns);
      const [counted] = await tx.query<Upserted>(statement, [
        rows,
        ...keyOf(owner),
        String(owner.generation),
        owner.configurationName,
      ]);
      const [{ count } = { count: "?" }] = await tx.query<{ count: string }>(check, [
        rows,
        ...keyOf(owner),
      ]);
      if (count !== "0")
        throw new NotStored(
          `a trigger or a rule of ${table.name} keeps something else than it was given`,
        );
      return counted ?? { created: 0, updated: 0, unchanged: 0 };
    },
  );
  return { done: sorted.done, refused: [...misfits, ...sorted.refused] };
}

/** Removes records, and counts those that were there. */
export function remove(
  tx: Transaction,
  table: Table,
  owner: Owner,
  { ids, mark }: { ids: Id[]; mark: boolean },
): Promise<Separated<number>> {
  const gone = `"_id" IN (SELECT json_array_elements_text($3::text::json))`;
  return separateRefused(
    tx,
    ids.map((id) => ({ id, data: {} })),
    async (some) => {
      const ids = JSON.stringify(some.map(({ id }) => String(id)));
      const taken = await removeWhere(tx, table, owner, { where: gone, mark, more: [ids] });
      const left = await tx.query(
        `SELECT FROM ${qualifiedName(table.schema, table.name)} WHERE ${ownRows} AND ${gone} AND "_removed_at" IS NULL LIMIT 1`,
        [...keyOf(owner), ids],
      );
      if (left.length > 0)
        throw new NotStored(`a trigger or a rule of ${table.name} does not let rows be removed`);
      return taken;
    },
  );
}

/** Removes what was not delivered in this generation, and counts it. */
export const removeOthers = (
  tx: Transaction,
  table: Table,
  owner: Owner,
  mark: boolean,
): Promise<number> =>
  removeWhere(tx, table, owner, {
    where: `"_generation" <> $3::text::bigint`,
    mark,
    more: [String(owner.generation)],
  });

/** Writes the new name of a renamed configuration into all its rows. */
export async function rename(
  tx: Transaction,
  table: Table,
  { tenant, configuration, configurationName }: Owner,
): Promise<void> {
  await tx.query(
    `UPDATE ${qualifiedName(table.schema, table.name)} SET "_configuration_name" = $3::text WHERE ${ownRows} AND "_configuration_name" <> $3::text`,
    [tenant, configuration, configurationName],
  );
}

/**
 * `count`: rows that are not marked as removed. `mark`: a digest that is equal only if every row is
 * as it was last written.
 */
export type Rows = { count: number; mark: string };

/**
 * The rows of a configuration. The digest covers the generation and the time at which each row was
 * written, so that older rows give another one even if their number is the same. Values that people
 * edit by hand do not change it.
 */
export async function digestRows(
  tx: Transaction,
  table: Table,
  { tenant, configuration }: Pick<Owner, "tenant" | "configuration">,
): Promise<Rows> {
  const [row] = await tx.query<{ count: string; mark: string }>(
    `SELECT count(*) FILTER (WHERE "_removed_at" IS NULL)::text AS count,
       count(*)::text || ' ' || COALESCE(sum(hashtextextended("_id" || ' ' || "_generation" || ' ' ||
         (extract(epoch FROM "_delivered_at") * 1000000)::bigint, 0)::numeric), 0) AS mark
     FROM ${qualifiedName(table.schema, table.name)} WHERE ${ownRows}`,
    [tenant, configuration],
  );
  return { count: Number(row?.count ?? 0), mark: row?.mark ?? "" };
}

/** Keeps the earlier rows of refused records: they count as delivered too. */
export async function keepRows(
  tx: Transaction,
  table: Table,
  owner: Owner,
  ids: Id[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `UPDATE ${qualifiedName(table.schema, table.name)} SET "_generation" = $4::text::bigint
     WHERE ${ownRows} AND "_id" IN (SELECT json_array_elements_text($3::text::json))`,
    [...keyOf(owner), JSON.stringify(ids.map(String)), String(owner.generation)],
  );
}

type Removal = { where: string; mark: boolean; more: string[] };

async function removeWhere(
  tx: Transaction,
  table: Table,
  owner: Owner,
  { where, mark, more }: Removal,
): Promise<number> {
  const name = qualifiedName(table.schema, table.name);
  // A row that is already marked is not removed a second time.
  const change = mark
    ? `UPDATE ${name} SET "_removed_at" = now(), "_delivered_at" = now() WHERE ${ownRows} AND ${where} AND "_removed_at" IS NULL RETURNING true AS live`
    : `DELETE FROM ${name} WHERE ${ownRows} AND ${where} RETURNING "_removed_at" IS NULL AS live`;
  const [row] = await tx.query<{ gone: number }>(
    `WITH taken AS (${change}) SELECT count(*) FILTER (WHERE live)::int AS gone FROM taken`,
    [...keyOf(owner), ...more],
  );
  return row?.gone ?? 0;
}
