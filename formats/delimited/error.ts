// Why a delimited file cannot be read any further, and at which line.

export type DelimitedReason =
  | "too_large"
  | "row_too_long"
  | "too_many_columns"
  | "cell_too_long"
  | "quote_open"
  | "quote_stray";

/** Its message never quotes the file. */
export class DelimitedError extends Error {
  override name = "DelimitedError";
  readonly reason: DelimitedReason;
  readonly line: number;

  constructor(reason: DelimitedReason, line: number) {
    super(`${reason} at line ${line}`);
    this.reason = reason;
    this.line = line;
  }
}
