// One segment: its text, its place, and its parts, which are only cut out on demand.
import { defaultServices, type Services } from "./services.ts";
import { cutSegment, type Cut } from "./split.ts";

/**
 * `control`: control characters. `charset`: characters that the interchange does not promise.
 * `advice`: a UNA that makes no sense.
 */
export type Flaw = "control" | "charset" | "advice";

/**
 * A place in a file: the segment number (UNB is the first, UNA is not counted), the line, and the
 * byte offset.
 */
export type SegmentPosition = { number: number; line: number; byte: number };

/** Tags and qualifiers have at most three letters; one more tells them apart from longer texts. */
const longestCode = 4;
const noCode = -1;

/** A text of at most four ASCII characters as a number: 0 if it is empty, -1 for any other text. */
export const codeOf = (text: string): number => codeIn(text, 0, text.length);

function codeIn(text: string, from: number, to: number): number {
  if (to - from > longestCode) return noCode;
  let code = 0;
  for (let at = from; at < to; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter > 0x7f) return noCode;
    code = (code << 8) | letter;
  }
  return code;
}

/**
 * The span of a segment in a longer text. `marked`: a character in it is released or an element
 * repeats.
 */
export type Span = { from: number; to: number; marked: boolean };

/**
 * A segment. Elements are numbered from the tag, which is element 0, as in the directories. Most
 * segments of a file are never looked into.
 */
export class Segment {
  readonly tag: string;
  /** Whether its tag is a common one. */
  readonly isKnown: boolean;
  readonly flaw: Flaw | null;
  readonly number: number;
  readonly line: number;
  readonly byte: number;
  readonly #text: string;
  readonly #from: number;
  readonly #to: number;
  readonly #services: Services;
  /** Nothing in it is released or repeated, so it can be split at separators alone. */
  readonly #plain: boolean;
  #cut: Cut | null = null;
  /** Where the last requested element begins; later ones are searched from there. */
  #knownElement = 0;
  #knownAt: number;

  /** @param text without line breaks in the span */
  constructor(
    text: string,
    services: Services = defaultServices,
    { number, line, byte }: SegmentPosition = { number: 1, line: 1, byte: 0 },
    flaw: Flaw | null = null,
    { from, to, marked }: Span = spanOf(text, services),
  ) {
    this.#text = text;
    this.#from = from;
    this.#knownAt = from;
    this.#to = to;
    this.#services = services;
    this.#plain = !marked;
    this.flaw = flaw;
    this.number = number;
    this.line = line;
    this.byte = byte;
    const tag = text[from + 3] === services.element ? knownTag(text, from) : undefined;
    this.isKnown = tag !== undefined;
    this.tag = tag ?? this.part(0);
  }

  /**
   * A component of an element; empty if the sender left it out. Only the separators before it are
   * searched for.
   */
  part(element: number, component = 0): string {
    if (!this.#plain) return this.#whole().elements[element]?.[component] ?? "";
    const at = this.#find(element, component);
    return at < 0 ? "" : this.#text.slice(at, this.#endOf(at));
  }

  /**
   * A component as a number, to compare with one of a few codes: equal to `codeOf` of its text,
   * without copying it.
   */
  code(element: number, component = 0): number {
    if (!this.#plain) return codeOf(this.part(element, component));
    const at = this.#find(element, component);
    return at < 0 ? 0 : codeIn(this.#text, at, this.#endOf(at));
  }

  /** All components of an element. */
  components(element: number): string[] {
    if (!this.#plain) return this.#whole().elements[element] ?? [];
    const [at, mark] = [this.#find(element, 0), this.#services.element];
    if (at < 0) return [];
    const end = this.#text.indexOf(mark, at);
    return this.#text
      .slice(at, end < 0 || end > this.#to ? this.#to : end)
      .split(this.#services.component);
  }

  /** Where a component begins; -1 if the sender left it out. */
  #find(element: number, component: number): number {
    const [text, to] = [this.#text, this.#to];
    const [elementMark, componentMark] = [
      this.#services.element.charCodeAt(0),
      this.#services.component.charCodeAt(0),
    ];
    const isBehind = element >= this.#knownElement;
    let at = isBehind ? this.#knownAt : this.#from;
    for (let left = isBehind ? element - this.#knownElement : element; left > 0; at += 1) {
      if (at >= to) return -1;
      if (text.charCodeAt(at) === elementMark) left -= 1;
    }
    this.#knownElement = element;
    this.#knownAt = at;
    for (let left = component; left > 0; at += 1) {
      if (at >= to) return -1;
      const code = text.charCodeAt(at);
      if (code === elementMark) return -1;
      if (code === componentMark) left -= 1;
    }
    return at;
  }

  #endOf(start: number): number {
    const [text, to] = [this.#text, this.#to];
    const [elementMark, componentMark] = [
      this.#services.element.charCodeAt(0),
      this.#services.component.charCodeAt(0),
    ];
    let end = start;
    for (; end < to; end += 1) {
      const code = text.charCodeAt(end);
      if (code === elementMark || code === componentMark) break;
    }
    return end;
  }

  /** The decimal mark of the interchange. */
  get decimalMark(): string {
    return this.#services.decimal;
  }

  get elements(): string[][] {
    return this.#whole().elements;
  }

  get repeats(): Cut["repeats"] {
    return this.#whole().repeats;
  }

  #whole(): Cut {
    return (this.#cut ??= cutSegment(this.#text.slice(this.#from, this.#to), this.#services));
  }
}

// A tag that was cut out of a text is compared letter by letter every time; these strings are
// compared by identity.
const tags =
  "UNB UNG UNH UNT UNE UNZ UNS BGM DTM PAI ALI IMD FTX RFF NAD LOC FII CTA COM TAX MOA CUX PAT PCD LIN PIA MEA QTY PRI ALC GIN PAC CNT"
    .split(" ")
    .map((tag): [number, string] => [codeOf(tag), tag]);
const known = new Map(tags);

function knownTag(text: string, at: number): string | undefined {
  return known.get(
    (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2),
  );
}

const spanOf = (text: string, { release, repetition }: Services): Span => ({
  from: 0,
  to: text.length,
  marked: text.includes(release) || (repetition !== null && text.includes(repetition)),
});
