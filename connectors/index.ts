// The outside systems we can connect: one line each. The only barrel of the repository.
import type { ConnectionKind } from "../contract/api/connection.ts";
import { dhis2 } from "./dhis2/dhis2.ts";
import { invoices } from "./invoices/invoices.ts";
import { knack } from "./knack/knack.ts";
import { odoo } from "./odoo/odoo.ts";
import { postgres } from "./postgres/postgres.ts";
import { catalogOf } from "./registry.ts";

export const connectors = { odoo, knack, dhis2, invoices, postgres } satisfies Record<
  ConnectionKind,
  unknown
>;

/** What can be connected, for forms. */
export const catalog = catalogOf(connectors);
