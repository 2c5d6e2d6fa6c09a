// Fills a database with a trading company, the same one for the same seed and day.
import { Random } from "../random.ts";
import { makeMove } from "./data-moves.ts";
import { makeOrder } from "./data-orders.ts";
import { makePartner } from "./data-partners.ts";
import { fillSmallTables } from "./data-small.ts";
import type { Database } from "./database.ts";
import { DAY_MS, dateText, dateTimeText, startOfDay } from "./dates.ts";
import { ids, stamps, type MakeContext } from "./making.ts";
import { departments, firstNames, jobTitles, lastNames } from "./names.ts";
import type { Row } from "./values.ts";

/** Fills the tables; dates are relative to the day of the database's clock. */
export function fill(database: Database): void {
  const todayMs = startOfDay(database.clock.now());
  fillSmallTables(database, todayMs);
  const of = (part: string): MakeContext => ({
    database,
    random: new Random(`${database.seed}/${part}`),
    todayMs,
  });
  fillTable(of("partners"), "res.partner", database.sizes.partners, makePartner);
  fillTable(of("invoices"), "account.move", database.sizes.invoices, makeMove);
  fillTable(of("orders"), "sale.order", database.sizes.orders, makeOrder);
  fillTable(of("employees"), "hr.employee", database.sizes.employees, makeEmployee);
}

type Maker = (making: MakeContext, id: number) => Row;

function fillTable(making: MakeContext, model: string, count: number, make: Maker): void {
  const table = making.database.table(model);
  const existing = table.store.rows.length;
  for (let made = existing; made < count; made += 1) {
    const gap = making.random.chance(0.06) ? making.random.whole(1, 9) : 0;
    table.store.append(make(making, table.nextId(gap)));
  }
  importInOneSecond(making, table.store.rows.slice(existing));
}

/** Gives many adjacent records the same write date, as a CSV import does in one transaction. */
function importInOneSecond({ random, todayMs }: MakeContext, rows: Row[]): void {
  const size = Math.min(2_000, Math.floor(rows.length / 2));
  const start = random.whole(0, Math.max(0, rows.length - size));
  const stamp = dateTimeText(
    todayMs - random.whole(5, 40) * DAY_MS + random.whole(28_800, 64_800) * 1_000,
    417,
  );
  for (const row of rows.slice(start, start + size)) {
    if (String(row["create_date"]) > stamp) row["create_date"] = stamp;
    row["write_date"] = stamp;
  }
}

/** Makes one more hr.employee. */
export function makeEmployee({ random, todayMs, database }: MakeContext, id: number): Row {
  const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
  const department = random.whole(1, departments.length);
  return {
    id,
    name,
    active: !random.chance(0.08),
    user_id: false,
    company_id: random.chance(0.85) ? ids.companies.main : ids.companies.french,
    department_id: department,
    job_title: random.pick(jobTitles),
    work_email: `employe${id}@trading.test`,
    work_phone: `+216 71 ${random.whole(100, 999)} ${random.whole(100, 999)}`,
    parent_id: random.chance(0.8)
      ? (database.table("hr.employee").store.rows[0]?.id ?? false)
      : false,
    birthday: dateText(todayMs - random.whole(20 * 365, 62 * 365) * DAY_MS),
    private_email: random.chance(0.6) ? `prive${id}@example.test` : false,
    identification_id: String(random.whole(10_000_000, 19_999_999)),
    ...stamps({ random, todayMs }, todayMs - random.whole(10, 720) * DAY_MS),
  };
}
