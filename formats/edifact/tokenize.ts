// Tokenizes EDIFACT bytes into segments: tolerant of what real senders do, bounded in memory, and
// with the place of every segment.
import { bytesAsText } from "../latin.ts";
import { inPieces, pieceBytes } from "../pieces.ts";
import { decoderOf, type Decode } from "./charset.ts";
import { EdifactError, type EdifactReason } from "./error.ts";
import { Scanner } from "./scan.ts";
import {
  adviceLength,
  readAdvice,
  defaultServices,
  defaultRepetition,
  type Services,
} from "./services.ts";
import { Segment, type Flaw } from "./segment.ts";

export type Limits = { segmentBytes: number; elements: number; components: number };

/** The longest honest segment is a free text of five times 512 characters. */
const defaultLimits: Limits = { segmentBytes: 8 * 1024, elements: 200, components: 100 };

/**
 * Yields the segments of a file, chunk by chunk and each on demand; they must be consumed before
 * the next chunk. Throws `EdifactError` if the file cannot be read any further.
 */
export async function* tokenize(
  bytes: AsyncIterable<Uint8Array>,
  limits: Limits = defaultLimits,
): AsyncGenerator<Iterable<Segment>> {
  const tokenizer = new Tokenizer(limits);
  for await (const piece of inPieces(bytes)) yield tokenizer.push(piece);
  yield tokenizer.end();
}

const LF = 10;
const CR = 13;
const U = 0x55;
const N = 0x4e;
/** DOS programs still end files with it. */
const oldEndOfFile = 0x1a;

/** Consumes a file chunk by chunk. After it has thrown it cannot be used any more. */
export class Tokenizer {
  readonly #limits: Limits;
  readonly #scanner: Scanner;
  #services: Services = defaultServices;
  #terminator = defaultServices.terminator.charCodeAt(0);
  #decode: Decode = decoderOf("UNOA");
  /** A UNA has just been read, so the UNB after it keeps its characters. */
  #advised = false;
  #flaw: Flaw | null = null;
  #room = new Uint8Array(pieceBytes + defaultLimits.segmentBytes);
  #bytes = this.#room.subarray(0, 0);
  /** The same bytes, one character each. */
  #text = "";
  #at = 0;
  /** The file offset of `#bytes`. */
  #offset = 0;
  #line = 1;
  #number = 0;
  #ended = false;
  // Created lazily: a list of them would take most of a reader's memory.
  readonly #segments: Iterable<Segment> = {
    [Symbol.iterator]: () => ({ next: () => this.#step() }),
  };

  constructor(limits: Limits = defaultLimits) {
    this.#limits = limits;
    this.#scanner = new Scanner(defaultServices);
  }

  push(piece: Uint8Array): Iterable<Segment> {
    this.#passOver();
    const rest = this.#bytes.length - this.#at;
    const length = rest + piece.length;
    // One buffer for the whole file, because a new one per chunk would keep the garbage collector
    // busier than the parser.
    const room = this.#room.length >= length ? this.#room : new Uint8Array(length);
    room.set(this.#bytes.subarray(this.#at));
    room.set(piece, rest);
    this.#room = room;
    this.#offset += this.#at;
    this.#bytes = room.subarray(0, length);
    this.#text = bytesAsText(this.#bytes);
    this.#at = 0;
    return this.#segments;
  }

  /** No more chunks: the rest must be a whole segment. */
  end(): Iterable<Segment> {
    this.#passOver();
    this.#ended = true;
    return this.#segments;
  }

  /** Segments that nobody consumed are skipped, not kept for later. */
  #passOver(): void {
    while (this.#next() !== null);
  }

  #step(): IteratorResult<Segment, undefined> {
    const value = this.#next();
    return value === null ? { value: undefined, done: true } : { value, done: false };
  }

  /** The next whole segment; null if more bytes are needed. */
  #next(): Segment | null {
    for (;;) {
      this.#skipBlanks();
      const left = this.#bytes.length - this.#at;
      if (left === 0) return null;
      if (left < adviceLength && !this.#ended) return null;
      const code = this.#bytes[this.#at];
      if (code === U && this.#isService("A")) this.#applyAdvice();
      else if (code === this.#terminator) this.#at += 1;
      else break;
    }
    const opens = this.#bytes[this.#at] === U && this.#isService("B");
    if (opens && !this.#chooseServices()) return null;
    const end = this.#endOfSegment();
    if (end === null) return null;
    if (opens) this.#advised = false;
    return this.#build(end);
  }

  /** Whether a UNA or UNB begins here. */
  #isService(letter: "A" | "B"): boolean {
    const at = this.#at;
    return this.#bytes[at] === U && this.#bytes[at + 1] === N && this.#text[at + 2] === letter;
  }

  /**
   * Skips line breaks and spaces between segments, and the byte order marks of concatenated files.
   */
  #skipBlanks(): void {
    for (;;) {
      const code = this.#bytes[this.#at];
      if (code === LF) this.#line += 1;
      else if (code === 0xef && this.#text.startsWith("\u00ef\u00bb\u00bf", this.#at))
        this.#at += 2;
      else if (code !== CR && code !== 0x20 && code !== 0x09 && code !== oldEndOfFile) return;
      this.#at += 1;
    }
  }

  #applyAdvice(): void {
    const { services, length, sound } = readAdvice(this.#text, this.#at);
    this.#serve(services);
    this.#advised = true;
    if (!sound) this.#flaw = "advice";
    for (let at = this.#at; at < this.#at + length; at += 1)
      if (this.#text.charCodeAt(at) === LF) this.#line += 1;
    this.#at += length;
  }

  /**
   * Sets the service characters of the interchange that opens here; false if more bytes are needed.
   */
  #chooseServices(): boolean {
    if (!this.#advised) this.#serve(defaultServices);
    const end = this.#text.indexOf(this.#services.terminator, this.#at);
    const lineEnd = this.#text.indexOf("\n", this.#at);
    const known =
      (end >= 0 && (lineEnd < 0 || end < lineEnd)) ||
      (lineEnd >= 0 && this.#text.length > lineEnd + 8) ||
      this.#isLong();
    if (!known && !this.#ended) return false;
    // Some senders end segments with a line break only; then the next line is a service segment.
    const byLine =
      lineEnd >= 0 &&
      (end < 0 || lineEnd < end) &&
      /^\s{0,3}UN[GHZ]/.test(this.#text.slice(lineEnd + 1, lineEnd + 8));
    const syntax = this.#text.slice(this.#at + 4, this.#at + 8);
    const version = this.#text[this.#at + 9];
    if (byLine) this.#serve({ ...this.#services, terminator: "\n" });
    // The fifth character of UNA separates repetitions in syntax 4. In earlier versions it is
    // reserved and has no meaning.
    if (version !== "4") this.#serve({ ...this.#services, repetition: null });
    else if (!this.#advised) this.#serve({ ...this.#services, repetition: defaultRepetition });
    this.#decode = decoderOf(syntax);
    return true;
  }

  #serve(services: Services): void {
    this.#services = services;
    this.#terminator = services.terminator.charCodeAt(0);
    this.#scanner.setServices(services);
  }

  #isLong = (): boolean => this.#bytes.length - this.#at > this.#limits.segmentBytes;

  /** The position of the open segment's terminator; null if it is not there yet. */
  #endOfSegment(): number | null {
    const end = this.#scanner.endOf(
      this.#bytes,
      this.#at,
      Math.min(this.#bytes.length, this.#at + this.#limits.segmentBytes + 1),
    );
    if (end >= 0) return end;
    if (this.#isLong()) this.#fail("segment_too_long");
    if (!this.#ended) return null;
    const { terminator, release } = this.#services;
    // The last line needs no line break.
    if (terminator === "\n") return this.#bytes.length;
    const [marks = ""] =
      new RegExp(`\\${release}*$`).exec(this.#text.slice(this.#at).trimEnd()) ?? [];
    this.#fail(marks.length % 2 === 1 ? "release_at_end" : "segment_unfinished");
  }

  #build(end: number): Segment {
    this.#number += 1;
    const { nonAscii, marked } = this.#scanner;
    const place = { number: this.#number, line: this.#line, byte: this.#offset + this.#at };
    const text = nonAscii ? this.#plain(this.#text.slice(this.#at, end)) : this.#text;
    const span = nonAscii
      ? { from: 0, to: text.length, marked }
      : { from: this.#at, to: end, marked };
    const segment = new Segment(text, this.#services, place, this.#flaw, span);
    this.#flaw = null;
    if (span.to - span.from > this.#limits.components && this.#isTooWide(segment))
      this.#fail("too_many_elements", place);
    this.#at = Math.min(end + 1, this.#bytes.length);
    if (this.#services.terminator === "\n") this.#line += 1;
    return segment;
  }

  #isTooWide({ elements }: Segment): boolean {
    return (
      elements.length > this.#limits.elements ||
      elements.some((one) => one.length > this.#limits.components)
    );
  }

  /** The text of a segment without line breaks; notes characters that should not be in it. */
  #plain(raw: string): string {
    let text = raw;
    if (beyondAscii.test(raw)) {
      const decoded = this.#decode(this.#bytes.subarray(this.#at, this.#at + raw.length));
      text = decoded.text;
      if (decoded.broken) this.#flaw ??= "charset";
    }
    if (text.includes("\n") || text.includes("\r")) {
      for (const character of text) if (character === "\n") this.#line += 1;
      text = text.replace(/[\r\n]/g, "").trimEnd();
    }
    if (control.test(text)) this.#flaw = "control";
    return text;
  }

  #fail(
    reason: EdifactReason,
    place = { number: this.#number + 1, line: this.#line, byte: this.#offset + this.#at },
  ): never {
    throw new EdifactError(reason, place);
  }
}

const beyondAscii = /[\u0080-\uffff]/;
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;
