// Idempotency keys (IETF draft-ietf-httpapi-idempotency-key-header): a repeated request starts
// nothing twice.
import type { HttpProblemCode } from "./problem-codes.ts";

/** The header, as OpenAPI describes it. */
export const idempotencyHeader = {
  name: "Idempotency-Key",
  description:
    "A key of your own for this request, plain or in quotes. Repeating the request with the same key starts nothing again and gets the first answer, " +
    "as long as the refresh is kept; the same key with another request is 422 `idempotency_key_reused`.",
  maxLength: 200,
} as const;

/** What a key may be refused with. */
export const idempotencyCodes = [
  "idempotency_key_wrong",
  "idempotency_key_reused",
] as const satisfies readonly HttpProblemCode[];
