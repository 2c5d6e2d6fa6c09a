// The lines of an invoice: what was sold, how much of it, and at which price.
import { codeOf } from "../../../formats/edifact/segment.ts";
import { over, times } from "../amount.ts";
import { aLine } from "../draft.ts";
import type { Handler, Reading } from "./reading.ts";

const [group, subLine, included] = [codeOf("20"), codeOf("22"), codeOf("I")];
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
  if (level === subLine && segment.code(6) === included) line.kind = "included";
  const code = segment.part(3).trim();
  if (code !== "" && eans.has(segment.code(3, 1))) line.ean = code;
  else line.article = code;
  [line.delivery, line.deliveryDate] = [reading.shared.delivery, reading.shared.deliveryDate];
  reading.line = line;
  reading.lineRank = 99;
  reading.basis = null;
};

/** The open line is over: other lines or the summary follow. */
export function closeLine(reading: Reading): void {
  const { line, basis } = reading;
  reading.line = null;
  if (line === null) return;
  const price = line.netPrice ?? line.grossPrice;
  if (line.net === null && line.quantity !== null && price !== null) {
    const whole = times(line.quantity, price);
    line.net = basis === null || basis === 0n ? whole : over(whole, basis);
  }
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

const [grossPrice, netPrice] = [codeOf("AAB"), codeOf("AAA")];

const takePrice: Handler = (reading, segment) => {
  const { line } = reading;
  if (line === null) return;
  const value = reading.number(segment);
  const qualifier = segment.code(1);
  if (qualifier === grossPrice) {
    line.grossPrice ??= value;
    return;
  }
  if (qualifier === netPrice || line.netPrice === null) line.netPrice = value;
  if (segment.part(1, 4) !== "") reading.basis = reading.number(segment, 1, 4);
};

export const lineHandlers: [string, Handler][] = [
  ["LIN", takeLine],
  ["PIA", takeProduct],
  ["IMD", takeLabel],
  ["QTY", takeQuantity],
  ["PRI", takePrice],
];
