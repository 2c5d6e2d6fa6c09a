// Invents invoices, bills and refunds: several currencies, import requests "CE…", and missing
// rates.
import type { Random } from "../random.ts";
import { DAY_MS, dateText } from "./dates.ts";
import { ids, stamps, type MakeContext } from "./making.ts";
import type { Row, Value } from "./values.ts";

const { usd, eur, tnd } = ids.currencies;
const { main, french } = ids.companies;

/** Dinars per unit: the currency in which the simulated company keeps its books. */
const dinarsFor: Record<number, number> = { [usd]: 3.105, [eur]: 3.352, [tnd]: 1 };

/** Makes one more account.move. */
export function makeMove(making: MakeContext, id: number): Row {
  const { random, database, todayMs } = making;
  const type = typeOf(random);
  const isPurchase = type.startsWith("in_");
  const origin = isPurchase
    ? purchaseOrigin(random)
    : random.chance(0.5)
      ? `S${String(random.whole(1, 99_999)).padStart(5, "0")}`
      : false;
  const isImport = typeof origin === "string" && /^ce/i.test(origin);
  const company = random.chance(0.04) ? french : main;
  const currency = company === french ? eur : currencyOf(random, isImport, isPurchase);
  const state = stateOf(random);
  const days = datesOf(random);
  const invoiceMs = todayMs + days.invoice * DAY_MS;
  const partnerId = partnerOf(making);
  const partner = database.table("res.partner").store.get(partnerId);
  const undated = state === "draft" && random.chance(0.2);
  return {
    id,
    name: nameOf(making, { type, state, invoiceMs, id }),
    ref:
      isImport && random.chance(0.3)
        ? `CE${dateText(invoiceMs).slice(0, 4)}-${String(id).padStart(5, "0")}`
        : isPurchase
          ? `FACT-${String(id).padStart(5, "0")}`
          : random.chance(0.3)
            ? `CMD${String(id).padStart(5, "0")}`
            : false,
    date: dateText(invoiceMs),
    state,
    move_type: type,
    journal_id: journalOf(isPurchase, company),
    company_id: company,
    line_ids: lineIds(id, 1 + (id % 3), 2),
    invoice_line_ids: lineIds(id, 1 + (id % 3), 0),
    invoice_date: undated ? false : dateText(invoiceMs),
    invoice_date_due: dateText(todayMs + days.due * DAY_MS),
    delivery_date: random.chance(0.3) ? dateText(invoiceMs) : false,
    invoice_payment_term_id: random.chance(0.7) ? random.whole(1, 5) : false,
    partner_id: partnerId,
    commercial_partner_id: partner?.["commercial_partner_id"] ?? partnerId,
    payment_reference:
      !isPurchase && state === "posted" ? `RF${String(id).padStart(8, "0")}` : false,
    company_currency_id: company === french ? eur : tnd,
    currency_id: currency,
    ...moneyOf({
      random,
      type,
      state,
      company,
      currency,
      hasBlocked: database.traits.major >= 18,
    }),
    reversed_entry_id: false,
    invoice_user_id: isPurchase ? false : ids.users.admin,
    invoice_origin: origin,
    narration: random.chance(0.2) ? `<p>Note <i>${id}</i> — payé &amp; vérifié</p>` : false,
    custom_rate: isImport ? customRate(random) : false,
    ...stamps(making, invoiceMs),
  };
}

/**
 * The amounts that follow from a total and its open part, with signs as in Odoo's computed fields.
 */
export function amounts({
  untaxed,
  tax,
  residual,
  type,
  company,
  currency,
}: {
  untaxed: number;
  tax: number;
  residual: number;
  type: string;
  company: number;
  currency: number;
}): { [field: string]: number } {
  const sign = type === "out_invoice" || type === "in_refund" ? 1 : -1;
  const rate = company === french ? 1 : (dinarsFor[currency] ?? 1);
  const booked = (amount: number) => rounded(sign * amount * rate, company === french ? eur : tnd);
  const total = rounded(untaxed + tax, currency);
  return {
    amount_untaxed: untaxed,
    amount_tax: tax,
    amount_total: total,
    amount_residual: residual,
    amount_untaxed_signed: booked(untaxed),
    amount_tax_signed: booked(tax),
    amount_total_signed: booked(total),
    amount_total_in_currency_signed: sign * total,
    amount_residual_signed: booked(residual),
  };
}

/** Rounds to the decimals of a currency: three for the dinar, two for the others. */
export function rounded(amount: number, currency: number): number {
  const unit = currency === tnd ? 1_000 : 100;
  return Math.round(amount * unit) / unit;
}

function moneyOf({
  random,
  type,
  state,
  company,
  currency,
  hasBlocked,
}: {
  random: Random;
  type: string;
  state: string;
  company: number;
  currency: number;
  hasBlocked: boolean;
}): { [field: string]: Value } {
  const untaxed = rounded(20 + random.next() ** 3 * 18_000, currency);
  const tax = rounded(untaxed * random.pick([0, 0.07, 0.19, 0.2]), currency);
  const total = rounded(untaxed + tax, currency);
  const paymentState = state === "posted" ? paymentStateOf(random, hasBlocked) : "not_paid";
  const residual =
    {
      paid: 0,
      in_payment: 0,
      reversed: 0,
      partial: rounded(total * (0.05 + random.next() * 0.9), currency),
    }[paymentState] ?? total;
  return {
    ...amounts({ untaxed, tax, residual, type, company, currency }),
    payment_state: paymentState,
  };
}

function typeOf(random: Random): string {
  const draw = random.next();
  return draw < 0.4
    ? "out_invoice"
    : draw < 0.48
      ? "out_refund"
      : draw < 0.93
        ? "in_invoice"
        : "in_refund";
}

function stateOf(random: Random): string {
  const draw = random.next();
  return draw < 0.08 ? "draft" : draw < 0.95 ? "posted" : "cancel";
}

function paymentStateOf(random: Random, hasBlocked: boolean): string {
  const draw = random.next();
  if (draw < 0.45) return "not_paid";
  if (draw < 0.57) return "partial";
  if (draw < 0.85) return "paid";
  if (draw < 0.9) return "in_payment";
  if (draw < 0.94) return "reversed";
  return hasBlocked ? "blocked" : "not_paid";
}

/**
 * Imports begin with CE, some in lower case. Others only look like imports: CE in the middle, or
 * after a space.
 */
function purchaseOrigin(random: Random): string | false {
  const draw = random.next();
  const number = random.whole(1_000, 9_999);
  if (draw < 0.38) return `CE${number}`;
  if (draw < 0.42) return `ce${number}`;
  if (draw < 0.47) return `FR-CE${number}`;
  if (draw < 0.5) return `AVANCE-${number}`;
  if (draw < 0.51) return ` CE${number}`;
  return draw < 0.75 ? `P${String(number).padStart(5, "0")}` : false;
}

function currencyOf(random: Random, isImport: boolean, isPurchase: boolean): number {
  const draw = random.next();
  if (isImport) return draw < 0.8 ? eur : draw < 0.95 ? usd : tnd;
  if (isPurchase) return draw < 0.9 ? tnd : eur;
  return draw < 0.6 ? tnd : draw < 0.9 ? eur : usd;
}

function customRate(random: Random): number | false {
  const draw = random.next();
  if (draw < 0.85) return Math.round((3.2 + random.next() * 0.3) * 10_000) / 10_000;
  return draw < 0.93 ? 0 : false;
}

/**
 * Days from today: due between a year ago and six months from now, invoiced earlier, and never in
 * the future.
 */
function datesOf(random: Random): { invoice: number; due: number } {
  const due = random.whole(-365, 183);
  const term = random.pick([0, 15, 30, 30, 45, 60, 90]);
  return { due, invoice: due - term <= 0 ? due - term : -random.whole(0, 120) };
}

function journalOf(isPurchase: boolean, company: number): number {
  const { sales, purchases, salesFrench, purchasesFrench } = ids.journals;
  if (company === french) return isPurchase ? purchasesFrench : salesFrench;
  return isPurchase ? purchases : sales;
}

function partnerOf({ database, random }: MakeContext): number {
  const { rows } = database.table("res.partner").store;
  return rows[random.whole(0, rows.length - 1)]?.id ?? 1;
}

function nameOf(
  { database, random }: MakeContext,
  { type, state, invoiceMs, id }: { type: string; state: string; invoiceMs: number; id: number },
): string | false {
  if (state === "draft" && !random.chance(0.1)) return database.traits.draftName;
  const code =
    { out_invoice: "FAC", out_refund: "RFAC", in_invoice: "FACTU", in_refund: "RFACTU" }[type] ??
    "OD";
  const year = dateText(invoiceMs).slice(0, 4);
  const month = dateText(invoiceMs).slice(5, 7);
  return type.startsWith("out_")
    ? `${code}/${year}/${String(id).padStart(5, "0")}`
    : `${code}/${year}/${month}/${String(id).padStart(4, "0")}`;
}

function lineIds(moveId: number, count: number, extra: number): number[] {
  return Array.from({ length: count + extra }, (_, at) => moveId * 6 + at);
}
