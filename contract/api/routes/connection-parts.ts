// What the connections of a tenant and the shared ones have in common.
import type { RequestBody } from "./route.ts";
import { ConnectionChange, ConnectionDraft, DiscoverOrder, Typed } from "../connection.ts";

/** The media type of answers that arrive line by line. */
export const ndjson = "application/x-ndjson";

/** What checking and discovering do with a body, for the OpenAPI document. */
export const typedNote =
  "With a body, its values are tried: they override the stored ones, and none of them is stored. " +
  "A stored secret is never sent to an address that it was not given for.";

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
