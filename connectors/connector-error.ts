// The error a connector throws, and what must happen next.
import type { Failure, FailureKind } from "../contract/source/failure.ts";

/** A failure of an outside system. Its `kind` says what must happen next. */
export class ConnectorError extends Error {
  readonly failure: Failure;
  constructor(
    kind: FailureKind,
    code: string,
    detail: { facts?: Record<string, string>; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(`${kind}: ${code}`, { cause: detail.cause });
    this.name = "ConnectorError";
    this.failure = {
      kind,
      code,
      facts: detail.facts ?? {},
      retryAfterMs: detail.retryAfterMs ?? null,
    };
  }
}
