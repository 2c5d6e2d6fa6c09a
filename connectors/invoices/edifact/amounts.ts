// Amounts of a message: of lines, of charges, of rates of tax and of the whole, told apart by where they stand.
import { codeOf } from "../../../formats/edifact/segment.ts";
import { type Amount } from "../amount.ts";
import { aLine, type DraftLine } from "../draft.ts";
import type { Charge, Handler, Reading } from "./reading.ts";

/** Line amounts by how much they are worth: EANCOM's, OPTO33's, and what German and old messages use. */
const lineNet = ["203", "125", "66", "38"].map(codeOf);
const lineGross = codeOf("98");
const taxable = codeOf("125");
const chargeAmounts = new Set(["8", "23", "204"].map(codeOf));
const taxAmounts = new Set(["124", "150", "176"].map(codeOf));

/** What a summary states, and the qualifiers for it: the first that is there holds. */
const stated = {
  net: ["125"].map(codeOf),
  lines: ["79"].map(codeOf),
  tax: ["124", "176", "150"].map(codeOf),
  total: ["77", "86", "39", "128", "9"].map(codeOf),
};
const totals = new Set(Object.values(stated).flat());

const takeAmount: Handler = (reading, segment) => {
  const value = reading.number(segment);
  if (value === null) return;
  const { draft, line } = reading;
  if (reading.currencyRank === 0 && draft.currency === "") draft.currency = currencyIn(segment.part(1, 2));
  const qualifier = segment.code(1);
  if (reading.group === "charge") {
    if (reading.charge !== null && chargeAmounts.has(qualifier) && isOpen(reading.charge) && reading.hasRoom(segment))
      addCharge(reading, reading.charge, value);
  } else if (reading.section === "summary") addTotal(reading, qualifier, value);
  else if (line !== null) addToLine(reading, line, qualifier, value);
};

const currencyIn = (text: string): string => (/^[A-Z]{3}$/.test(text) ? text : "");

const isOpen = ({ done, counts }: Charge): boolean => counts && !done;

function addCharge({ draft, line, section }: Reading, charge: Charge, value: Amount): void {
  charge.done = true;
  const made = aLine();
  made.kind = "charge";
  [made.article, made.label, made.vatRate] = [charge.code, charge.label, charge.rate];
  made.net = charge.sign * (value < 0n && charge.sign < 0n ? -value : value);
  made.order = line?.order ?? "";
  const inLine = section === "detail";
  made.number = inLine ? `${line?.number ?? ""}+${draft.lineCharges.length + 1}` : `C${draft.lines.length + 1}`;
  (inLine ? draft.lineCharges : draft.lines).push(made);
}

function addTotal({ group, tax, totals: said }: Reading, qualifier: number, value: Amount): void {
  if (group === "tax") {
    if (tax !== null && taxAmounts.has(qualifier)) tax.tax ??= value;
    else if (tax !== null && qualifier === taxable) tax.base ??= value;
  } else if (totals.has(qualifier) && !said.has(qualifier)) said.set(qualifier, value);
}

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

/** A tax that is not named is the one on value added. */
const vat = new Set(["", "VAT"].map(codeOf));

const takeTax: Handler = (reading, segment) => {
  const { charge, draft, line, section } = reading;
  const isVat = vat.has(segment.code(2));
  const rate = isVat && segment.part(5, 3) !== "" ? reading.number(segment, 5, 3) : null;
  if (charge !== null && section !== "summary") {
    charge.rate = rate;
    const made = draft.lines.at(-1);
    if (charge.done && made?.kind === "charge") made.vatRate = rate;
    return;
  }
  reading.enter("tax");
  if (line !== null) line.vatRate ??= rate;
  if (section !== "summary" || !isVat) return;
  const base = segment.part(4) === "" ? null : reading.number(segment, 4, 0);
  if (!reading.hasRoom(segment)) return;
  reading.tax = { rate, base, tax: null };
  draft.taxes.push(reading.tax);
};

const discounts = new Set(["A", "G", "H"].map(codeOf));
const beside = codeOf("M");

const takeCharge: Handler = (reading, segment) => {
  reading.enter("charge");
  const kind = segment.code(1);
  const less = discounts.has(kind);
  // In lines, amounts are net of discounts already; only OPTO33's packing and freight may stand beside them.
  const counts = reading.section !== "detail" || kind === beside;
  const code = segment.part(5) || segment.part(2);
  reading.charge = { code, label: segment.part(5, 3), sign: less ? -1n : 1n, counts, done: false, rate: null };
};

/** What the summary says, in the words of the model. */
export function stateTotals({ draft, totals: said }: Reading): void {
  const first = (qualifiers: number[]): Amount | null => {
    for (const qualifier of qualifiers) {
      const value = said.get(qualifier);
      if (value !== undefined) return value;
    }
    return null;
  };
  const { net, lines, tax, total } = stated;
  draft.stated = { net: first(net) ?? sumOfBases(draft.taxes), lines: first(lines), tax: first(tax), total: first(total) };
}

function sumOfBases(taxes: { base: Amount | null }[]): Amount | null {
  let all: Amount | null = null;
  for (const { base } of taxes) if (base !== null) all = (all ?? 0n) + base;
  return all;
}

export const amountHandlers: [string, Handler][] = [
  ["MOA", takeAmount],
  ["TAX", takeTax],
  ["ALC", takeCharge],
];
