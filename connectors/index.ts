// The outside systems we can connect: one line each. The only barrel of the house.
import type { Catalog } from "../contract/catalog.ts";
import type { ConnectionKind } from "../contract/connection.ts";
import { invoices } from "./invoices/invoices.ts";
import { odoo } from "./odoo/odoo.ts";

export const connectors = { odoo, invoices } satisfies Record<ConnectionKind, unknown>;

/** What can be connected, for forms. */
export const catalog: Catalog = { kinds: Object.values(connectors).map(({ kind }) => kind) };
