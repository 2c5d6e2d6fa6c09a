// The control routes of the simulated Odoo: change, write, create, unlink, merge, and the stored
// data for tests.
import { z } from "zod";
import { odooSandbox } from "../accounts.ts";
import { json, type Answer, type Call } from "../http.ts";
import { change, changeable } from "./change.ts";
import { columnsOf } from "./columns.ts";
import type { Database } from "./database.ts";
import { createRow, unlinkRow, writeRow } from "./edit.ts";
import { jsonText } from "./json-text.ts";
import { merge } from "./merge.ts";
import type { Odoo } from "./odoo.ts";
import { signIn, type User } from "./rights.ts";
import { select } from "./select.ts";
import type { Table } from "./table.ts";
import { Rows, type Json, type Row } from "./values.ts";

const JsonValue: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(JsonValue),
    z.record(z.string(), JsonValue),
  ]),
);
const whole = z.int().min(0).max(200_000);
const database = z.string().default(odooSandbox.databases.trading);
const values = z.record(z.string(), JsonValue);
const ids = z.union([z.int().transform((id) => [id]), z.array(z.int())]);

const ChangeBody = z.strictObject({
  database,
  model: z.enum(changeable).default("account.move"),
  changed: whole.default(0),
  added: whole.default(0),
  removed: whole.default(0),
});
const WriteBody = z.strictObject({ database, model: z.string(), id: ids, values });
const CreateBody = z.strictObject({ database, model: z.string(), values });
const MergeBody = z.strictObject({
  database,
  model: z.string().default("res.partner"),
  from: ids,
  into: z.int(),
  stamped: z.boolean().default(true),
});
const UnlinkBody = z.strictObject({ database, model: z.string(), id: ids });

/** Answers the Odoo part of `/sandbox/...`; undefined for other paths. */
export function answerOdooControl(call: Call, odoo: Odoo): Answer | undefined {
  const body = (): unknown => JSON.parse(call.body || "{}");
  switch (`${call.method} ${call.path}`) {
    case "POST /sandbox/change": {
      const order = ChangeBody.parse(body());
      const target = odoo.database(order.database);
      const done = change(target, order);
      return json({
        database: target.name,
        sequence: target.changeSequence,
        at: new Date(odoo.clock.now()).toISOString(),
        models: { [order.model]: done },
      });
    }
    case "POST /sandbox/write": {
      const order = WriteBody.parse(body());
      return edited(odoo, order, ({ target, table, row }) =>
        writeRow(target, table, row, order.values),
      );
    }
    case "POST /sandbox/create": {
      const order = CreateBody.parse(body());
      const target = odoo.database(order.database);
      return json({ id: createRow(target, tableOf(target, order.model), order.values).id });
    }
    case "POST /sandbox/unlink":
      return edited(odoo, UnlinkBody.parse(body()), ({ table, row }) => unlinkRow(table, row));
    case "POST /sandbox/merge": {
      const order = MergeBody.parse(body());
      return json({ moved: merge(odoo.database(order.database), order) });
    }
    case "GET /sandbox/records":
      return records(call, odoo);
    default:
      return undefined;
  }
}

/** The databases created so far, in short. */
export function odooState(odoo: Odoo): unknown {
  return odoo.made().map((made) => ({
    name: made.name,
    version: made.traits.version,
    changeSequence: made.changeSequence,
    counts: Object.fromEntries(
      [...made.tables].map(([model, table]) => [model, table.store.rows.length]),
    ),
  }));
}

type Edit = (at: { target: Database; table: Table; row: Row }) => void;

function edited(
  odoo: Odoo,
  order: { database: string; model: string; id: number[] },
  edit: Edit,
): Answer {
  const target = odoo.database(order.database);
  const table = tableOf(target, order.model);
  const rows = order.id.map((id) => table.store.get(id)).filter((row) => row !== undefined);
  for (const row of rows) edit({ target, table, row });
  return json({ ids: rows.map((row) => row.id) }, rows.length === order.id.length ? 200 : 404);
}

function tableOf(target: Database, model: string): Table {
  const table = target.tables.get(model);
  if (!table) throw new RangeError(`no model ${model}`);
  return table;
}

/**
 * All records of a model, including archived ones: always the ids, and the values of the requested
 * fields.
 */
function records(call: Call, odoo: Odoo): Answer {
  const target = odoo.database(call.query.get("database") ?? odooSandbox.databases.trading);
  const table = tableOf(target, call.query.get("model") ?? "account.move");
  const lang = call.query.get("lang") === "fr_FR" ? "fr_FR" : "en_US";
  const domain: Json = JSON.parse(call.query.get("domain") ?? "[]");
  const rows = select(target, table, {
    domain,
    order: "id",
    offset: 0,
    limit: undefined,
    activeTest: false,
    lang,
  });
  const head = `{"count": ${rows.length}, "ids": [${rows.map((row) => row.id).join(", ")}]`;
  const fields = call.query.get("fields");
  const body = fields
    ? `${head}, "records": ${jsonText(
        new Rows(
          columnsOf(
            { database: target, user: admin(), lang, refusalLang: lang },
            table,
            fields.split(","),
            () => true,
          ),
          rows,
        ),
      )}}`
    : `${head}}`;
  return { status: 200, headers: { "Content-Type": "application/json; charset=utf-8" }, body };
}

function admin(): User {
  const user = signIn(odooSandbox.admin.login, odooSandbox.admin.password);
  if (!user) throw new Error("the sandbox has lost its administrator");
  return user;
}
