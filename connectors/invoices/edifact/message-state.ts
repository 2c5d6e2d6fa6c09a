// The state while an INVOIC message is read: the draft of its invoice, and the place of the next
// segment.
import type { Interchange, MessageHead } from "../../../formats/edifact/envelope.ts";
import type { Segment } from "../../../formats/edifact/segment.ts";
import { amountText, readAmount, type Amount } from "../amount.ts";
import {
  aDraft,
  maxLines,
  noClaims,
  type Claims,
  type Draft,
  type DraftLine,
  type Tax,
} from "../draft.ts";
import { anError, aWarning, note, shown, type SourceLocation } from "../problem.ts";
import { Parties } from "./parties.ts";

type Section = "header" | "detail" | "summary";

/** The segment that the following ones belong to. */
type Group = "none" | "party" | "terms" | "charge" | "tax";

/**
 * An allowance or a charge. `sign`: null if its code has no direction, 0 if it states that there is
 * none. `elsewhere`: settled outside this invoice. `taxed`: a tax of its own follows, and amounts
 * belong to that. `value`: its amount, once known.
 */
export type Charge = {
  kind: string;
  code: string;
  label: string;
  sign: 1n | -1n | 0n | null;
  elsewhere: boolean;
  taxed: boolean;
  value: Amount | null;
  rate: Amount | null;
};

/** A control total and its place. */
export type Control = { code: string; value: Amount; place: SourceLocation };

/** Below every rank of a line. */
const unranked = 99;

/** What the prices and quantities of the open line say beside their values. */
class Measure {
  /** The rank of the quantity's code; the lowest one wins. */
  quantityRank = unranked;
  quantityUnit = "";
  priceRank = unranked;
  priceUnit = "";
  /** How many units the price is for, as a quantity of its own or in the price segment. */
  unitsOfPrice: Amount | null = null;
  priceHasBasis = false;
  /** The rank of the net amount's code; the lowest one wins. */
  netRank = unranked;

  /** Resets it for the next line; all lines share one instance. */
  clear(): void {
    this.quantityRank = this.priceRank = this.netRank = unranked;
    this.quantityUnit = this.priceUnit = "";
    this.unitsOfPrice = null;
    this.priceHasBasis = false;
  }
}

/** Reads one kind of segment: fills the draft, or decides what later segments mean. */
export type Handler = (reading: MessageState, segment: Segment) => void;

/** Most text kept for one message; twenty thousand lines need less. */
const maxBytes = 16 * 1024 * 1024;

/** The state of one INVOIC message while its segments are read. */
export class MessageState {
  readonly draft: Draft;
  readonly opto: boolean;
  readonly sender: string;
  readonly parties = new Parties();
  section: Section = "header";
  group: Group = "none";
  hasType = false;
  dateRank = 0;
  currencyRank = 0;
  line: DraftLine | null = null;
  readonly measure = new Measure();
  /** LIN segments so far, and how many of them only group others. */
  counted = { segments: 0, groups: 0 };
  readonly controls: Control[] = [];
  /** Code list 4279 of the current terms. */
  terms = "";
  dueRank = 0;
  /** What the last group of lines stated for all of them. */
  shared = { delivery: "", deliveryDate: null as string | null };
  tax: Tax | null = null;
  charge: Charge | null = null;
  readonly claims: Claims = noClaims();
  readonly #begins: number;

  constructor(head: MessageHead, interchange: Interchange) {
    this.opto = head.association.startsWith("OPTO");
    this.sender = interchange.sender;
    this.#begins = head.byte;
    this.draft = aDraft({
      flow: "INVOIC",
      test: interchange.test,
      claims: this.claims,
      place: { segment: head.number, line: head.line },
    });
  }

  /** Begins a group of segments. */
  enter(group: Group): void {
    this.group = group;
    this.tax = null;
    this.charge = null;
    if (group !== "party") this.parties.leave();
  }

  /** Begins a line. */
  openLine(line: DraftLine): void {
    this.line = line;
    this.measure.clear();
  }

  /** Reports an amount, a quantity or a price that is not used. A value of zero loses nothing. */
  unread(
    code: string,
    segment: Segment,
    facts: Record<string, string>,
    value: Amount | null,
  ): void {
    if (value === 0n) return;
    const said = value === null ? "–" : amountText(value);
    note(
      this.draft.problems,
      aWarning(code, locationOf(segment), {
        number: shown(this.draft.number),
        value: said,
        ...facts,
      }),
    );
  }

  /** Whether one more line, charge or rate fits into memory; reports it if not. */
  hasRoom(segment: Segment): boolean {
    const { lines, lineCharges, taxes } = this.draft;
    const tooMany = lines.length + lineCharges.length + taxes.length >= maxLines;
    const tooLong = segment.byte - this.#begins >= maxBytes;
    if (tooMany) this.wrong("invoice_too_many_lines", segment, { most: String(maxLines) });
    else if (tooLong) this.wrong("invoice_too_long", segment, { most: `${maxBytes / 2 ** 20} MB` });
    return !tooMany && !tooLong;
  }

  /** Parses a number; null, with an error, if it is not a number or is ambiguous. */
  number(segment: Segment, element = 1, component = 1): Amount | null {
    const text = segment.part(element, component);
    if (isTwofold(text, segment.decimalMark)) {
      this.wrong("edi_number_ambiguous", segment, {
        field: segment.tag,
        value: shown(text),
        mark: segment.decimalMark,
      });
      return null;
    }
    const value = readAmount(text);
    if (value === null)
      this.wrong("invoice_value_unreadable", segment, { field: segment.tag, value: shown(text) });
    return value;
  }

  outOfOrder(segment: Segment): void {
    this.wrong("edi_out_of_order", segment, { tag: segment.tag });
  }

  wrong(code: string, segment: Segment, facts: Record<string, string>): void {
    note(
      this.draft.problems,
      anError(code, locationOf(segment), { number: shown(this.draft.number), ...facts }),
    );
  }
}

/**
 * `1,234` in an interchange whose decimal mark is a point: one thousand, or a little more than one.
 */
const isTwofold = (text: string, mark: string): boolean =>
  text.length > 4 && !text.includes(mark) && /^[-+]?(?!0+[.,])\d+[.,]\d{3}-?$/.test(text.trim());

/** The place of a segment, as problems state it. */
export const locationOf = ({ number, line }: Segment): SourceLocation => ({
  segment: number,
  line,
});
