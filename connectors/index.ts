// The registry of connectors, one line each. The only barrel file.
import type { Catalog } from "../contract/api/catalog.ts";
import type { ConnectionKind } from "../contract/api/connection.ts";
import { dhis2 } from "./dhis2/dhis2.ts";
import { invoices } from "./invoices/invoices.ts";
import { knack } from "./knack/knack.ts";
import { odoo } from "./odoo/odoo.ts";
import { postgres } from "./postgres/postgres.ts";

export const connectors = { odoo, knack, dhis2, invoices, postgres } satisfies Record<
  ConnectionKind,
  unknown
>;

/** Everything that can be connected, for forms. */
export const catalog: Catalog = { kinds: Object.values(connectors).map(({ kind }) => kind) };
