// Reads one INVOIC message into a draft, segment by segment: OPTO33, EANCOM and plain directories
// from D.93A to D.01B.
import type { Interchange, MessageHead } from "../../../formats/edifact/envelope.ts";
import type { Segment } from "../../../formats/edifact/segment.ts";
import type { Draft } from "../draft.ts";
import { anError, aWarning, note, shown, type SourceLocation } from "../problem.ts";
import { amountHandlers } from "./amounts.ts";
import { groupHandlers } from "./groups.ts";
import { headHandlers } from "./head.ts";
import { checkControls, controlHandlers } from "./controls.ts";
import { closeLine, lineHandlers } from "./lines.ts";
import { MessageState, type Handler } from "./message-state.ts";

const handleSection: Handler = (reading, segment) => {
  if (segment.part(1) === "D" && reading.section === "header") return;
  if (reading.section === "summary") return reading.outOfOrder(segment);
  closeLine(reading);
  reading.section = "summary";
  reading.enter("none");
};

/** Which function reads which segment. All others are only counted. */
const handlers = new Map<string, Handler>([
  ...headHandlers,
  ...lineHandlers,
  ...groupHandlers,
  ...amountHandlers,
  ...controlHandlers,
  ["UNS", handleSection],
]);

/** Reads the segments of one INVOIC message. */
export class InvoiceMessage {
  readonly #reading: MessageState;

  constructor(head: MessageHead, interchange: Interchange) {
    this.#reading = new MessageState(head, interchange);
  }

  get problems(): Draft["problems"] {
    return this.#reading.draft.problems;
  }

  readSegment(segment: Segment): void {
    handlers.get(segment.tag)?.(this.#reading, segment);
  }

  /** Ends the message. */
  finish(end: SourceLocation): Draft {
    const reading = this.#reading;
    const { draft } = reading;
    closeLine(reading);
    if (!reading.hasType) note(draft.problems, anError("edi_segment_missing", end, { tag: "BGM" }));
    if (reading.section !== "summary")
      note(draft.problems, anError("edi_segment_missing", end, { tag: "UNS" }));
    if (reading.dateRank === 0)
      note(
        draft.problems,
        anError("invoice_date_missing", draft.place, { number: shown(draft.number) }),
      );
    nameParties(reading);
    checkControls(reading);
    return draft;
  }
}

/** The sender counts as the supplier if no supplier is named. */
function nameParties({ draft, parties, sender }: MessageState): void {
  const { supplier } = parties;
  draft.buyer = parties.buyer;
  if (supplier !== null && (supplier.code !== "" || supplier.name !== "")) {
    draft.supplier = supplier;
    return;
  }
  draft.supplier = { code: sender.trim(), name: "", vat: "" };
  if (draft.supplier.code === "") return;
  note(
    draft.problems,
    aWarning("invoice_supplier_assumed", draft.place, { sender: shown(sender) }),
  );
}
