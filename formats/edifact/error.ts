// Why an EDIFACT file cannot be read on, and where.

/** A place in a file: the number of the segment (UNB is the first, UNA is none), the line, and the byte from the start. */
export type Position = { segment: number; line: number; byte: number };

export type EdifactReason = "segment_too_long" | "too_many_elements" | "release_at_end" | "segment_unfinished";

/** The rest of the file makes no sense after this. The message never quotes the file. */
export class EdifactError extends Error {
  override name = "EdifactError";
  readonly reason: EdifactReason;
  readonly position: Position;

  constructor(reason: EdifactReason, position: Position) {
    super(`${reason} at segment ${position.segment}, line ${position.line}, byte ${position.byte}`);
    this.reason = reason;
    this.position = position;
  }
}
