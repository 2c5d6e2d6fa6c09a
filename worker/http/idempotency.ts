// Idempotency keys of orders (IETF draft-ietf-httpapi-idempotency-key-header): read whole or
// refused, and tied to what was asked for.
import { idempotencyHeader } from "../../contract/api/idempotency.ts";
import type { Json } from "../../contract/values/json.ts";
import { canonical } from "../../contract/values/canonical.ts";
import { hashOf } from "../../core/hash.ts";
import type { AppContext } from "./context.ts";
import { HttpProblem } from "./problem.ts";

const longest = idempotencyHeader.maxLength;

/**
 * The key of a request; null without one. A structured string loses its quotes.
 * @throws `idempotency_key_wrong` when it is empty, too long or not printable ASCII: never cut, for
 * two long keys may begin alike
 */
export function readKey(c: AppContext): string | null {
  const header = c.req.header("idempotency-key");
  if (header === undefined) return null;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (key.length <= longest && /^[\x20-\x7e]+$/.test(key)) return key;
  throw new HttpProblem("idempotency_key_wrong", { facts: { most: String(longest) } });
}

/** What is asked for, as a hash: the path names tenant, action and run, the body the rest. */
export const requestOf = (c: AppContext, body: Json): string =>
  hashOf(canonical({ path: c.req.path, body }));
