// The lines of an invoice: what was sold, how much of it, and at which price.
import { codeOf, type Segment } from "../../../formats/edifact/segment.ts";
import { over, times } from "../amount.ts";
import { aLine } from "../draft.ts";
import { shown } from "../problem.ts";
import { countingActions } from "./codes.ts";
import type { Handler, Reading } from "./reading.ts";

const [group, subLine] = [codeOf("20"), codeOf("22")];
const eans = new Set(["EN", "UP", "SRV"].map(codeOf));

const takeLine: Handler = (reading, segment) => {
  closeLine(reading);
  if (reading.section === "summary") return reading.outOfOrder(segment);
  reading.section = "detail";
  reading.enter("none");
  const level = reading.opto ? segment.code(5) : 0;
  if (level === group) {
    reading.shared = { delivery: "", deliveryDate: null };
    return;
  }
  if (!reading.hasRoom(segment)) return;
  const line = aLine();
  line.number = segment.part(1);
  if (isIncluded(reading, segment, level === subLine)) line.kind = "included";
  const action = segment.part(2).trim();
  if (!countingActions.has(action)) reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(action) });
  const code = segment.part(3).trim();
  if (code !== "" && eans.has(segment.code(3, 1))) line.ean = code;
  else line.article = code;
  [line.delivery, line.deliveryDate] = [reading.shared.delivery, reading.shared.deliveryDate];
  reading.line = line;
  reading.lineRank = 99;
};

/** Element 5495: the line describes the content of another one. OPTO33 says for each whether it is added to the price or part of it. */
function isIncluded(reading: Reading, segment: Segment, isOptoSubLine: boolean): boolean {
  if (isOptoSubLine) {
    const operation = segment.part(6).trim();
    if (operation !== "A" && operation !== "I")
      reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(operation || "–") });
    return operation === "I";
  }
  const indicator = segment.part(4).trim();
  if (indicator !== "" && indicator !== "1") reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(indicator) });
  return indicator !== "";
}

/** The open line is over: other lines or the summary follow. */
export function closeLine(reading: Reading): void {
  const { line } = reading;
  reading.line = null;
  if (line === null) return;
  const price = line.netPrice ?? line.grossPrice;
  if (line.net === null && line.kind !== "included" && line.quantity !== null && price !== null) line.net = times(line.quantity, price);
  reading.draft.lines.push(line);
}

const takeProduct: Handler = ({ line }, segment) => {
  if (line === null) return;
  const [code, list] = [segment.part(2).trim(), segment.part(2, 1)];
  if (list === "EN" && line.ean === "") line.ean = code;
  else if (list !== "EN" && line.article === "") line.article = code;
};

const colour = codeOf("35");

const takeLabel: Handler = ({ line, opto }, segment) => {
  if (line === null || line.label !== "" || segment.code(2) === colour) return;
  line.label = (segment.part(3, 3) + segment.part(3, 4)).trim();
  if (opto) line.family = segment.part(3).trim();
};

/** Invoiced; else despatched, delivered, ordered. */
const quantities = new Set(["47", "12", "46", "21"].map(codeOf));
const invoiced = codeOf("47");

const takeQuantity: Handler = (reading, segment) => {
  const { line } = reading;
  const qualifier = segment.code(1);
  if (line === null || !quantities.has(qualifier)) return;
  const value = reading.number(segment);
  if (qualifier === invoiced || line.quantity === null) line.quantity = value;
};

/** Code list 5125: prices before and after allowances. Others (information, with tax, of a catalogue) are no price of this line. */
const grossPrice = codeOf("AAB");
const netPrices = new Set(["AAA", "INV", ""].map(codeOf));
const netPrice = codeOf("AAA");

/** A price for so many pieces is kept as that of one. */
const takePrice: Handler = (reading, segment) => {
  const { line } = reading;
  if (line === null) return;
  const qualifier = segment.code(1);
  if (qualifier !== grossPrice && !netPrices.has(qualifier)) return;
  const value = reading.number(segment);
  const basis = segment.part(1, 4) === "" ? null : reading.number(segment, 1, 4);
  const each = value === null || basis === null || basis === 0n ? value : over(value, basis);
  if (qualifier === grossPrice) line.grossPrice ??= each;
  else if (qualifier === netPrice || line.netPrice === null) line.netPrice = each;
};

export const lineHandlers: [string, Handler][] = [
  ["LIN", takeLine],
  ["PIA", takeProduct],
  ["IMD", takeLabel],
  ["QTY", takeQuantity],
  ["PRI", takePrice],
];
