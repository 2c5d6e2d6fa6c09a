// Reads the lines of an invoice: what was sold, how much of it, and at which price.
import { codeOf, type Segment } from "../../../formats/edifact/segment.ts";
import { quotient, product, type Amount } from "../amount.ts";
import { aLine, type DraftLine } from "../draft.ts";
import { aWarning, note, shown } from "../problem.ts";
import { configurations, countingActions, ownNumbers } from "./codes/documents.ts";
import {
  assumedFrom,
  grossPrice,
  isSameUnit,
  lineQuantities,
  netPrices,
  otherPrices,
  plainPrices,
  informationalPrices,
  informationalQuantities,
  unitsOfPrice,
} from "./codes/prices.ts";
import type { Handler, MessageState } from "./message-state.ts";

const [group, subLine] = [codeOf("20"), codeOf("22")];
const eans = new Set(["EN", "UP", "SRV"].map(codeOf));

const handleLine: Handler = (reading, segment) => {
  closeLine(reading);
  if (reading.section === "summary") return reading.outOfOrder(segment);
  reading.section = "detail";
  reading.enter("none");
  const level = reading.opto ? segment.code(5) : 0;
  reading.counted.segments += 1;
  if (level === group) {
    reading.counted.groups += 1;
    reading.shared = { delivery: "", deliveryDate: null };
    return;
  }
  if (!reading.hasRoom(segment)) return;
  const line = aLine();
  line.number = segment.part(1);
  if (isIncluded(reading, segment, level === subLine)) line.kind = "included";
  const action = segment.part(2).trim();
  if (!countingActions.has(action))
    reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(action) });
  const code = segment.part(3).trim();
  if (code !== "" && eans.has(segment.code(3, 1))) line.ean = code;
  else line.article = code;
  [line.delivery, line.deliveryDate] = [reading.shared.delivery, reading.shared.deliveryDate];
  reading.openLine(line);
};

/**
 * Whether a line is part of another one. Element 5495 marks a sub-line, and element 7083 tells
 * whether it adds to the other line or is included in it. OPTO33 always states it for sub-lines.
 */
function isIncluded(reading: MessageState, segment: Segment, isOptoSubLine: boolean): boolean {
  if (isOptoSubLine) {
    const operation = segment.part(6).trim();
    if (operation !== "A" && operation !== "I")
      reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(operation || "–") });
    return operation === "I";
  }
  const indicator = segment.part(4).trim();
  if (indicator !== "" && indicator !== "1")
    reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(indicator) });
  if (reading.opto) return indicator !== "";
  const configuration = segment.part(6).trim();
  const meaning = configurations.get(configuration);
  if (meaning === undefined)
    reading.wrong("invoice_code_refused", segment, { tag: "LIN", code: shown(configuration) });
  return indicator !== "" || meaning === "included";
}

/** Completes the open line; other lines or the summary follow. */
export function closeLine(reading: MessageState): void {
  const { line } = reading;
  reading.line = null;
  if (line === null) return;
  measureLine(reading, line);
  const price = line.netPrice ?? line.grossPrice;
  if (line.net === null && line.kind !== "included" && line.quantity !== null && price !== null)
    line.net = product(line.quantity, price);
  reading.draft.lines.push(line);
}

/**
 * Reports prices and quantities that need not belong together. A price for another unit gives no
 * amount.
 */
function measureLine({ draft, measure }: MessageState, line: DraftLine): void {
  const { unitsOfPrice: units, priceHasBasis, quantityUnit, priceUnit, quantityRank } = measure;
  if (units !== null && !priceHasBasis)
    [line.netPrice, line.grossPrice] = [
      eachOf(line.netPrice, units),
      eachOf(line.grossPrice, units),
    ];
  if (line.kind === "line" && quantityRank >= assumedFrom && line.quantity !== null)
    note(
      draft.problems,
      aWarning("invoice_quantity_assumed", draft.place, {
        number: shown(draft.number),
        row: shown(line.number),
      }),
    );
  if (isSameUnit(quantityUnit, priceUnit) || (line.netPrice ?? line.grossPrice) === null) return;
  [line.netPrice, line.grossPrice] = [null, null];
  const facts = {
    number: shown(draft.number),
    row: shown(line.number),
    one: shown(priceUnit),
    other: shown(quantityUnit),
  };
  note(draft.problems, aWarning("invoice_price_unit", draft.place, facts));
}

const eachOf = (price: Amount | null, units: Amount): Amount | null =>
  price === null ? null : (quotient(price, units) ?? price);

const handleProduct: Handler = ({ line }, segment) => {
  if (line === null || !ownNumbers.has(segment.part(1).trim())) return;
  const [code, list] = [segment.part(2).trim(), segment.part(2, 1)];
  if (list === "EN" && line.ean === "") line.ean = code;
  else if (list !== "EN" && line.article === "") line.article = code;
};

const colour = codeOf("35");

const handleLabel: Handler = ({ line, opto }, segment) => {
  if (line === null || line.label !== "" || segment.code(2) === colour) return;
  line.label = (segment.part(3, 3) + segment.part(3, 4)).trim();
  if (opto) line.family = segment.part(3).trim();
};

const handleQuantity: Handler = (reading, segment) => {
  const { line, measure } = reading;
  // After a charge, it may be the quantity of the charge.
  if (line === null || (reading.group === "charge" && measure.quantityRank < lineQuantities.length))
    return;
  const rank = lineQuantities.indexOf(segment.code(1));
  if (rank < 0) return handleOtherQuantity(reading, segment);
  const value = reading.number(segment);
  if (rank === measure.quantityRank && line.quantity !== value)
    return reading.unread(
      "invoice_quantity_unread",
      segment,
      { code: shown(segment.part(1)), row: shown(line.number) },
      value,
    );
  if (rank >= measure.quantityRank) return;
  line.quantity = value;
  measure.quantityRank = rank;
  measure.quantityUnit = unitIn(segment, 2);
};

const handleOtherQuantity: Handler = (reading, segment) => {
  const code = segment.code(1);
  if (informationalQuantities.has(code)) return;
  const value = reading.number(segment);
  if (code === unitsOfPrice) reading.measure.unitsOfPrice = value;
  else
    reading.unread(
      "invoice_quantity_unread",
      segment,
      { code: shown(segment.part(1)), row: shown(reading.line?.number ?? "") },
      value,
    );
};

/** Most senders name no unit. */
const unitIn = (segment: Segment, component: number): string =>
  segment.code(1, component) === none ? "" : segment.part(1, component).trim();

const none = codeOf("");

/** A price for several units is stored as the price of one. */
const handlePrice: Handler = (reading, segment) => {
  const { line } = reading;
  const qualifier = segment.code(1);
  if (line === null || informationalPrices.has(qualifier)) return;
  const value = reading.number(segment);
  const rank = qualifier === grossPrice ? -1 : netPrices.get(qualifier);
  const kind = segment.code(1, 3);
  if (rank === undefined || !plainPrices.has(kind))
    reportPrice(reading, segment, { component: rank === undefined ? 0 : 3, value });
  if (rank === undefined || otherPrices.has(kind)) return;
  const each = eachIn(reading, segment, value);
  if (rank < 0) line.grossPrice ??= each;
  else keepNetPrice(reading, segment, { line, rank, each });
};

/** The price of one unit; notes how many units it is for. */
function eachIn(reading: MessageState, segment: Segment, value: Amount | null): Amount | null {
  const { measure } = reading;
  measure.priceUnit = unitIn(segment, 5) || measure.priceUnit;
  if (segment.code(1, 4) === none) return value;
  const basis = reading.number(segment, 1, 4);
  measure.priceHasBasis = true;
  return basis === null ? value : eachOf(value, basis);
}

type NetPrice = { line: DraftLine; rank: number; each: Amount | null };

function keepNetPrice(
  reading: MessageState,
  segment: Segment,
  { line, rank, each }: NetPrice,
): void {
  const { measure } = reading;
  if (rank < measure.priceRank) {
    line.netPrice = each;
    measure.priceRank = rank;
  } else if (rank === measure.priceRank && each !== line.netPrice)
    reportPrice(reading, segment, { component: 0, value: each });
}

function reportPrice(
  reading: MessageState,
  segment: Segment,
  { component, value }: { component: number; value: Amount | null },
): void {
  const facts = { code: shown(segment.part(1, component)), row: shown(reading.line?.number ?? "") };
  reading.unread("invoice_price_unread", segment, facts, value);
}

export const lineHandlers: [string, Handler][] = [
  ["LIN", handleLine],
  ["PIA", handleProduct],
  ["IMD", handleLabel],
  ["QTY", handleQuantity],
  ["PRI", handlePrice],
];
