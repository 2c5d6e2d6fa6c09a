// Invents sales orders.
import { rounded } from "./data-moves.ts";
import { DAY_MS, dateTimeText } from "./dates.ts";
import { ids, stamps, type MakeContext } from "./making.ts";
import type { Row } from "./values.ts";

/** Makes one more sale.order. */
export function makeOrder(making: MakeContext, id: number): Row {
  const { random, database, todayMs } = making;
  const { rows } = database.table("res.partner").store;
  const currency = random.chance(0.7) ? ids.currencies.tnd : ids.currencies.eur;
  const untaxed = rounded(50 + random.next() ** 2 * 9_000, currency);
  const tax = rounded(untaxed * 0.19, currency);
  const state = random.pick(["draft", "sent", "sale", "sale", "sale", "cancel"]);
  const orderedMs = todayMs - random.whole(1, 700) * DAY_MS + random.whole(28_800, 64_800) * 1_000;
  return {
    id,
    name: `S${String(id).padStart(5, "0")}`,
    partner_id: rows[random.whole(0, rows.length - 1)]?.id ?? 1,
    state,
    client_order_ref: random.chance(0.4) ? `BC-${random.whole(100, 9_999)}` : false,
    // Whole seconds, as the form saves them.
    date_order: dateTimeText(Math.floor(orderedMs / 1_000) * 1_000),
    commitment_date: random.chance(0.3)
      ? dateTimeText(orderedMs + random.whole(1, 30) * DAY_MS)
      : false,
    origin: false,
    user_id: ids.users.admin,
    company_id: ids.companies.main,
    currency_id: currency,
    order_line: Array.from({ length: 1 + (id % 4) }, (_, at) => id * 5 + at),
    amount_untaxed: untaxed,
    amount_tax: tax,
    amount_total: rounded(untaxed + tax, currency),
    invoice_status: state === "sale" ? random.pick(["invoiced", "to invoice", "upselling"]) : "no",
    locked: state === "sale" && random.chance(0.3),
    ...stamps(making, orderedMs - 40_000_000),
  };
}
