// What the connections of a tenant and the shared ones have in common.
import type { RequestBody } from "./route.ts";
import { ConnectionChange, ConnectionDraft, DiscoverOrder, Typed } from "../connection.ts";

/** The media type of answers that arrive line by line. */
export const ndjson = "application/x-ndjson";

export const tryWords =
  "With a body, what is tried is what was typed there: it wins over what is kept, and none of it is kept. " +
  "A kept secret never goes to an address that it was not given for.";

export const draftBody = {
  schema: ConnectionDraft,
  example: {
    name: "Invoice files",
    kind: "invoices",
    settings: {},
  },
} as const satisfies RequestBody;

export const changeBody = {
  schema: ConnectionChange,
  example: { name: "Odoo of the head office" },
} as const satisfies RequestBody;

export const checkBody = {
  schema: Typed,
  optional: true,
  example: { secret: "another API key" },
} as const satisfies RequestBody;

export const discoverBody = {
  schema: DiscoverOrder,
  example: { template: "odoo_modules" },
} as const satisfies RequestBody;
