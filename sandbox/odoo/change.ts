// Changes on demand: modifies, adds and removes some records, the same for the same seed and
// sequence.
import type { Random } from "../random.ts";
import { makeEmployee } from "./data.ts";
import { amounts, makeMove, rounded } from "./data-moves.ts";
import { makeOrder } from "./data-orders.ts";
import { makePartner } from "./data-partners.ts";
import type { Database } from "./database.ts";
import { startOfDay } from "./dates.ts";
import { linkToParent, nextChange, unlinkRow } from "./edit.ts";
import { ids, type MakeContext } from "./making.ts";
import type { Table } from "./table.ts";
import type { Row, Value } from "./values.ts";

export interface ChangeOrder {
  model: string;
  changed: number;
  added: number;
  removed: number;
}

/** The ids that a change affected. */
export interface Changed {
  changed: number[];
  added: number[];
  removed: number[];
}

/** The models that `change` can create records for. */
export const changeable = ["account.move", "res.partner", "sale.order", "hr.employee"] as const;

/** Changes, adds and removes records; no record is both changed and removed. */
export function change(
  database: Database,
  { model, changed, added, removed }: ChangeOrder,
): Changed {
  const table = database.table(model);
  const random = nextChange(database);
  // One transaction has one time, so everything in it carries the same write date.
  const stamp = database.stamp();
  const making: MakeContext = { database, random, todayMs: startOfDay(database.clock.now()) };
  const gone = pickRows(table, random, removed, removableIn(database, table));
  for (const row of gone) unlinkRow(table, row);
  const touched = pickRows(table, random, changed, () => true);
  for (const row of touched) touch(making, { table, row, stamp });
  const born = Array.from({ length: added }, () => addOne(making, table, stamp));
  return { changed: idsOf(touched), added: idsOf(born), removed: idsOf(gone) };
}

function idsOf(rows: Row[]): number[] {
  return rows.map((row) => row.id).sort((a, b) => a - b);
}

function pickRows(
  table: Table,
  random: Random,
  wanted: number,
  fits: (row: Row) => boolean,
): Row[] {
  const picked = new Set<Row>();
  const { rows } = table.store;
  for (
    let tries = 0;
    picked.size < wanted && tries < wanted * 50 + 200 && rows.length > 0;
    tries += 1
  ) {
    const row = random.pick(rows);
    if (fits(row)) picked.add(row);
  }
  return [...picked];
}

/** Partners that other records refer to stay, as Odoo's foreign keys require. */
function removableIn(database: Database, table: Table): (row: Row) => boolean {
  if (table.model.name === "hr.employee") return (row) => row !== table.store.rows[0];
  if (table.model.name !== "res.partner") return () => true;
  const used = new Set<Value | undefined>();
  for (const model of ["account.move", "sale.order"]) {
    for (const row of database.table(model).store.rows)
      used.add(row["partner_id"]).add(row["commercial_partner_id"]);
  }
  return (row) =>
    row.id > 9 &&
    !used.has(row.id) &&
    Array.isArray(row["child_ids"]) &&
    row["child_ids"].length === 0;
}

function touch(
  making: MakeContext,
  { table, row, stamp }: { table: Table; row: Row; stamp: string },
): void {
  const values = newValues(making, table.model.name, row);
  table.store.write(row, { ...values, write_uid: ids.users.admin, write_date: stamp });
}

function newValues(
  { random, database }: MakeContext,
  model: string,
  row: Row,
): { [field: string]: Value } {
  const mark = database.changeSequence;
  switch (model) {
    case "account.move":
      return payment(random, row);
    case "res.partner":
      return {
        phone: `+216 ${random.whole(20, 99)} ${random.whole(100, 999)} ${random.whole(100, 999)}`,
        comment: `<p>Revu, passage ${mark}</p>`,
      };
    case "sale.order":
      return { client_order_ref: `BC-${random.whole(10_000, 99_999)}` };
    default:
      return { work_phone: `+216 71 ${random.whole(100, 999)} ${random.whole(100, 999)}` };
  }
}

/** A payment arrives, so less or nothing remains. Drafts get a reference instead. */
function payment(random: Random, row: Row): { [field: string]: Value } {
  const residual = Number(row["amount_residual"]);
  if (row["state"] !== "posted" || residual === 0)
    return { ref: `MOD-${random.whole(100_000, 999_999)}` };
  const currency = Number(row["currency_id"]);
  const rest = random.chance(0.5) ? 0 : rounded(residual * 0.5, currency);
  const money = amounts({
    untaxed: Number(row["amount_untaxed"]),
    tax: Number(row["amount_tax"]),
    residual: rest,
    type: String(row["move_type"]),
    company: Number(row["company_id"]),
    currency,
  });
  return { ...money, payment_state: rest === 0 ? "paid" : "partial" };
}

function addOne(making: MakeContext, table: Table, stamp: string): Row {
  const makers = {
    "account.move": makeMove,
    "res.partner": makePartner,
    "sale.order": makeOrder,
    "hr.employee": makeEmployee,
  };
  const make = Object.entries(makers).find(([model]) => model === table.model.name)?.[1];
  if (!make) throw new RangeError(`no records can be invented for ${table.model.name}`);
  const row = make(making, table.nextId());
  table.store.append({ ...row, create_date: stamp, write_date: stamp });
  const added = table.store.get(row.id) ?? row;
  linkToParent(table, added);
  return added;
}
