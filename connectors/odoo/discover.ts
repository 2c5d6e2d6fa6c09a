// What of a template a live Odoo offers: each resource with its count, or why it cannot be read.
import { testedSentenceOf } from "../../contract/sentences/connection-test.ts";
import type { Discovered, Failure } from "../../contract/source/source.ts";
import { ConnectorError, type Link } from "../connector.ts";
import { countRows } from "./questions.ts";
import { domainOf, momentOf, optionsOf, tablesOf, targetOf } from "./reading.ts";
import type { OdooSettings } from "./settings.ts";
import { requireCompanies, requireLanguage, requireReader } from "./standing.ts";
import type { ResourceTable } from "./table.ts";

/**
 * The resources of a template, counted with their own rules. What concerns the whole connection is
 * thrown.
 */
export async function discover(link: Link<OdooSettings>, template: string): Promise<Discovered[]> {
  const account = await requireReader(link);
  await requireLanguage(link);
  requireCompanies(link, account);
  const found: Discovered[] = [];
  for (const table of tablesOf(template))
    found.push(await discoverOne(link, table, optionsOf(template).parse({})));
  return found;
}

async function discoverOne(
  link: Link<OdooSettings>,
  table: ResourceTable,
  options: Parameters<typeof momentOf>[1],
): Promise<Discovered> {
  const { key, label } = table;
  try {
    const { model } = await targetOf(link, table);
    const { at } = await countRows(link, { model, domain: [["id", "=", 0]] });
    const { count } = await countRows(link, {
      model,
      domain: domainOf(table, momentOf(link, options, at)),
    });
    return { key, label, available: true, records: count, reason: null };
  } catch (error) {
    if (!(error instanceof ConnectorError) || !concernsOneModel(error.failure)) throw error;
    return { key, label, available: false, records: null, reason: testedSentenceOf(error.failure) };
  }
}

/** Rights, modules and fields differ from model to model; everything else is the same for all. */
export const concernsOneModel = ({ code }: Failure): boolean =>
  ["rights_missing", "model_missing", "field_missing", "request_refused", "source_failed"].includes(
    code,
  );
