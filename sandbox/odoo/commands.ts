// Values written to a field: values of its type, ids that exist, and the commands of x2many fields.
import { valueError } from "./errors.ts";
import type { Field } from "./schema.ts";
import type { Json, Value } from "./values.ts";

/** How the records of a command are created, changed and removed. */
export interface Related {
  create(model: string, values: { [field: string]: Json }): number;
  write(model: string, id: number, values: { [field: string]: Json }): void;
  unlink(model: string, id: number): void;
}

/** The value of a field after a write. Raises Odoo's error for a value that does not fit. */
export function written(
  model: string,
  field: Field,
  given: Json,
  held: Value | undefined,
  related: Related,
): Value {
  const wrong = () =>
    valueError(
      `Wrong value for ${model}.${field.name}: ${JSON.stringify(given).replaceAll('"', "'")}`,
    );
  if (field.type === "one2many" || field.type === "many2many")
    return idsAfter(field, given, Array.isArray(held) ? held : [], related, wrong);
  if (given === null || given === false) return false;
  switch (field.type) {
    case "many2one": {
      const id = Array.isArray(given) ? given[0] : given;
      if (typeof id !== "number") throw wrong();
      return id === 0 ? false : id;
    }
    case "selection": {
      const known = (field.selection ?? []).some(([value]) => value === given);
      if (typeof given !== "string" || !known) throw wrong();
      return given;
    }
    case "integer":
    case "float":
    case "monetary":
      return numberIn(given);
    case "boolean":
      return Boolean(given);
    case "date":
      return momentIn(given, /^\d{4}-\d{2}-\d{2}/, "%Y-%m-%d").slice(0, 10);
    case "datetime":
      return momentIn(
        given,
        /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d+)?)?$/,
        "%Y-%m-%d %H:%M:%S",
      );
    default:
      return typeof given === "string" ? given : String(given);
  }
}

function numberIn(given: Json): number {
  const number = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof number !== "number" || Number.isNaN(number))
    throw valueError(`could not convert string to float: '${String(given)}'`);
  return number;
}

function momentIn(given: Json, form: RegExp, shown: string): string {
  if (typeof given !== "string" || !form.test(given))
    throw valueError(`time data '${String(given)}' does not match format '${shown}'`);
  return given.length === 10 && shown.length > 8 ? `${given} 00:00:00` : given;
}

/**
 * `[0, _, values]` creates, 1 changes, 2 deletes, 3 unlinks, 4 links, 5 clears, 6 replaces; bare
 * ids are linked.
 */
function idsAfter(
  { relation = "" }: Field,
  given: Json,
  held: number[],
  related: Related,
  wrong: () => Error,
): number[] {
  if (given === false || given === null) return [];
  if (!Array.isArray(given)) throw wrong();
  const isList = given.every((item) => typeof item === "number");
  let ids = isList ? [] : [...held];
  for (const command of given) {
    if (typeof command === "number") ids.push(command);
    else if (Array.isArray(command)) ids = afterCommand(relation, command, ids, related, wrong);
    else throw wrong();
  }
  return [...new Set(ids)];
}

function afterCommand(
  model: string,
  [kind, id, values]: Json[],
  ids: number[],
  related: Related,
  wrong: () => Error,
): number[] {
  const given =
    typeof values === "object" && values !== null && !Array.isArray(values) ? values : {};
  if (kind === 0) return [...ids, related.create(model, given)];
  if (kind === 5) return [];
  if (kind === 6 && Array.isArray(values)) return values.filter((one) => typeof one === "number");
  if (typeof id !== "number") throw wrong();
  if (kind === 1) related.write(model, id, given);
  if (kind === 2) related.unlink(model, id);
  if (kind === 4) return [...ids, id];
  if (kind === 1) return ids;
  if (kind === 2 || kind === 3) return ids.filter((one) => one !== id);
  throw wrong();
}
