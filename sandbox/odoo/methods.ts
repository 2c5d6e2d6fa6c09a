// The methods that the pretend Odoo's models answer.
import { columnsOf, type Reading } from "./columns.ts";
import { requireVisible } from "./company-rules.ts";
import type { Context } from "./context.ts";
import type { RowTest } from "./domain.ts";
import { createRow, refuseToDeletePosted, unlinkRow, writeRow } from "./edit.ts";
import { accessError, pythonError, typeError } from "./errors.ts";
import { describeFields } from "./fields-get.ts";
import { formattedReadGroup, readGroup } from "./group.ts";
import { may, requireAccess, type Operation } from "./rights.ts";
import { count, select, type Query } from "./select.ts";
import type { Bound } from "./signature.ts";
import type { Table } from "./table.ts";
import { isObject, Rows, type Json, type Result, type Row } from "./values.ts";

export interface MethodCall extends Reading {
  context: Context;
  table: Table;
  bound: Bound;
  activeTest: boolean;
  /** What the rules of the account let through. */
  visible: RowTest | undefined;
}

type Method = (call: MethodCall) => Result;

/** The methods by name, each with the right it needs on the model. */
export const methods: Record<string, { needs?: Operation; run: Method }> = {
  search_read: { needs: "read", run: searchRead },
  search: { needs: "read", run: (call) => select(call.database, call.table, queryOf(call)).map((row) => row.id) },
  search_count: { needs: "read", run: searchCount },
  read: { needs: "read", run: read },
  fields_get: { run: ({ bound, ...call }) => describeFields(call, bound.values["allfields"] ?? null, bound.values["attributes"] ?? null) },
  name_search: { needs: "read", run: nameSearch },
  check_access_rights: { run: checkAccessRights },
  has_access: { run: ({ user, table, bound }) => may(user, table.model.name, operationOf(bound.values["operation"])) },
  read_group: { needs: "read", run: readGroup },
  formatted_read_group: { needs: "read", run: formattedReadGroup },
  create: { needs: "create", run: create },
  write: { needs: "write", run: (call) => writeAll(call, call.bound.values["vals"], true) },
  update: { needs: "write", run: (call) => writeAll(call, call.bound.values["values"], undefined) },
  unlink: { needs: "unlink", run: unlink },
  context_get: { run: ({ user }) => ({ lang: user.lang, tz: user.tz, uid: user.id }) },
  action_post: { run: actionPost },
};

/** The query that a call's arguments describe. */
export function queryOf({ bound, activeTest, lang, visible }: MethodCall): Query {
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
  const { stranger, values } = call.bound;
  // 18 refuses the stranger first; 19 stumbles over the fields before it gets there.
  if (stranger !== undefined && call.database.manners.major < 19)
    throw typeError(`BaseModel._read_format() got an unexpected keyword argument '${stranger}'`);
  const rows = domainFirst(call);
  const columns = columnsOf(call, call.table, values["fields"] ?? null, () => true);
  if (stranger !== undefined) throw typeError(`BaseModel.read() got an unexpected keyword argument '${stranger}'`);
  return new Rows(columns, rows);
}

function domainFirst(call: MethodCall): Row[] {
  const query = queryOf({ ...call, bound: { ...call.bound, values: { ...call.bound.values, limit: null, offset: null } } });
  // A wrong domain is met before a wrong limit: the limit only reaches PostgreSQL.
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
    columnsOf(call, call.table, fields ?? null, () => load === undefined || load === "_classic_read"),
    rows,
  );
}

function nameSearch(call: MethodCall): Result {
  const { name, domain, operator, limit } = call.bound.values;
  const given = Array.isArray(domain) ? domain : [];
  const wanted: Json = name === undefined || name === "" || name === null ? given : [["display_name", operator ?? "ilike", name], ...given];
  const query = { ...queryOf(call), domain: wanted, limit: wholeNumber(limit) ?? 100 };
  return select(call.database, call.table, query).map((row) => [row.id, call.database.displayName(call.table.model.name, row, call.lang)]);
}

function checkAccessRights({ database, user, table, refusalLang, bound }: MethodCall): Result {
  const operation = operationOf(bound.values["operation"]);
  if (bound.values["raise_exception"] !== false) requireAccess(database, user, table.model, operation, refusalLang);
  return may(user, table.model.name, operation);
}

function operationOf(value: Json | undefined): Operation {
  return value === "write" || value === "create" || value === "unlink" ? value : "read";
}

function create({ database, table, user, bound }: MethodCall): Result {
  const values = bound.values["vals_list"];
  if (isObject(values)) return createRow(database, table, values, user.id).id;
  if (!Array.isArray(values)) throw typeError("create() needs a dictionary or a list of dictionaries");
  return values.filter(isObject).map((each) => createRow(database, table, each, user.id).id);
}

function writeAll(call: MethodCall, values: Json | undefined, result: Result): Result {
  const { database, table, user } = call;
  if (!isObject(values)) throw typeError("write() needs a dictionary");
  for (const row of rowsOf(call, "write")) writeRow(database, table, row, values, user.id);
  return result;
}

function unlink(call: MethodCall): Result {
  const { database, table } = call;
  const rows = rowsOf(call, "unlink");
  for (const row of rows) refuseToDeletePosted(database, table, row);
  for (const row of rows) unlinkRow(table, row);
  return true;
}

function actionPost(call: MethodCall): Result {
  const { database, table, user } = call;
  if (user.role !== "admin") throw accessError("You don't have the access rights to post an invoice.");
  for (const row of rowsOf(call, "write")) writeRow(database, table, row, { state: "posted" }, user.id);
  return false;
}

/** The records that a call names, as far as they exist; refused when the rules hide one of them. */
function rowsOf(call: MethodCall, operation: Operation): Row[] {
  const rows = call.bound.ids.map((id) => call.table.store.get(id)).filter((row) => row !== undefined);
  requireVisible(call, call.table.model, rows, operation);
  return rows;
}
