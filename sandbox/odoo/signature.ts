// Binds arguments to parameters by Python's rules, with the errors of each protocol.
import type { Database } from "./database.ts";
import { typeError, unprocessable } from "./errors.ts";
import type { Json } from "./values.ts";

export interface Signature {
  /** The parameters by position, without ids. */
  params: readonly string[];
  required: number;
  /** Called on records: the first positional argument is their ids. */
  onRecords: boolean;
}

export interface Given {
  args: Json[];
  kwargs: { [name: string]: Json };
  /** In JSON-2 every argument is named, and the names are checked before the call. */
  isNamedOnly: boolean;
}

export interface Bound {
  ids: number[];
  values: { [name: string]: Json };
  /** An unknown name that Python would pass on to another method, which then refuses it. */
  unknownName: string | undefined;
}

/** A method of the model itself. */
export const onModel = (params: readonly string[], required = 0): Signature => ({
  params,
  required,
  onRecords: false,
});
/** A method of records. */
export const onRecords = (params: readonly string[], required = 0): Signature => ({
  params,
  required,
  onRecords: true,
});

/** Binds the arguments of a call to a method's parameters, or raises Python's error. */
export function bind(
  database: Database,
  method: string,
  signature: Signature,
  given: Given,
): Bound {
  const args = [...given.args];
  const kwargs = renamed(method, given.kwargs);
  const ids = signature.onRecords ? idsOf(given.isNamedOnly ? takeIds(kwargs) : args.shift()) : [];
  if (args.length > signature.params.length) {
    throw typeError(
      `BaseModel.${method}() takes from ${signature.required + 1} to ${signature.params.length + 1} positional arguments but ${args.length + 1} were given`,
    );
  }
  const values = Object.fromEntries(args.map((arg, at) => [signature.params[at] ?? "", arg]));
  const unknownName = Object.keys(kwargs).find((name) => !signature.params.includes(name));
  Object.assign(values, kwargs);
  const missing = signature.params.slice(0, signature.required).filter((name) => !(name in values));
  complain({ database, method, given, missing, unknownName });
  return { ids, values, unknownName };
}

function complain({
  method,
  given,
  missing,
  unknownName,
}: {
  database: Database;
  method: string;
  given: Given;
  missing: string[];
  unknownName: string | undefined;
}): void {
  if (given.isNamedOnly) {
    if (missing[0] !== undefined)
      throw unprocessable(`missing a required argument: '${missing[0]}'`);
    if (unknownName !== undefined)
      throw unprocessable(`got an unexpected keyword argument '${unknownName}'`);
    return;
  }
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`).join(" and ");
    throw typeError(
      `BaseModel.${method}() missing ${missing.length} required positional argument${missing.length > 1 ? "s" : ""}: ${names}`,
    );
  }
  // search_read passes unknown names on to read, which refuses them later.
  if (unknownName !== undefined && method !== "search_read")
    throw typeError(`BaseModel.${method}() got an unexpected keyword argument '${unknownName}'`);
}

/**
 * Versions 16 and 18 name the domain of name_search `args`, and 19 the list of default_get
 * `fields`.
 */
function renamed(method: string, kwargs: Given["kwargs"]): Given["kwargs"] {
  const { args, fields, ...others } = kwargs;
  if (method === "name_search" && args !== undefined) return { ...others, domain: args };
  if (method === "default_get" && fields !== undefined) return { ...others, fields_list: fields };
  return { ...kwargs };
}

function takeIds(kwargs: { [name: string]: Json }): Json | undefined {
  const { ids } = kwargs;
  delete kwargs["ids"];
  return ids;
}

function idsOf(value: Json | undefined): number[] {
  if (typeof value === "number") return [value];
  return Array.isArray(value) ? value.filter((id) => typeof id === "number") : [];
}
