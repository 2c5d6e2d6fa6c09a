// What an INVOIC message has said so far: the draft of its invoice, and where in the message the
// next segment stands.
import type { Interchange, MessageHead } from "../../../formats/edifact/envelope.ts";
import type { Segment } from "../../../formats/edifact/segment.ts";
import { amountText, readAmount, type Amount } from "../amount.ts";
import {
  aDraft,
  mostLines,
  noClaims,
  type Claims,
  type Draft,
  type DraftLine,
  type Tax,
} from "../draft.ts";
import { anError, aWarning, note, shown, type SourceLocation } from "../problem.ts";
import { Parties } from "./parties.ts";

type Section = "header" | "detail" | "summary";

/** Which segment the following ones explain. */
type Group = "none" | "party" | "terms" | "charge" | "tax";

/**
 * `sign`: null where its kind says neither allowance nor charge, 0 where it says that there is
 * none. `elsewhere`: it is settled beside the invoice. `taxed`: a tax of its own follows, and
 * amounts are that one's. `value`: its amount, once it is told.
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

/** A control total as it is told, and where. */
export type Control = { code: string; value: Amount; place: SourceLocation };

/** More than what a line can rank. */
const lowest = 99;

/** What the prices and quantities of the open line say beside their values. */
class Measure {
  /** How much the quantity is worth; the lowest wins. */
  quantityRank = lowest;
  quantityUnit = "";
  priceRank = lowest;
  priceUnit = "";
  /** The price is told for so many pieces: by a quantity of its own, or by the price itself. */
  unitsOfPrice: Amount | null = null;
  priceHasBasis = false;
  /** How much the net amount is worth; the lowest wins. */
  netRank = lowest;

  /** Another line begins: one measure serves them all. */
  clear(): void {
    this.quantityRank = this.priceRank = this.netRank = lowest;
    this.quantityUnit = this.priceUnit = "";
    this.unitsOfPrice = null;
    this.priceHasBasis = false;
  }
}

/** What a kind of segment says: it goes into the draft, or decides what later segments mean. */
export type Handler = (reading: MessageState, segment: Segment) => void;

/** Text of one message that may be held: twenty thousand lines take less. */
const mostBytes = 16 * 1024 * 1024;

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
  /** LIN segments so far, and those among them that only gather others. */
  counted = { segments: 0, groups: 0 };
  readonly controls: Control[] = [];
  /** Code list 4279 of the terms that are open. */
  terms = "";
  dueRank = 0;
  /** What the last group of lines said for all of them. */
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

  /** A group of segments begins. */
  enter(group: Group): void {
    this.group = group;
    this.tax = null;
    this.charge = null;
    if (group !== "party") this.parties.leave();
  }

  /** A line begins. */
  openLine(line: DraftLine): void {
    this.line = line;
    this.measure.clear();
  }

  /**
   * Says an amount, a quantity or a price that nothing is done with. Nothing is lost by one of
   * zero.
   */
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

  /**
   * Whether one more line, charge or rate may be held beside the others; says so where none may.
   */
  hasRoom(segment: Segment): boolean {
    const { lines, lineCharges, taxes } = this.draft;
    const tooMany = lines.length + lineCharges.length + taxes.length >= mostLines;
    const tooLong = segment.byte - this.#begins >= mostBytes;
    if (tooMany) this.wrong("invoice_too_many_lines", segment, { most: String(mostLines) });
    else if (tooLong)
      this.wrong("invoice_too_long", segment, { most: `${mostBytes / 2 ** 20} MB` });
    return !tooMany && !tooLong;
  }

  /** A number; null where it is none, or may be two, which is then said. */
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
 * `1,234` where the interchange says that its decimal mark is a point: a thousand, or one and a
 * bit.
 */
const isTwofold = (text: string, mark: string): boolean =>
  text.length > 4 && !text.includes(mark) && /^[-+]?(?!0+[.,])\d+[.,]\d{3}-?$/.test(text.trim());

export const locationOf = ({ number, line }: Segment): SourceLocation => ({
  segment: number,
  line,
});
