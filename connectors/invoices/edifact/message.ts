// One INVOIC message to a draft, segment by segment: OPTO33, EANCOM and plain directories from D.93A to D.01B.
import type { Interchange, MessageHead } from "../../../formats/edifact/envelope.ts";
import type { Segment } from "../../../formats/edifact/segment.ts";
import { over, readAmount, times, type Amount } from "../amount.ts";
import { readDtm } from "../dates.ts";
import { aDraft, aLine, type Draft, type DraftLine, type Tax } from "../draft.ts";
import { anError, aWarning, note, shown, type Place } from "../problem.ts";
import { Parties } from "./parties.ts";

/** Lines of one invoice: more of them are no invoice, and would not fit beside each other. */
export const mostLines = 20_000;

type Section = "header" | "detail" | "summary";
/** Which segment the following ones explain. */
type Group = "none" | "party" | "terms" | "charge" | "tax";

/** Line amounts by how much they are worth: EANCOM's, OPTO33's, and what German and old messages use. */
const lineNet = ["203", "125", "66", "38"];
const totals = ["77", "86", "39", "128", "9"];

export class InvoiceMessage {
  readonly #draft: Draft;
  readonly #opto: boolean;
  readonly #sender: string;
  readonly #parties = new Parties();
  #section: Section = "header";
  #group: Group = "none";
  #hasType = false;
  #dateRank = 0;
  #dateSaid = false;
  #currencyRank = 0;
  #line: DraftLine | null = null;
  #lineRank = 99;
  #basis: Amount | null = null;
  /** What the last group of lines said for all of them. */
  #shared = { delivery: "", deliveryDate: null as string | null };
  #tax: Tax | null = null;
  #charge: { code: string; label: string; sign: 1n | -1n; counts: boolean; done: boolean; rate: Amount | null } | null = null;
  /** Net amounts that the summary states, by what they mean. */
  readonly #summary = new Map<string, Amount>();

  constructor(head: MessageHead, interchange: Interchange) {
    this.#opto = head.association.startsWith("OPTO");
    this.#sender = interchange.sender;
    this.#draft = aDraft({ flow: "INVOIC", test: interchange.test, place: { segment: head.number, line: head.line } });
  }

  get problems(): Draft["problems"] {
    return this.#draft.problems;
  }

  take(segment: Segment): void {
    switch (segment.tag) {
      case "BGM":
        return this.#takeType(segment);
      case "DTM":
        return this.#takeDate(segment);
      case "NAD":
        return this.#takeParty(segment);
      case "RFF":
        return this.#takeReference(segment);
      case "CUX":
        return this.#takeCurrency(segment);
      case "PAT":
        return this.#enter("terms");
      case "LIN":
        return this.#takeLine(segment);
      case "PIA":
        return this.#takeProduct(segment);
      case "IMD":
        return this.#takeLabel(segment);
      case "QTY":
        return this.#takeQuantity(segment);
      case "PRI":
        return this.#takePrice(segment);
      case "MOA":
        return this.#takeAmount(segment);
      case "TAX":
        return this.#takeTax(segment);
      case "ALC":
        return this.#takeCharge(segment);
      case "UNS":
        return this.#takeSection(segment);
      default:
    }
  }

  /** The message is over. */
  finish(end: Place): Draft {
    const draft = this.#draft;
    this.#closeLine();
    if (!this.#hasType) note(draft.problems, anError("edi_segment_missing", end, { tag: "BGM" }));
    if (this.#section !== "summary") note(draft.problems, anError("edi_segment_missing", end, { tag: "UNS" }));
    if (!this.#dateSaid) note(draft.problems, anError("invoice_date_missing", draft.place, { number: shown(draft.number) }));
    const { supplier } = this.#parties;
    if (supplier !== null && (supplier.code !== "" || supplier.name !== "")) draft.supplier = supplier;
    else {
      draft.supplier = { code: this.#sender.trim(), name: "", vat: "" };
      if (this.#sender.trim() !== "")
        note(draft.problems, aWarning("invoice_supplier_assumed", draft.place, { sender: shown(this.#sender) }));
    }
    draft.buyer = this.#parties.buyer;
    this.#state();
    return draft;
  }

  /** What the summary says, in the words of the model. */
  #state(): void {
    const { stated, taxes } = this.#draft;
    const bases = taxes.flatMap(({ base }) => (base === null ? [] : [base]));
    const said = (qualifiers: string[]): Amount | null => {
      for (const qualifier of qualifiers) if (this.#summary.has(qualifier)) return this.#summary.get(qualifier) ?? null;
      return null;
    };
    stated.net = said(["125"]) ?? (bases.length > 0 ? bases.reduce((all, base) => all + base, 0n) : null);
    stated.lines = said(["79"]);
    stated.tax = said(["124", "176", "150"]);
    stated.total = said(totals);
  }

  #enter(group: Group): void {
    this.#group = group;
    this.#tax = null;
    this.#charge = null;
    if (group !== "party") this.#parties.leave();
  }

  #takeType(segment: Segment): void {
    if (this.#hasType || this.#section !== "header") return this.#outOfOrder(segment);
    this.#hasType = true;
    this.#draft.code = segment.part(1).trim();
    this.#draft.number = segment.part(2).trim();
    if (this.#draft.code === "") this.#wrong("invoice_type_refused", segment, { type: "–" });
  }

  #takeSection(segment: Segment): void {
    if (segment.part(1) === "D" && this.#section === "header") return;
    if (this.#section === "summary") return this.#outOfOrder(segment);
    this.#closeLine();
    this.#section = "summary";
    this.#enter("none");
  }

  #takeDate(segment: Segment): void {
    const [qualifier, value, format] = [segment.part(1), segment.part(1, 1), segment.part(1, 2)];
    if (this.#section === "detail") {
      if (qualifier === "35") this.#takeDeliveryDate(segment, value, format);
    } else if (this.#section === "header") {
      if (qualifier === "3" || qualifier === "137") this.#takeInvoiceDate(segment, { rank: qualifier === "3" ? 2 : 1, value, format });
      else if (["13", "138", "265"].includes(qualifier)) this.#draft.dueDate = this.#dayOr(segment, value, format) ?? this.#draft.dueDate;
    }
  }

  #takeInvoiceDate(segment: Segment, { rank, value, format }: { rank: number; value: string; format: string }): void {
    if (rank <= this.#dateRank) return;
    this.#dateRank = rank;
    this.#dateSaid = true;
    const read = readDtm(value, format);
    if (read.type === "day") this.#draft.date = read.day;
    else if (read.type === "zero")
      note(this.problems, aWarning("invoice_date_zero", placeOf(segment), { number: shown(this.#draft.number) }));
    else this.#wrong("invoice_value_unreadable", segment, { field: "DTM", value: shown(value) });
  }

  #takeDeliveryDate(segment: Segment, value: string, format: string): void {
    const day = this.#dayOr(segment, value, format);
    if (this.#line === null) this.#shared.deliveryDate = day;
    else this.#line.deliveryDate = day;
  }

  /** A date that decides nothing: it is left out with a warning. */
  #dayOr(segment: Segment, value: string, format: string): string | null {
    const read = readDtm(value, format);
    if (read.type === "unreadable") note(this.problems, aWarning("invoice_date_left_out", placeOf(segment), { value: shown(value) }));
    return read.type === "day" ? read.day : null;
  }

  #takeParty(segment: Segment): void {
    this.#enter("party");
    if (this.#section !== "header") return;
    const withoutList = this.#parties.take(segment);
    if (withoutList) note(this.problems, aWarning("edi_party_without_list", placeOf(segment), { party: shown(segment.part(1)) }));
  }

  #takeReference(segment: Segment): void {
    const [qualifier, value] = [segment.part(1), segment.part(1, 1).trim()];
    if (this.#group === "party" && this.#section === "header") this.#parties.reference(segment);
    if (value === "") return;
    if (qualifier === "ON" || qualifier === "CO") {
      this.#draft.orders.add(value);
      if (this.#line !== null && this.#line.order === "") this.#line.order = value;
    } else if (qualifier === "AAK" || qualifier === "DQ") {
      this.#draft.deliveries.add(value);
      if (this.#line !== null) this.#line.delivery = value;
      else if (this.#section === "detail") this.#shared.delivery = value;
    } else if (qualifier === "AEG" && this.#line !== null) this.#line.reference = value;
  }

  #takeCurrency(segment: Segment): void {
    const [qualifier, currency] = [segment.part(1), segment.part(1, 1).trim()];
    const rank = qualifier === "2" ? 2 : 1;
    if (currency === "" || rank <= this.#currencyRank || this.#section !== "header") return;
    this.#currencyRank = rank;
    this.#draft.currency = currency.toUpperCase().slice(0, 3);
  }

  #takeLine(segment: Segment): void {
    this.#closeLine();
    if (this.#section === "summary") return this.#outOfOrder(segment);
    this.#section = "detail";
    this.#enter("none");
    const level = this.#opto ? segment.part(5) : "";
    if (level === "20") {
      this.#shared = { delivery: "", deliveryDate: null };
      return;
    }
    if (this.#draft.lines.length >= mostLines) return this.#wrong("invoice_too_many_lines", segment, { most: String(mostLines) });
    const included = level === "22" && segment.part(6) === "I";
    const [code, list] = [segment.part(3).trim(), segment.part(3, 1)];
    const isEan = ["EN", "UP", "SRV"].includes(list) && code !== "";
    this.#line = aLine({
      ...this.#shared,
      number: segment.part(1),
      kind: included ? "included" : "line",
      ...(isEan ? { ean: code } : { article: code }),
    });
    this.#lineRank = 99;
    this.#basis = null;
  }

  #closeLine(): void {
    const line = this.#line;
    this.#line = null;
    if (line === null) return;
    const price = line.netPrice ?? line.grossPrice;
    if (line.net === null && line.quantity !== null && price !== null) {
      const whole = times(line.quantity, price);
      line.net = this.#basis === null || this.#basis === 0n ? whole : over(whole, this.#basis);
    }
    this.#draft.lines.push(line);
  }

  #takeProduct(segment: Segment): void {
    if (this.#line === null) return;
    const [code, list] = [segment.part(2).trim(), segment.part(2, 1)];
    if (list === "EN" && this.#line.ean === "") this.#line.ean = code;
    else if (list !== "EN" && this.#line.article === "") this.#line.article = code;
  }

  #takeLabel(segment: Segment): void {
    if (this.#line === null || this.#line.label !== "" || segment.part(2) === "35") return;
    this.#line.label = `${segment.part(3, 3)}${segment.part(3, 4)}`.trim();
    if (this.#opto) this.#line.family = segment.part(3).trim();
  }

  #takeQuantity(segment: Segment): void {
    const line = this.#line;
    const qualifier = segment.part(1);
    if (line === null || !quantities.has(qualifier)) return;
    const value = this.#number(segment, segment.part(1, 1));
    if (qualifier === "47" || line.quantity === null) line.quantity = value;
  }

  #takePrice(segment: Segment): void {
    const line = this.#line;
    if (line === null) return;
    const value = this.#number(segment, segment.part(1, 1));
    const gross = segment.part(1) === "AAB";
    if (gross) line.grossPrice ??= value;
    else if (segment.part(1) === "AAA" || line.netPrice === null) line.netPrice = value;
    if (!gross && segment.part(1, 4) !== "") this.#basis = this.#number(segment, segment.part(1, 4));
  }

  #takeTax(segment: Segment): void {
    const charge = this.#charge;
    const isVat = (segment.part(2) || "VAT") === "VAT";
    const rate = isVat && segment.part(5, 3) !== "" ? this.#number(segment, segment.part(5, 3)) : null;
    if (charge !== null && this.#section !== "summary") {
      charge.rate = rate;
      const made = this.#draft.lines.at(-1);
      if (charge.done && made?.kind === "charge") made.vatRate = rate;
      return;
    }
    this.#enter("tax");
    if (this.#line !== null) this.#line.vatRate ??= rate;
    if (this.#section !== "summary" || !isVat) return;
    const base = segment.part(4);
    this.#tax = { rate, base: base === "" ? null : this.#number(segment, base), tax: null };
    this.#draft.taxes.push(this.#tax);
  }

  #takeCharge(segment: Segment): void {
    this.#enter("charge");
    const kind = segment.part(1);
    const [code, label] = [segment.part(5) || segment.part(2), segment.part(5, 3)];
    const less = kind === "A" || kind === "G" || kind === "H";
    // In lines, amounts are net of discounts already; only OPTO33's packing and freight may stand beside them.
    const counts = this.#section !== "detail" || kind === "M";
    this.#charge = { code, label, sign: less ? -1n : 1n, counts, done: false, rate: null };
  }

  #takeAmount(segment: Segment): void {
    const qualifier = segment.part(1);
    const value = this.#number(segment, segment.part(1, 1));
    if (value === null) return;
    if (this.#currencyRank === 0 && this.#draft.currency === "" && /^[A-Z]{3}$/.test(segment.part(1, 2))) {
      this.#draft.currency = segment.part(1, 2);
    }
    if (this.#group === "charge") return this.#addCharge(qualifier, value);
    if (this.#section === "summary") return this.#addTotal(qualifier, value);
    if (this.#line !== null) this.#addToLine(this.#line, qualifier, value);
  }

  #addCharge(qualifier: string, value: Amount): void {
    const charge = this.#charge;
    if (charge === null || charge.done || !charge.counts || !["8", "23", "204"].includes(qualifier)) return;
    charge.done = true;
    const inLine = this.#section === "detail";
    const net = charge.sign * (value < 0n && charge.sign < 0n ? -value : value);
    const line = aLine({
      kind: "charge",
      article: charge.code,
      label: charge.label,
      net,
      vatRate: charge.rate,
      order: this.#line?.order ?? "",
    });
    if (inLine) this.#draft.lineCharges.push({ ...line, number: `${this.#line?.number ?? ""}+${this.#draft.lineCharges.length + 1}` });
    else this.#draft.lines.push({ ...line, number: `C${this.#draft.lines.length + 1}` });
  }

  #addTotal(qualifier: string, value: Amount): void {
    const tax = this.#tax;
    if (this.#group === "tax") {
      if (tax !== null && ["124", "150", "176"].includes(qualifier)) tax.tax ??= value;
      else if (tax !== null && qualifier === "125") tax.base ??= value;
    } else if (!this.#summary.has(qualifier)) this.#summary.set(qualifier, value);
  }

  #addToLine(line: DraftLine, qualifier: string, value: Amount): void {
    if (this.#group === "tax") {
      if (["124", "150", "176"].includes(qualifier)) line.tax ??= value;
      return;
    }
    const rank = lineNet.indexOf(qualifier);
    if (rank >= 0 && rank < this.#lineRank) [line.net, this.#lineRank] = [value, rank];
    if (qualifier === "98") line.gross = value;
  }

  #number(segment: Segment, text: string): Amount | null {
    const value = readAmount(text);
    if (value === null) this.#wrong("invoice_value_unreadable", segment, { field: segment.tag, value: shown(text) });
    return value;
  }

  #outOfOrder(segment: Segment): void {
    this.#wrong("edi_out_of_order", segment, { tag: segment.tag });
  }

  #wrong(code: string, segment: Segment, facts: Record<string, string>): void {
    note(this.problems, anError(code, placeOf(segment), { number: shown(this.#draft.number), ...facts }));
  }
}

/** Invoiced; else despatched, delivered, ordered. */
const quantities = new Set(["47", "12", "46", "21"]);

const placeOf = ({ number, line }: Segment): Place => ({ segment: number, line });
