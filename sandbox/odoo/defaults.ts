// The values that a record gets when it is created without them.
import { companiesOf } from "./context.ts";
import type { MethodCall } from "./method.ts";
import type { Json } from "./values.ts";

type Caller = Pick<MethodCall, "database" | "user" | "context" | "table">;
type Defaults = { [field: string]: Json };

/** A model's defaults: its own, and the caller's company where the model uses it. */
export function defaultsOf(call: Caller): Defaults {
  const all = initialValues(call);
  for (const field of computed[call.table.model.name] ?? []) delete all[field];
  return all;
}

/** The values of a new record: the defaults, and what Odoo computes from them. */
export function initialValues({ database, user, context, table }: Caller): Defaults {
  const [company = false] = companiesOf(database, user, context);
  const currency =
    database.table("res.company").store.get(Number(company))?.["currency_id"] ?? false;
  const all: Defaults = {
    ...ofModels[table.model.name],
    ...(table.model.fields.has("active") ? { active: true } : {}),
  };
  if (withCompany.has(table.model.name)) all["company_id"] = company;
  if (table.model.name === "account.move")
    Object.assign(all, { currency_id: currency, date: today(database.clock.now()) });
  if (table.model.name === "sale.order")
    Object.assign(all, { name: "New", date_order: `${today(database.clock.now())} 00:00:00` });
  return all;
}

const computed: Record<string, string[]> = {
  "account.move": ["company_id", "currency_id", "date", "journal_id"],
};

const withCompany = new Set([
  "account.move",
  "account.journal",
  "sale.order",
  "hr.employee",
  "res.users",
]);

const ofModels: Record<string, Defaults> = {
  "account.move": { state: "draft", move_type: "entry", journal_id: 3 },
  "sale.order": { state: "draft" },
  "res.currency": { position: "after", rounding: 0.01 },
};

const today = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
