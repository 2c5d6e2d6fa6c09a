// Reads an EDIFACT file into documents: the envelope separates the messages, INVOIC messages are
// read, others only counted.
import { Envelope, type EdifactProblem } from "../../../formats/edifact/envelope.ts";
import { EdifactError } from "../../../formats/edifact/error.ts";
import type { Segment } from "../../../formats/edifact/segment.ts";
import { tokenize } from "../../../formats/edifact/tokenize.ts";
import type { FileProblem } from "../../../contract/api/file.ts";
import { finishDraft } from "../document.ts";
import type { Item } from "../item.ts";
import { aNotice, anError, aWarning, note, shown } from "../problem.ts";
import { creditNotesOf, type InvoiceSettings } from "../settings.ts";
import { InvoiceMessage } from "./message.ts";

/**
 * Messages that accompany invoices. Nothing of them is stored, so they count as read if they are
 * sound.
 */
const companions = new Set(["ORDERS", "DESADV"]);

/** A message that is not an invoice. */
type OtherMessage = { message: string; problems: FileProblem[] };

/**
 * Yields the items of an EDIFACT file, one chunk of the file at a time. Nothing follows an error
 * about the file.
 */
export async function* readEdifact(
  bytes: AsyncIterable<Uint8Array>,
  settings: InvoiceSettings,
): AsyncGenerator<Item[]> {
  const reader = new MessageReader(settings);
  try {
    for await (const segments of tokenize(bytes)) {
      for (const segment of segments) {
        reader.take(segment);
        if (reader.failed) break;
      }
      yield reader.drain();
      if (reader.failed) return;
    }
  } catch (error) {
    if (!(error instanceof EdifactError)) throw error;
    const { number, line } = error.place;
    yield [
      ...reader.drain(),
      { type: "problem", problem: anError(`edi_${error.reason}`, { segment: number, line }) },
    ];
    return;
  }
  reader.end();
  yield reader.drain();
}

class MessageReader {
  readonly #settings: InvoiceSettings;
  readonly #envelope = new Envelope();
  readonly #problems: EdifactProblem[] = [];
  readonly #names = new Set<string>();
  #invoice: InvoiceMessage | null = null;
  #other: OtherMessage | null = null;
  /** How often each kind of warning about the file was given. */
  readonly #reported = new Map<string, number>();
  #items: Item[] = [];
  failed = false;

  constructor(settings: InvoiceSettings) {
    this.#settings = settings;
  }

  take(segment: Segment): void {
    const turn = this.#envelope.process(segment, this.#problems);
    if (turn === "message") this.#open();
    if (this.#problems.length > 0) this.#sort();
    switch (turn) {
      case "inside":
        this.#invoice?.readSegment(segment);
        return;
      case "messageEnd":
        return this.#close(segment);
      case "opened":
        if (this.#envelope.interchange?.test)
          this.#report(aNotice("edi_test", { segment: segment.number, line: segment.line }));
        return;
      default:
    }
  }

  end(): void {
    this.#envelope.end(this.#problems);
    this.#sort();
  }

  drain(): Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #open(): void {
    const { message, interchange } = this.#envelope;
    if (message === null || interchange === null) return;
    const name = [
      message.type,
      [message.version, message.association].filter((part) => part !== "").join("."),
    ].join(" ");
    if (this.#names.size < 20 && !this.#names.has(name)) {
      this.#names.add(name);
      this.#items.push({ type: "named", name });
    }
    if (message.type === "INVOIC") this.#invoice = new InvoiceMessage(message, interchange);
    else this.#other = { message: message.type, problems: [] };
  }

  #close({ number, line }: Segment): void {
    const invoice = this.#invoice;
    if (invoice !== null) {
      const draft = invoice.finish({ segment: number, line });
      this.#items.push(finishDraft(draft, creditNotesOf(this.#settings, draft.supplier)));
    } else if (this.#other !== null) {
      const { message, problems } = this.#other;
      if (!companions.has(message))
        note(
          problems,
          aWarning("edi_message_unread", { segment: number, line }, { message: shown(message) }),
        );
      this.#items.push({ type: "other", message, read: companions.has(message), problems });
    }
    this.#invoice = null;
    this.#other = null;
    this.#envelope.leaveMessage();
  }

  /** Assigns problems of the envelope to the document they are about, or to the file. */
  #sort(): void {
    for (const { code, facts, severity, scope, segment, line } of this.#problems) {
      const problem: FileProblem = { code, facts, severity, segment, line };
      const message = this.#invoice?.problems ?? this.#other?.problems;
      if (scope === "message" && message !== undefined) note(message, problem);
      else {
        this.#report(problem);
        if (severity === "error") this.failed = true;
      }
    }
    this.#problems.length = 0;
  }

  /**
   * A file of a hundred thousand messages with wrong counts would repeat itself a hundred thousand
   * times; the first few are enough.
   */
  #report(problem: FileProblem): void {
    const times = (this.#reported.get(problem.code) ?? 0) + 1;
    this.#reported.set(problem.code, times);
    if (problem.severity === "error" || times <= 20) this.#items.push({ type: "problem", problem });
  }
}
