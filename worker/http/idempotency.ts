// Idempotency keys (IETF draft-ietf-httpapi-idempotency-key-header): read whole or refused, and tied
// to what was asked for.
import { idempotencyHeader } from "../../contract/api/idempotency.ts";
import type { Json } from "../../contract/values/json.ts";
import { canonical } from "../../contract/values/canonical.ts";
import { hashOf } from "../../core/hash.ts";
import type { Idempotency } from "../runs/command.ts";
import type { AppContext } from "./context.ts";
import { HttpProblem } from "./problem.ts";

const longest = idempotencyHeader.maxLength;

/**
 * What makes a start repeatable: the key of the request, and a hash of what was asked. The path
 * names tenant, action and run, `body` the rest.
 * @throws `idempotency_key_wrong` when the key is empty, too long or not printable ASCII: never cut,
 * for two long keys may begin alike
 */
export const idempotencyOf = (c: AppContext, body: Json = null): Idempotency => ({
  idempotencyKey: readKey(c.req.header("idempotency-key")),
  request: hashOf(canonical({ path: c.req.path, body })),
});

/** The key without the quotes of a structured string; null: none was sent. */
function readKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (key.length <= longest && /^[\x20-\x7e]+$/.test(key)) return key;
  throw new HttpProblem("idempotency_key_wrong", { facts: { most: String(longest) } });
}
