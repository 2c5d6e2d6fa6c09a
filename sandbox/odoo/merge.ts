// Merges records as Odoo's wizard for contacts does: references are moved by SQL, and therefore
// without a stamp.
import type { Database } from "./database.ts";
import { linkToParent, unlinkRow, writeRow } from "./edit.ts";
import type { Field } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Value } from "./values.ts";

export interface MergeOrder {
  model: string;
  from: number[];
  into: number;
  /**
   * Odoo's own wizard writes the merged values to the remaining record; merges by script may not.
   */
  stamped: boolean;
}

/** How many records now refer to another one, by model. None of them has a new `write_date`. */
export function merge(
  database: Database,
  { model, from, into, stamped }: MergeOrder,
): { [model: string]: number } {
  const table = database.table(model);
  const kept = table.store.get(into);
  if (!kept || from.includes(into)) throw new RangeError(`no ${model} ${into} to merge into`);
  const gone = new Set(from);
  const moved: { [model: string]: number } = {};
  for (const [name, other] of database.tables) moved[name] = repoint(other, { model, gone, into });
  for (const row of from.map((id) => table.store.get(id))) if (row) unlinkRow(table, row);
  if (stamped) writeRow(database, table, kept, {});
  return moved;
}

function repoint(
  table: Table,
  { model, gone, into }: { model: string; gone: Set<number>; into: number },
): number {
  const fields = [...table.model.fields.values()].filter(({ relation }) => relation === model);
  let moved = 0;
  for (const row of fields.length > 0 ? table.store.rows : []) {
    const values = fields.map(
      (field) => [field.name, pointed(field, row[field.name], { gone, into })] as const,
    );
    const changed = values.filter(([name, value]) => value !== row[name]);
    if (changed.length === 0) continue;
    table.store.write(
      row,
      Object.fromEntries(changed.map(([name, value]) => [name, value ?? false])),
    );
    linkToParent(table, row);
    moved += 1;
  }
  return moved;
}

/** The value with references to removed records replaced. */
function pointed(
  field: Field,
  held: Value | undefined,
  { gone, into }: { gone: Set<number>; into: number },
): Value | undefined {
  if (typeof held === "number") return gone.has(held) ? into : held;
  if (!Array.isArray(held) || field.type !== "many2many" || !held.some((id) => gone.has(id)))
    return held;
  return [...new Set(held.map((id) => (gone.has(id) ? into : id)))];
}
