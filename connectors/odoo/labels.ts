// Names of related records that a resource keeps. A record that is renamed, merged or deleted
// leaves no stamp on what points at it: here is what is remembered of those names, and what follows
// when they are looked at again.
import { z } from "zod";
import type { Instant } from "../../contract/values/json.ts";
import type { Domain } from "./questions.ts";
import type { ResourceTable } from "./table.ts";
import { odooTime } from "./values.ts";

/**
 * A model whose names a resource keeps, and the fields of the resource that point at it. `listed`:
 * one of them lists several.
 */
export type Kept = { model: string; fields: string[]; listed: boolean };

/**
 * What was seen of a model when its names were last known to be right. Of few records the names
 * themselves. Of many, how many there were before a moment: those changed since carry a stamp, and
 * those that are gone are missing in that number.
 */
const Mark = z.union([
  z.object({ names: z.record(z.string(), z.string()) }),
  z.object({ before: z.iso.datetime(), count: z.int().min(0) }),
]);
export type Mark = z.infer<typeof Mark>;
export type NamesMark = Extract<Mark, { names: unknown }>;
export type CountMark = Extract<Mark, { count: unknown }>;

/** Marks by model; a model without one has to be read from the beginning. */
export const Marks = z.record(z.string(), Mark);
export type Marks = z.infer<typeof Marks>;

/** Names that one mark holds: a cursor is small. */
export const mostNames = 100;
const mostNameLetters = 6_000;
/**
 * Related records that may have changed, and records that point at them, until it is less work to
 * read all.
 */
export const mostChanged = 5_000;
export const mostConcerned = 10_000;

/** Models whose names begin with those above them: "Company, Contact". */
const nested = new Set(["res.partner", "res.partner.category", "hr.department"]);
/** Models that are called as their contact is: a new name stamps the contact alone. */
const namedByPartner = new Set(["res.users", "res.company"]);

/** A column that a server can fill. `of`: the model whose names it keeps. */
type NamingColumn = { field: string; of: string | null; listed: boolean };

/**
 * The models whose names the columns keep, in a fixed order. @param model the one that is read in
 * place of the table's own
 */
export function labelsKept(table: ResourceTable, model: string, columns: NamingColumn[]): Kept[] {
  const kept = new Map<string, Kept>();
  for (const { field, of, listed } of columns) {
    if (of === null) continue;
    const named = of === table.model ? model : of;
    const known = kept.get(named) ?? { model: named, fields: [], listed: false };
    const fields = known.fields.includes(field) ? known.fields : [...known.fields, field];
    kept.set(named, { ...known, fields, listed: known.listed || listed });
  }
  return [...kept.values()];
}

/** A mark of few names; null where there are too many, or too long ones. */
export function markOfNames(names: Map<number, string>): NamesMark | null {
  const letters = [...names.values()].reduce((sum, name) => sum + name.length, 0);
  return names.size > mostNames || letters > mostNameLetters
    ? null
    : { names: Object.fromEntries([...names].map(([id, name]) => [String(id), name])) };
}

/**
 * Which names are new or other ones than before; null where one is gone: nothing tells who pointed
 * at it.
 */
export function namesChanged(
  { names: before }: NamesMark,
  now: Map<number, string>,
): number[] | null {
  if (Object.keys(before).some((id) => !now.has(Number(id)))) return null;
  return [...now].filter(([id, name]) => before[String(id)] !== name).map(([id]) => id);
}

/** Those that were written since the mark; their names may be other ones. */
export function writtenSinceMark(model: string, { before }: CountMark): Domain {
  const since = odooTime(before);
  return namedByPartner.has(model)
    ? ["|", ["write_date", ">=", since], ["partner_id.write_date", ">=", since]]
    : [["write_date", ">=", since]];
}

/** Those that were there before a moment. Records that came with Odoo itself may have no stamp. */
export const createdBefore = (moment: Instant): Domain => [
  "|",
  ["create_date", "=", false],
  ["create_date", "<", odooTime(moment)],
];

/** How many of those written since the mark were created after it and before `moment`. */
export function createdBetween(
  created: (string | false)[],
  { before }: CountMark,
  moment: Instant,
): number {
  const [from, to] = [odooTime(before), odooTime(moment)];
  return created.filter((stamp) => stamp !== false && stamp >= from && stamp < to).length;
}

/**
 * Related records by model; `names`: the names themselves were compared, those of records below
 * others included.
 */
export type Changed = { kept: Kept; ids: number[]; by: "names" | "stamps" };

/** The condition on records that point at one of them; null where there is none. */
export function pointingAt(changed: Changed[]): Domain | null {
  const conditions = changed
    .filter(({ ids }) => ids.length > 0)
    .flatMap(({ kept: { model, fields }, ids, by }) => {
      const operator = by === "stamps" && nested.has(model) ? "child_of" : "in";
      return fields.map((field): Domain[number] => [field, operator, ids]);
    });
  return conditions.length === 0
    ? null
    : [...conditions.slice(1).map(() => "|" as const), ...conditions];
}
