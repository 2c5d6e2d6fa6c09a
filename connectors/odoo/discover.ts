// The resources of a template that an Odoo offers: each with its count, or why it cannot be read.
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { Failure } from "../../contract/source/failure.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { countRows } from "./queries.ts";
import { domainOf, mappingContextOf, optionsOf, tablesOf, targetOf } from "./resource.ts";
import type { OdooSettings } from "./settings.ts";
import { requireCompanies, requireLanguage, requireAccount } from "./access.ts";
import type { ResourceTable } from "./table.ts";

/** Counts each resource of a template. A failure that concerns the whole connection is thrown. */
export async function discover(
  client: SourceClient<OdooSettings>,
  template: string,
): Promise<Discovered[]> {
  const account = await requireAccount(client);
  await requireLanguage(client);
  requireCompanies(client, account);
  const found: Discovered[] = [];
  for (const table of tablesOf(template))
    found.push(await discoverOne(client, table, optionsOf(template).parse({})));
  return found;
}

async function discoverOne(
  client: SourceClient<OdooSettings>,
  table: ResourceTable,
  options: Parameters<typeof mappingContextOf>[1],
): Promise<Discovered> {
  const { key, label } = table;
  try {
    const { model } = await targetOf(client, table);
    const { at } = await countRows(client, { model, domain: [["id", "=", 0]] });
    const { count } = await countRows(client, {
      model,
      domain: domainOf(table, mappingContextOf(client, options, at)),
    });
    return { key, label, available: true, records: count, reason: null };
  } catch (error) {
    if (!(error instanceof ConnectorError) || !concernsOneModel(error.failure)) throw error;
    return { key, label, available: false, records: null, reason: testedSentenceOf(error.failure) };
  }
}

/**
 * Rights, modules and fields differ by model; every other failure concerns the whole connection.
 */
export const concernsOneModel = ({ code }: Failure): boolean =>
  ["rights_missing", "model_missing", "field_missing", "request_refused", "source_failed"].includes(
    code,
  );
