// Amounts of a message: of lines, of charges, of rates of tax and of the whole, told apart by where they stand.
import { codeOf, type Segment } from "../../../formats/edifact/segment.ts";
import { amountText, type Amount } from "../amount.ts";
import { aLine, type DraftLine } from "../draft.ts";
import { aWarning, note, shown } from "../problem.ts";
import { chargeSigns, owedElsewhere, summaryAmounts, taxFunctions, tellingAmounts, untaxed, withheldTaxes } from "./codes.ts";
import { placeOf, type Charge, type Handler, type Reading } from "./reading.ts";

/** Line amounts by how much they are worth: EANCOM's, OPTO33's, and what German, old and simple messages use. */
const lineNet = ["203", "125", "66", "128", "38"].map(codeOf);
const lineGross = codeOf("98");
const taxable = codeOf("125");
const chargeAmounts = new Set(["8", "23", "204", "131"].map(codeOf));
const taxAmounts = new Set(["124", "150", "176"].map(codeOf));

const takeAmount: Handler = (reading, segment) => {
  const value = reading.number(segment);
  if (value === null || isForeign(reading, segment)) return;
  const { line } = reading;
  const qualifier = segment.code(1);
  if (reading.section === "summary" && standsAlone(reading, qualifier)) reading.enter("none");
  if (reading.group === "charge") {
    if (reading.charge !== null && chargeAmounts.has(qualifier) && isOpen(reading.charge) && reading.hasRoom(segment))
      addCharge(reading, segment, value);
  } else if (reading.section === "summary") addTotal(reading, segment, value);
  else if (line !== null) addToLine(reading, line, qualifier, value);
  else if (reading.group === "tax" && taxAmounts.has(qualifier)) reading.claims.headerTaxes.push(value);
};

const ofInvoice = new Set(["77", "86", "39", "139", "9", "113", "165", "79"].map(codeOf));
const total = codeOf("128");

/** Senders put sums of the invoice behind its taxes and charges; 128 is also what some call the amount of a tax. */
function standsAlone({ group, tax, charge }: Reading, qualifier: number): boolean {
  if (group !== "tax" && group !== "charge") return false;
  const done = group === "tax" ? (tax?.tax ?? null) !== null : charge?.done === true;
  return ofInvoice.has(qualifier) || (done && qualifier === total);
}

/** Amounts of several currencies are never mixed: one in another currency is information in a summary, and nowhere else. */
function isForeign(reading: Reading, segment: Segment): boolean {
  const said = segment.part(1, 2).trim().toUpperCase();
  const { draft } = reading;
  if (said === "" || said === draft.currency) return false;
  if (draft.currency === "" && /^[A-Z]{3}$/.test(said)) {
    draft.currency = said;
    return false;
  }
  if (reading.section !== "summary")
    reading.wrong("invoice_currency_mixed", segment, { currency: draft.currency || "–", other: shown(said) });
  return true;
}

const isOpen = ({ done, sign }: Charge): boolean => sign !== 0n && !done;

function addCharge(reading: Reading, segment: Segment, value: Amount): void {
  const { claims, draft, line, section, charge } = reading;
  if (charge === null) return;
  charge.done = true;
  if (charge.sign === null) {
    // An adjustment of no known direction: nobody can say what it does to the sum.
    if (value !== 0n && section !== "detail") reading.wrong("invoice_code_refused", segment, { tag: "ALC", code: shown(charge.kind) });
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
  made.number = inDetail ? `${line?.number ?? ""}${beside ? "+" : "-"}${count}` : `C${draft.lines.length + claims.charges.length + 1}`;
  if (inDetail) (beside ? draft.lineCharges : claims.inLines).push(made);
  else if (section === "summary") claims.charges.push(made);
  else draft.lines.push(made);
}

function addTotal(reading: Reading, segment: Segment, value: Amount): void {
  const { group, tax, claims, draft } = reading;
  const qualifier = segment.code(1);
  if (group === "tax") {
    if (tax !== null && taxAmounts.has(qualifier)) tax.tax ??= value;
    else if (tax !== null && qualifier === taxable) tax.base ??= value;
    return;
  }
  const code = segment.part(1).trim();
  const meaning = summaryAmounts.get(code);
  if (meaning === "discounts") claims.adjustments.push(value < 0n ? value : -value);
  else if (meaning === "rounding" || meaning === "prepaid" || meaning === "adjustments") claims[meaning].push(value);
  else if (meaning !== undefined) {
    if (!claims[meaning].includes(value) && reading.hasRoom(segment) && claims[meaning].length < mostStatements)
      claims[meaning].push(value);
  } else if (!tellingAmounts.has(code) && value !== 0n)
    note(
      draft.problems,
      aWarning("invoice_amount_unread", placeOf(segment), { number: shown(draft.number), code: shown(code), value: amountText(value) }),
    );
}

/** Different amounts of one meaning: more of them are no sum of anything. */
const mostStatements = 20;

function addToLine(reading: Reading, line: DraftLine, qualifier: number, value: Amount): void {
  if (reading.group === "tax") {
    if (taxAmounts.has(qualifier)) line.tax ??= value;
    return;
  }
  if (qualifier === lineGross) line.gross = value;
  const rank = lineNet.indexOf(qualifier);
  if (rank < 0 || rank >= reading.lineRank) return;
  line.net = value;
  reading.lineRank = rank;
}

const takeTax: Handler = (reading, segment) => {
  const { charge, draft, line, section } = reading;
  const rate = segment.part(5, 3) !== "" ? reading.number(segment, 5, 3) : null;
  if (charge !== null && section !== "summary") {
    charge.rate = rate;
    const made = draft.lines.at(-1);
    if (charge.done && made?.kind === "charge") made.vatRate = rate;
    return;
  }
  reading.enter("tax");
  const isUntaxed = untaxed.has(segment.part(6).trim());
  if (line !== null) line.vatRate ??= isUntaxed ? 0n : rate;
  if (section !== "summary") return;
  const base = segment.part(4) === "" ? null : reading.number(segment, 4, 0);
  if (!reading.hasRoom(segment)) return;
  const type = segment.part(2).trim() || "VAT";
  const weight = weightOf(segment, type);
  reading.tax = { rate: isUntaxed ? 0n : rate, base, tax: null, type, ...(weight === null ? {} : { weight }) };
  draft.taxes.push(reading.tax);
};

/** A tax is a tax whatever its type; what may be for information is left to the sums. */
function weightOf(segment: Segment, type: string): "maybe" | "withheld" | null {
  if (withheldTaxes.has(type)) return "withheld";
  return !taxFunctions.has(segment.part(1).trim()) || owedElsewhere.has(segment.part(6).trim()) ? "maybe" : null;
}

/** Code list 5463: a charge beside the amount of its line; OPTO33's packing and freight. */
const besideLine = "M";

const takeCharge: Handler = (reading, segment) => {
  reading.enter("charge");
  const kind = segment.part(1).trim();
  const code = segment.part(5) || segment.part(2);
  reading.charge = { kind, code, label: segment.part(5, 3), sign: chargeSigns.get(kind) ?? null, done: false, rate: null };
};

export const amountHandlers: [string, Handler][] = [
  ["MOA", takeAmount],
  ["TAX", takeTax],
  ["ALC", takeCharge],
];
