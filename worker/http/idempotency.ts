// Idempotency keys (IETF draft-ietf-httpapi-idempotency-key-header), tied to what was asked for.
import type { Json } from "../../contract/values/json.ts";
import { canonical } from "../../contract/values/canonical.ts";
import { hashOf } from "../../core/hash.ts";
import type { Idempotency } from "../runs/command.ts";
import type { AppContext } from "./context.ts";

/**
 * What makes a start repeatable: the key of the request as it was sent, and a hash of what was
 * asked. The path names tenant, action and run, `body` the rest.
 */
export const idempotencyOf = (c: AppContext, body: Json = null): Idempotency => ({
  idempotencyKey: unquoted(c.req.header("idempotency-key")),
  request: hashOf(canonical({ path: c.req.path, body })),
});

/** The key without the quotes of a structured string; null: none was sent. */
const unquoted = (header: string | undefined): string | null =>
  header === undefined ? null : (/^"(.*)"$/.exec(header)?.[1] ?? header);
