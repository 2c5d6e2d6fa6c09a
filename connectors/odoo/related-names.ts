// Display names of related records that a resource stores. Renaming, merging or deleting a record
// leaves no stamp on the records that point at it, so a snapshot of the names is kept and compared
// by the next read.
import { z } from "zod";
import type { Instant } from "../../contract/values/json.ts";
import type { Domain } from "./queries.ts";
import type { ResourceTable } from "./table.ts";
import { odooTime } from "./values.ts";

/**
 * A model whose names a resource stores, and the resource's fields that point at it. `listed`: one
 * of them is a list of records.
 */
export type NamedModel = { model: string; fields: string[]; listed: boolean };

/**
 * What a model looked like when its names were last known to be right. A small model stores the
 * names themselves. A large one stores how many records existed before a moment: changed records
 * carry a newer stamp, and deleted ones are missing from the count.
 */
const Snapshot = z.union([
  z.object({ names: z.record(z.string(), z.string()) }),
  z.object({ before: z.iso.datetime(), count: z.int().min(0) }),
]);
export type Snapshot = z.infer<typeof Snapshot>;
export type NamesSnapshot = Extract<Snapshot, { names: unknown }>;
export type CountSnapshot = Extract<Snapshot, { count: unknown }>;

/** Snapshots by model. A model without one must be read from scratch. */
export const Snapshots = z.record(z.string(), Snapshot);
export type Snapshots = z.infer<typeof Snapshots>;

/** Limits of a names snapshot; it is stored in a cursor, which must stay small. */
export const maxNames = 100;
const maxNameLetters = 6_000;
/**
 * Changed related records, and records that point at them. Above these, a complete read is cheaper.
 */
export const maxChanged = 5_000;
export const maxConcerned = 10_000;

/** Models whose display names start with their parent's: "Company, Contact". */
const nested = new Set(["res.partner", "res.partner.category", "hr.department"]);
/** Models named by their partner: renaming one stamps the partner only. */
const namedByPartner = new Set(["res.users", "res.company"]);

/** A column that the server can fill. `of`: the model whose names it stores. */
type NamingColumn = { field: string; of: string | null; listed: boolean };

/**
 * The models whose names the columns store, in a fixed order.
 * @param model the model read in place of the table's own
 */
export function namedModels(
  table: ResourceTable,
  model: string,
  columns: NamingColumn[],
): NamedModel[] {
  const kept = new Map<string, NamedModel>();
  for (const { field, of, listed } of columns) {
    if (of === null) continue;
    const named = of === table.model ? model : of;
    const known = kept.get(named) ?? { model: named, fields: [], listed: false };
    const fields = known.fields.includes(field) ? known.fields : [...known.fields, field];
    kept.set(named, { ...known, fields, listed: known.listed || listed });
  }
  return [...kept.values()];
}

/** A names snapshot; null when there are too many names, or names that are too long. */
export function namesSnapshot(names: Map<number, string>): NamesSnapshot | null {
  const letters = [...names.values()].reduce((sum, name) => sum + name.length, 0);
  return names.size > maxNames || letters > maxNameLetters
    ? null
    : { names: Object.fromEntries([...names].map(([id, name]) => [String(id), name])) };
}

/**
 * Ids whose name is new or different; null when one is gone, because nothing tells who pointed at
 * it.
 */
export function namesChanged(
  { names: before }: NamesSnapshot,
  now: Map<number, string>,
): number[] | null {
  if (Object.keys(before).some((id) => !now.has(Number(id)))) return null;
  return [...now].filter(([id, name]) => before[String(id)] !== name).map(([id]) => id);
}

/** Records written since the snapshot, which may have been renamed. */
export function writtenSinceSnapshot(model: string, { before }: CountSnapshot): Domain {
  const since = odooTime(before);
  return namedByPartner.has(model)
    ? ["|", ["write_date", ">=", since], ["partner_id.write_date", ">=", since]]
    : [["write_date", ">=", since]];
}

/** Records created before a moment. Records installed with Odoo may have no stamp. */
export const createdBefore = (moment: Instant): Domain => [
  "|",
  ["create_date", "=", false],
  ["create_date", "<", odooTime(moment)],
];

/** How many of the records written since the snapshot were created after it and before `moment`. */
export function createdBetween(
  created: (string | false)[],
  { before }: CountSnapshot,
  moment: Instant,
): number {
  const [from, to] = [odooTime(before), odooTime(moment)];
  return created.filter((stamp) => stamp !== false && stamp >= from && stamp < to).length;
}

/**
 * Changed records of one model. By `names`: the names themselves were compared, so records below a
 * renamed parent are included.
 */
export type Changed = { named: NamedModel; ids: number[]; by: "names" | "stamps" };

/** The domain of records that point at a changed one; null when there is none. */
export function pointingAt(changed: Changed[]): Domain | null {
  const conditions = changed
    .filter(({ ids }) => ids.length > 0)
    .flatMap(({ named: { model, fields }, ids, by }) => {
      const operator = by === "stamps" && nested.has(model) ? "child_of" : "in";
      return fields.map((field): Domain[number] => [field, operator, ids]);
    });
  return conditions.length === 0
    ? null
    : [...conditions.slice(1).map(() => "|" as const), ...conditions];
}
