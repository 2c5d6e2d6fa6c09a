// Reads the amounts of a message: of lines, charges, tax rates and the invoice, told apart by where
// they stand.
import { codeOf, type Segment } from "../../../formats/edifact/segment.ts";
import type { Amount } from "../amount.ts";
import { aLine, type DraftLine } from "../draft.ts";
import { shown } from "../problem.ts";
import {
  chargeAmounts,
  lineGross,
  lineNet,
  ofInvoice,
  summaryAmounts,
  taxable,
  taxAmounts,
  informationalAmounts,
  informationalOfCharge,
  informationalOfLine,
  total,
  vagueTotals,
} from "./codes/amounts.ts";
import { besideLine } from "./codes/charges.ts";
import type { Handler, MessageState } from "./message-state.ts";

const handleAmount: Handler = (reading, segment) => {
  const value = reading.number(segment);
  if (value === null || isForeign(reading, segment)) return;
  const { line, section } = reading;
  const qualifier = segment.code(1);
  if (section === "summary" && standsAlone(reading, qualifier)) reading.enter("none");
  if (reading.group === "charge") handleChargeAmount(reading, segment, value);
  else if (section === "summary") addTotal(reading, segment, value);
  else if (line !== null) addToLine(reading, line, { segment, qualifier, value });
  else handleHeaderAmount(reading, segment, value);
};

/**
 * Some senders put sums of the invoice after its taxes and charges. 128 is also used for the amount
 * of a tax.
 */
function standsAlone({ group, tax, charge }: MessageState, qualifier: number): boolean {
  if (group !== "tax" && group !== "charge") return false;
  const done = group === "tax" ? (tax?.tax ?? null) !== null : (charge?.value ?? null) !== null;
  return ofInvoice.has(qualifier) || (done && qualifier === total);
}

/**
 * Amounts of different currencies are never mixed. In a summary, an amount in another currency is
 * informational; anywhere else it is an error.
 */
function isForeign(reading: MessageState, segment: Segment): boolean {
  const said = segment.part(1, 2).trim().toUpperCase();
  const { draft } = reading;
  if (said === "" || said === draft.currency) return false;
  if (draft.currency === "" && /^[A-Z]{3}$/.test(said)) {
    draft.currency = said;
    return false;
  }
  if (reading.section !== "summary")
    reading.wrong("invoice_currency_mixed", segment, {
      currency: draft.currency || "–",
      other: shown(said),
    });
  return true;
}

/** Before the lines there are taxes, and terms of payment, which change no sum. */
function handleHeaderAmount(reading: MessageState, segment: Segment, value: Amount): void {
  if (reading.group === "tax" && taxAmounts.has(segment.code(1)))
    reading.claims.headerTaxes.push(value);
  else if (reading.group !== "terms" || !summaryAmounts.has(segment.part(1).trim()))
    unread(reading, segment, { value, told: informationalOfCharge });
}

function unread(
  reading: MessageState,
  segment: Segment,
  { value, told }: { value: Amount; told: Set<string> },
): void {
  const code = segment.part(1).trim();
  if (!told.has(code))
    reading.unread("invoice_amount_unread", segment, { code: shown(code) }, value);
}

function handleChargeAmount(reading: MessageState, segment: Segment, value: Amount): void {
  const { charge, line } = reading;
  if (charge === null) return;
  const qualifier = segment.code(1);
  if (chargeAmounts.has(qualifier)) {
    if (charge.value === null && reading.hasRoom(segment)) addCharge(reading, segment, value);
    // The same amount under another code.
    else if (charge.value !== value)
      reading.unread("invoice_amount_unread", segment, { code: shown(segment.part(1)) }, value);
  } else if (line !== null && isOfLine(reading, qualifier))
    addToLine(reading, line, { segment, qualifier, value });
  else unread(reading, segment, { value, told: informationalOfCharge });
}

const lineAmount = codeOf("203");

/**
 * Some senders put the amount of a line after its charges. An amount after the tax of a charge
 * belongs to that charge.
 */
const isOfLine = ({ charge, section }: MessageState, qualifier: number): boolean =>
  section === "detail" &&
  (qualifier === lineAmount ||
    (charge?.taxed !== true && (lineNet.includes(qualifier) || qualifier === lineGross)));

function addCharge(reading: MessageState, segment: Segment, value: Amount): void {
  const { claims, draft, line, section, charge } = reading;
  if (charge === null) return;
  charge.value = value;
  if (charge.sign === 0n) return;
  if (charge.sign === null) {
    // An adjustment without a direction cannot be added to a sum. In a line, it is part of the line
    // amount.
    if (section === "detail")
      reading.unread("invoice_charge_unread", segment, { code: shown(charge.kind) }, value);
    else if (value !== 0n)
      reading.wrong("invoice_code_refused", segment, { tag: "ALC", code: shown(charge.kind) });
    return;
  }
  const made = aLine();
  made.kind = "charge";
  [made.article, made.label, made.vatRate] = [charge.code, charge.label, charge.rate];
  made.net = charge.sign * (value < 0n && charge.sign < 0n ? -value : value);
  made.order = line?.order ?? "";
  const inDetail = section === "detail";
  const beside = charge.kind === besideLine;
  const count = beside ? draft.lineCharges.length + 1 : claims.inLines.length + 1;
  const ofHead = draft.lines.length + claims.charges.length + claims.elsewhere.length + 1;
  made.number = inDetail ? `${line?.number ?? ""}${beside ? "+" : "-"}${count}` : `C${ofHead}`;
  if (inDetail) (beside ? draft.lineCharges : claims.inLines).push(made);
  else if (charge.elsewhere) claims.elsewhere.push(made);
  else if (section === "summary") claims.charges.push(made);
  else draft.lines.push(made);
}

function addTotal(reading: MessageState, segment: Segment, value: Amount): void {
  const { group, tax, claims } = reading;
  const qualifier = segment.code(1);
  if (group === "tax") {
    if (taxAmounts.has(qualifier)) {
      if (tax === null) addOnce(reading, segment, { claims: claims.taxes, value });
      else if (tax.tax === null) tax.tax = value;
      else if (tax.tax !== value)
        reading.unread("invoice_amount_unread", segment, { code: shown(segment.part(1)) }, value);
    } else if (qualifier === taxable) {
      if (tax !== null) tax.base ??= value;
    } else unread(reading, segment, { value, told: informationalOfCharge });
    return;
  }
  const code = segment.part(1).trim();
  const meaning = summaryAmounts.get(code);
  if (meaning === undefined) unread(reading, segment, { value, told: informationalAmounts });
  else if (meaning === "discounts") claims.adjustments.push(value < 0n ? value : -value);
  else if (meaning === "extraCharges") addOnce(reading, segment, { claims: claims.extras, value });
  else if (meaning === "extraAllowances")
    addOnce(reading, segment, { claims: claims.extras, value: value < 0n ? value : -value });
  else if (meaning === "rounding" || meaning === "prepaid" || meaning === "adjustments")
    claims[meaning].push(value);
  else addOnce(reading, segment, { claims: claims[meaning], value });
  if (meaning === "totals" && !vagueTotals.has(code)) claims.namesTotal = true;
}

/**
 * Most different amounts of one meaning. With more of them the sums cannot be settled, which is
 * reported.
 */
const maxStatements = 8;

function addOnce(
  reading: MessageState,
  segment: Segment,
  { claims, value }: { claims: Amount[]; value: Amount },
): void {
  if (claims.includes(value)) return;
  if (claims.length < maxStatements) claims.push(value);
  else reading.unread("invoice_amount_unread", segment, { code: shown(segment.part(1)) }, value);
}

type OfLine = { segment: Segment; qualifier: number; value: Amount };

function addToLine(
  reading: MessageState,
  line: DraftLine,
  { segment, qualifier, value }: OfLine,
): void {
  if (reading.group === "tax") return handleLineTax(reading, line, { segment, qualifier, value });
  if (qualifier === lineGross) {
    line.gross = value;
    return;
  }
  const { measure } = reading;
  const rank = lineNet.indexOf(qualifier);
  if (rank >= 0 && rank < measure.netRank) [line.net, measure.netRank] = [value, rank];
  else if (rank >= 0 && rank === measure.netRank && line.net !== value)
    reading.unread("invoice_amount_unread", segment, { code: shown(segment.part(1)) }, value);
  else if (rank < 0 && taxAmounts.has(qualifier)) line.tax ??= value;
  else if (rank < 0) unread(reading, segment, { value, told: informationalOfLine });
}

/** A line may have several taxes, each in a group of its own. */
function handleLineTax(
  reading: MessageState,
  line: DraftLine,
  { segment, qualifier, value }: OfLine,
): void {
  const { tax } = reading;
  if (!taxAmounts.has(qualifier))
    return unread(reading, segment, { value, told: informationalOfCharge });
  if (tax === null) return;
  if (tax.tax === null) [tax.tax, line.tax] = [value, (line.tax ?? 0n) + value];
  else if (tax.tax !== value)
    reading.unread("invoice_amount_unread", segment, { code: shown(segment.part(1)) }, value);
}

export const amountHandlers: [string, Handler][] = [["MOA", handleAmount]];
