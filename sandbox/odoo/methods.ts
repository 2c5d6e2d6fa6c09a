// The methods of the simulated Odoo's models.
import { columnsOf } from "./columns.ts";
import { defaultsOf } from "./defaults.ts";
import { pythonError, typeError } from "./errors.ts";
import { describeFields } from "./fields-get.ts";
import { formattedReadGroup, readGroup } from "./group.ts";
import type { Method, MethodCall } from "./method.ts";
import { modelMethods } from "./model-methods.ts";
import { rowsOf } from "./records.ts";
import { may, operationOf, requireAccess } from "./rights.ts";
import { count, select, type Query } from "./select.ts";
import { onModel, onRecords } from "./signature.ts";
import { Rows, type Json, type Result, type Row } from "./values.ts";
import { copy, create, unlink, writeAll } from "./writing.ts";

/** The methods that every model has. */
const methods: Record<string, Method> = {
  search_read: {
    signature: onModel(["domain", "fields", "offset", "limit", "order"]),
    needs: "read",
    run: searchRead,
  },
  search: {
    signature: onModel(["domain", "offset", "limit", "order"], 1),
    needs: "read",
    run: (call) => select(call.database, call.table, queryOf(call)).map((row) => row.id),
  },
  search_count: { signature: onModel(["domain", "limit"], 1), needs: "read", run: searchCount },
  read: { signature: onRecords(["fields", "load"]), needs: "read", run: read },
  fields_get: {
    signature: onModel(["allfields", "attributes"]),
    run: ({ bound, ...call }) =>
      describeFields(call, bound.values["allfields"] ?? null, bound.values["attributes"] ?? null),
  },
  fields_get_keys: {
    signature: onModel([]),
    until: 16,
    run: ({ table }) => [...table.model.fields.keys()],
  },
  default_get: { signature: onModel(["fields_list"], 1), run: defaultGet },
  name_search: {
    signature: onModel(["name", "domain", "operator", "limit"]),
    needs: "read",
    run: nameSearch,
  },
  name_get: {
    signature: onRecords([]),
    needs: "read",
    until: 17,
    run: (call) => rowsOf(call, "read").map((row) => [row.id, labelOf(call, row)]),
  },
  get_metadata: { signature: onRecords([]), needs: "read", run: metadata },
  exists: {
    signature: onRecords([]),
    until: 18,
    run: (call) => call.bound.ids.filter((id) => call.table.store.get(id) !== undefined),
  },
  check_access_rights: {
    signature: onModel(["operation", "raise_exception"], 1),
    run: checkAccessRights,
  },
  has_access: {
    signature: onRecords(["operation"], 1),
    since: 18,
    run: ({ user, table, bound }) =>
      may(user, table.model.name, operationOf(bound.values["operation"])),
  },
  read_group: {
    signature: onModel(["domain", "fields", "groupby", "offset", "limit", "orderby", "lazy"], 3),
    needs: "read",
    run: readGroup,
  },
  formatted_read_group: {
    signature: onModel(
      ["domain", "groupby", "aggregates", "having", "offset", "limit", "order"],
      1,
    ),
    since: 19,
    needs: "read",
    run: formattedReadGroup,
  },
  create: { signature: onModel(["vals_list"], 1), needs: "create", run: create },
  copy: { signature: onRecords(["default"]), needs: "create", run: copy },
  write: {
    signature: onRecords(["vals"], 1),
    needs: "write",
    run: (call) => writeAll(call, call.bound.values["vals"], true),
  },
  update: {
    signature: onRecords(["values"], 1),
    needs: "write",
    run: (call) => writeAll(call, call.bound.values["values"], undefined),
  },
  action_archive: {
    signature: onRecords([]),
    needs: "write",
    run: (call) => writeAll(call, { active: false }, true),
  },
  action_unarchive: {
    signature: onRecords([]),
    needs: "write",
    run: (call) => writeAll(call, { active: true }, true),
  },
  unlink: { signature: onRecords([]), needs: "unlink", run: unlink },
};

/** All methods of a model in a version. */
export function methodsOf(model: string, major: number): Map<string, Method> {
  const all = [...Object.entries(methods), ...(modelMethods[model] ?? [])];
  const fits = ({ since = 0, until = 99 }: Method) => since <= major && major <= until;
  return new Map(all.filter(([, method]) => fits(method)));
}

/** The query in the arguments of a call. */
function queryOf({ bound, activeTest, lang, visible }: MethodCall): Query {
  const { domain = [], order, offset, limit } = bound.values;
  return {
    domain,
    order: typeof order === "string" && order.trim() ? order : undefined,
    offset: wholeNumber(offset) ?? 0,
    limit: wholeNumber(limit) || undefined,
    activeTest,
    lang,
    visible,
  };
}

function wholeNumber(value: Json | undefined): number | undefined {
  if (value === undefined || value === null || value === false) return undefined;
  if (typeof value === "number") return Math.trunc(value);
  throw pythonError(
    "psycopg2.errors.InvalidTextRepresentation",
    `invalid input syntax for type bigint: "${String(value)}"\nLINE 19: ... LIMIT '${String(value)}'\n                                                                  ^\n`,
  );
}

function searchRead(call: MethodCall): Result {
  const { unknownName, values } = call.bound;
  // Version 18 refuses an unknown argument first; 19 fails on the fields before it gets there.
  if (unknownName !== undefined && call.database.traits.major < 19)
    throw typeError(`BaseModel._read_format() got an unexpected keyword argument '${unknownName}'`);
  const rows = domainFirst(call);
  const columns = columnsOf(call, call.table, values["fields"] ?? null, () => true);
  if (unknownName !== undefined)
    throw typeError(`BaseModel.read() got an unexpected keyword argument '${unknownName}'`);
  return new Rows(columns, rows);
}

function domainFirst(call: MethodCall): Row[] {
  const query = queryOf({
    ...call,
    bound: { ...call.bound, values: { ...call.bound.values, limit: null, offset: null } },
  });
  // A wrong domain fails before a wrong limit, which only PostgreSQL refuses.
  if (typeof call.bound.values["limit"] === "string") select(call.database, call.table, query);
  return select(call.database, call.table, queryOf(call));
}

function searchCount(call: MethodCall): Result {
  const found = count(call.database, call.table, queryOf(call));
  const { limit } = queryOf(call);
  return limit === undefined ? found : Math.min(found, limit);
}

function read(call: MethodCall): Result {
  const { fields, load } = call.bound.values;
  const rows = rowsOf(call, "read");
  return new Rows(
    columnsOf(
      call,
      call.table,
      fields ?? null,
      () => load === undefined || load === "_classic_read",
    ),
    rows,
  );
}

function nameSearch(call: MethodCall): Result {
  const { name, domain, operator, limit } = call.bound.values;
  const given = Array.isArray(domain) ? domain : [];
  const wanted: Json =
    name === undefined || name === "" || name === null
      ? given
      : [["display_name", operator ?? "ilike", name], ...given];
  const query = { ...queryOf(call), domain: wanted, limit: wholeNumber(limit) ?? 100 };
  return select(call.database, call.table, query).map((row) => [row.id, labelOf(call, row)]);
}

/** Version 18 and later return nothing where an error would have been raised. */
function checkAccessRights({ database, user, table, refusalLang, bound }: MethodCall): Result {
  const operation = operationOf(bound.values["operation"]);
  if (bound.values["raise_exception"] === false) return may(user, table.model.name, operation);
  requireAccess(database, user, table.model, operation, refusalLang);
  return database.traits.major >= 18 ? undefined : true;
}

function defaultGet(call: MethodCall): Result {
  const wanted = call.bound.values["fields_list"];
  const defaults = Object.entries(defaultsOf(call)).filter(
    ([field]) => Array.isArray(wanted) && wanted.includes(field),
  );
  return Object.fromEntries(defaults);
}

/** Who created a record and who changed it last; records of the sandbox have no external id. */
function metadata(call: MethodCall): Result {
  const columns = columnsOf(
    call,
    call.table,
    ["create_uid", "create_date", "write_uid", "write_date"],
    () => true,
  );
  const valueOf = (row: Row): [string, Result][] =>
    columns.map(({ field, value, label }) => {
      const held = value(row);
      if (typeof held === "number" && label) return [field.name, [held, label(held)]];
      return [field.name, typeof held === "string" ? held.slice(0, 19) : held];
    });
  return rowsOf(call, "read").map((row) => ({
    ...Object.fromEntries(valueOf(row)),
    xmlid: false,
    noupdate: false,
    xmlids: [],
  }));
}

const labelOf = (call: MethodCall, row: Row): string =>
  call.database.displayName(call.table.model.name, row, call.lang);
