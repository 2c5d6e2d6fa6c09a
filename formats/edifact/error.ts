// Why an EDIFACT file cannot be read any further, and where.

import type { SegmentPosition } from "./segment.ts";

export type EdifactReason =
  "segment_too_long" | "too_many_elements" | "release_at_end" | "segment_unfinished";

/** The rest of the file cannot be read. Its message never quotes the file. */
export class EdifactError extends Error {
  override name = "EdifactError";
  readonly reason: EdifactReason;
  readonly place: SegmentPosition;

  constructor(reason: EdifactReason, place: SegmentPosition) {
    super(`${reason} at segment ${place.number}, line ${place.line}, byte ${place.byte}`);
    this.reason = reason;
    this.place = place;
  }
}
