// Reads what a message says about the whole invoice: type and number, dates, parties, references
// and currency.
import { codeOf, type Segment } from "../../../formats/edifact/segment.ts";
import { readDtm } from "../dates.ts";
import { maxNumbers, type Draft } from "../draft.ts";
import { aWarning, note, shown } from "../problem.ts";
import { discountTerms, dueDates } from "./codes/dates.ts";
import { documentTypes, newDebt, testFunction } from "./codes/documents.ts";
import { locationOf, type Handler, type MessageState } from "./message-state.ts";

const handleType: Handler = (reading, segment) => {
  if (reading.hasType || reading.section !== "header") return reading.outOfOrder(segment);
  reading.hasType = true;
  const { draft } = reading;
  const said = segment.part(1).trim();
  const type = documentTypes.get(said);
  draft.code = type?.code ?? said;
  draft.number = segment.part(2).trim();
  if (said === "") reading.wrong("invoice_type_refused", segment, { type: "–" });
  handleFunction(reading, segment);
  if (type?.corrects === true)
    note(
      draft.problems,
      aWarning("invoice_corrects_another", locationOf(segment), { number: shown(draft.number) }),
    );
};

/** The message function (1225): only a new debt is read. */
function handleFunction(reading: MessageState, segment: Segment): void {
  const said = segment.part(3).trim();
  if (said === testFunction) reading.draft.test = true;
  else if (!newDebt.has(said))
    reading.wrong("invoice_function_refused", segment, { function: shown(said) });
}

/** Dates of the invoice, best first: its own, then that of the message. */
const invoiceDates = new Map([
  [codeOf("3"), 2],
  [codeOf("137"), 1],
]);
const deliveryDate = codeOf("35");

const handleDate: Handler = (reading, segment) => {
  const qualifier = segment.code(1);
  if (reading.section === "detail") {
    if (qualifier !== deliveryDate) return;
    const holder = reading.line ?? reading.shared;
    holder.deliveryDate = dayOf(reading, segment);
  } else if (reading.section === "header") {
    const rank = invoiceDates.get(qualifier);
    if (rank !== undefined) handleInvoiceDate(reading, segment, rank);
    else handleDueDate(reading, segment, dueDates.get(qualifier) ?? 0);
  }
};

/**
 * Dates of a discount or a penalty are not the due date of the whole. Several due dates of one kind
 * are instalments, so none of them is the due date of the whole.
 */
function handleDueDate(reading: MessageState, segment: Segment, rank: number): void {
  const { draft } = reading;
  if (
    rank === 0 ||
    rank < reading.dueRank ||
    (reading.group === "terms" && discountTerms.has(reading.terms))
  )
    return;
  const due = dayOf(reading, segment);
  if (due === null) return;
  if (rank === reading.dueRank && due !== draft.dueDate) {
    const facts = { number: shown(draft.number), one: draft.dueDate ?? "–", other: due };
    if (draft.dueDate !== null)
      note(draft.problems, aWarning("invoice_due_dates", locationOf(segment), facts));
    draft.dueDate = null;
  } else draft.dueDate = due;
  reading.dueRank = rank;
}

function handleInvoiceDate(reading: MessageState, segment: Segment, rank: number): void {
  if (rank <= reading.dateRank) return;
  reading.dateRank = rank;
  const value = segment.part(1, 1);
  const read = readDtm(value, segment.part(1, 2));
  const { draft } = reading;
  if (read.type === "day") {
    draft.date = read.day;
    reportShortened(draft, segment, read);
  } else if (read.type === "zero")
    note(
      draft.problems,
      aWarning("invoice_date_zero", locationOf(segment), { number: shown(draft.number) }),
    );
  else reading.wrong("invoice_value_unreadable", segment, { field: "DTM", value: shown(value) });
}

/** A date that decides nothing is left out with a warning when it cannot be read. */
function dayOf({ draft }: MessageState, segment: Segment): string | null {
  const value = segment.part(1, 1);
  const read = readDtm(value, segment.part(1, 2));
  if (read.type === "unreadable")
    note(
      draft.problems,
      aWarning("invoice_date_left_out", locationOf(segment), { value: shown(value) }),
    );
  if (read.type !== "day") return null;
  reportShortened(draft, segment, read);
  return read.day;
}

/** Notes that the sender wrote something other than a plain date. */
function reportShortened(
  draft: Draft,
  segment: Segment,
  { day, exact }: { day: string; exact: boolean },
): void {
  if (exact) return;
  const facts = { number: shown(draft.number), value: shown(segment.part(1, 1)), day };
  note(draft.problems, aWarning("invoice_date_shortened", locationOf(segment), facts));
}

const handleParty: Handler = (reading, segment) => {
  reading.enter("party");
  if (reading.section !== "header") return;
  const withoutList = reading.parties.readParty(segment);
  if (!withoutList) return;
  note(
    reading.draft.problems,
    aWarning("edi_party_without_list", locationOf(segment), { party: shown(segment.part(1)) }),
  );
};

const handleReference: Handler = (reading, segment) => {
  if (reading.group === "party" && reading.section === "header")
    reading.parties.readReference(segment);
  referenceHandlers.get(segment.code(1))?.(reading, segment);
};

const handleOrder: Handler = ({ draft, line }, segment) => {
  const order = segment.part(1, 1).trim();
  add(draft.orders, order);
  if (line !== null && line.order === "") line.order = order;
};

const handleDelivery: Handler = ({ draft, line, section, shared }, segment) => {
  const delivery = segment.part(1, 1).trim();
  if (delivery === "") return;
  add(draft.deliveries, delivery);
  if (line !== null) line.delivery = delivery;
  else if (section === "detail") shared.delivery = delivery;
};

const handleOwnReference: Handler = ({ line }, segment) => {
  if (line !== null) line.reference = segment.part(1, 1).trim() || line.reference;
};

const referenceHandlers = new Map<number, Handler>([
  [codeOf("ON"), handleOrder],
  [codeOf("CO"), handleOrder],
  [codeOf("AAK"), handleDelivery],
  [codeOf("DQ"), handleDelivery],
  [codeOf("AEG"), handleOwnReference],
]);

/** More numbers than are stored need not be kept in memory either. */
function add(numbers: Set<string>, number: string): void {
  if (number !== "" && numbers.size < maxNumbers) numbers.add(number);
}

/** Code list 6343: the currency of the invoice. */
const invoicing = "4";
const reference = "2";

/**
 * The currency marked as that of the invoice, or else the reference currency, or else the first. A
 * target currency is only for payment.
 */
const handleCurrency: Handler = (reading, segment) => {
  if (reading.section !== "header") return;
  for (const element of [1, 2]) {
    const [usage, currency, qualifier] = [0, 1, 2].map((component) =>
      segment.part(element, component).trim().toUpperCase(),
    );
    if (currency === undefined || currency === "") continue;
    const rank = qualifier === invoicing ? 3 : usage === reference ? 2 : 1;
    if (rank <= reading.currencyRank) continue;
    if (!/^[A-Z]{3}$/.test(currency)) {
      reading.wrong("invoice_value_unreadable", segment, { field: "CUX", value: shown(currency) });
      continue;
    }
    reading.currencyRank = rank;
    reading.draft.currency = currency;
  }
};

const handleTerms: Handler = (reading, segment) => {
  reading.enter("terms");
  reading.terms = segment.part(1).trim();
};

export const headHandlers: [string, Handler][] = [
  ["BGM", handleType],
  ["DTM", handleDate],
  ["NAD", handleParty],
  ["RFF", handleReference],
  ["CUX", handleCurrency],
  ["PAT", handleTerms],
];
