// The outside systems we can connect: one line each. The only barrel of the repository.
import { dhis2 } from "./dhis2/dhis2.ts";
import { invoices } from "./invoices/invoices.ts";
import { knack } from "./knack/knack.ts";
import { odoo } from "./odoo/odoo.ts";
import { postgres } from "./postgres/postgres.ts";
import { catalogOf, type Connectors } from "./registry.ts";

/** Each under the name of its kind. */
export const connectors = { odoo, knack, dhis2, invoices, postgres } satisfies Connectors;

/** What can be connected, for forms. */
export const catalog = catalogOf(connectors);
