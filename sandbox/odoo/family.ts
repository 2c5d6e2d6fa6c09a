// Records and everything below or above them: the meaning of `child_of` and `parent_of`.
import type { Table } from "./table.ts";
import type { Json, Row } from "./values.ts";

export const familyOperators = new Set(["child_of", "parent_of"]);

type FamilyQuery = { operator: string; value: Json; by: string; label: (row: Row) => string };

/**
 * Ids of the named records, by id or by name, and of all records below (`child_of`) or above
 * (`parent_of`) them, by the parent field.
 */
export function familyOf(table: Table, { operator, value, by, label }: FamilyQuery): Set<number> {
  const asked = Array.isArray(value) ? value : [value];
  const texts = asked.filter((one) => typeof one === "string").map((text) => text.toLowerCase());
  const called = (row: Row) => texts.some((text) => label(row).toLowerCase().includes(text));
  const named = [
    ...asked.filter((id) => typeof id === "number"),
    ...(texts.length > 0 ? table.store.rows.filter(called).map(({ id }) => id) : []),
  ];
  return operator === "child_of" ? below(table, named, by) : above(table, named, by);
}

function below(table: Table, named: number[], by: string): Set<number> {
  const family = new Set(named);
  // A child may come before its parent, so the rows are searched until nothing is added.
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const row of table.store.rows) {
      const parent = row[by];
      if (typeof parent === "number" && family.has(parent)) family.add(row.id);
    }
  }
  return family;
}

function above(table: Table, named: number[], by: string): Set<number> {
  const family = new Set<number>();
  for (const id of named) {
    for (let at: number | null = id; at !== null && !family.has(at);) {
      family.add(at);
      const parent: unknown = table.store.get(at)?.[by];
      at = typeof parent === "number" ? parent : null;
    }
  }
  return family;
}
