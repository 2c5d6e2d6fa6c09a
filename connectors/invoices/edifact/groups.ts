// The segments that open a group: taxes and charges, followed by their amounts.
import type { Segment } from "../../../formats/edifact/segment.ts";
import type { Tax } from "../draft.ts";
import { aWarning, note, shown } from "../problem.ts";
import { chargeSigns, settlements } from "./codes/charges.ts";
import {
  allTaxes,
  maybeFunctions,
  owedElsewhere,
  taxedHere,
  taxFunctions,
  untaxed,
  withheldTaxes,
} from "./codes/taxes.ts";
import { locationOf, type Handler, type MessageState } from "./message-state.ts";

const handleTax: Handler = (reading, segment) => {
  const { charge, draft, line, section } = reading;
  const rate = segment.part(5, 3) !== "" ? reading.number(segment, 5, 3) : null;
  if (charge !== null && section !== "summary") {
    [charge.rate, charge.taxed] = [rate, true];
    const made = draft.lines.at(-1);
    if (charge.value !== null && made?.kind === "charge") made.vatRate = rate;
    return;
  }
  reading.enter("tax");
  const category = segment.part(6).trim();
  const isUntaxed = untaxed.has(category);
  if (line !== null) {
    line.vatRate ??= isUntaxed ? 0n : rate;
    reading.tax = { rate, base: null, tax: null };
  }
  if (section !== "summary") return;
  const type = segment.part(2).trim() || "VAT";
  // The amount of this tax is a statement about all the others.
  if (type === allTaxes) return;
  const base = segment.part(4) === "" ? null : reading.number(segment, 4, 0);
  if (!reading.hasRoom(segment)) return;
  reading.tax = {
    rate: isUntaxed ? 0n : rate,
    base,
    tax: null,
    type,
    ...weightOf(reading, segment, { type, category }),
  };
  draft.taxes.push(reading.tax);
};

/**
 * Whether a tax may be informational and is left to the sums: because its codes say so, or because
 * they are unknown, which is reported.
 */
function weightOf(
  reading: MessageState,
  segment: Segment,
  { type, category }: { type: string; category: string },
): Pick<Tax, "weight" | "omittable"> {
  if (withheldTaxes.has(type)) return { weight: "withheld" };
  const code = segment.part(1).trim();
  const isKnown = taxFunctions.has(code) || maybeFunctions.has(code);
  const isPlain = untaxed.has(category) || taxedHere.has(category);
  if (!isKnown || !(isPlain || owedElsewhere.has(category))) {
    const facts = {
      number: shown(reading.draft.number),
      tag: "TAX",
      code: shown(isKnown ? category : code),
    };
    note(reading.draft.problems, aWarning("invoice_code_unknown", locationOf(segment), facts));
    return { weight: "maybe" };
  }
  if (owedElsewhere.has(category) || code === "9") return { weight: "maybe", omittable: true };
  return maybeFunctions.has(code) ? { weight: "maybe" } : {};
}

const handleCharge: Handler = (reading, segment) => {
  reading.enter("charge");
  const kind = segment.part(1).trim();
  const settled = segment.part(3).trim();
  const settlement = settlements.get(settled);
  if (settlement === undefined) {
    const facts = { number: shown(reading.draft.number), tag: "ALC", code: shown(settled) };
    note(reading.draft.problems, aWarning("invoice_code_unknown", locationOf(segment), facts));
  }
  reading.charge = {
    kind,
    code: segment.part(5) || segment.part(2),
    label: segment.part(5, 3),
    sign: chargeSigns.get(kind) ?? null,
    elsewhere: settlement !== "here",
    taxed: false,
    value: null,
    rate: null,
  };
};

export const groupHandlers: [string, Handler][] = [
  ["TAX", handleTax],
  ["ALC", handleCharge],
];
