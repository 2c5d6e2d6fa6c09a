// The bounds of one call to an outside system.

/** Times in milliseconds, sizes in bytes. */
export type ClientLimits = {
  /** Until the response headers arrive, unless the request sets its own timeout. */
  headersMs: number;
  totalMs: number;
  /** Longest silence while the body arrives. */
  idleMs: number;
  /** Size of the response body, counted after decompression. */
  answerBytes: number;
  /** How long one call may wait for the Gate before the batch is handed back. */
  gateMs: number;
};

export const defaultLimits: ClientLimits = {
  headersMs: 15_000,
  totalMs: 60_000,
  idleMs: 10_000,
  answerBytes: 8 * 1024 * 1024,
  gateMs: 5_000,
};
