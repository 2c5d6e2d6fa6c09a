// What a DHIS2 offers of a template: each family with its count, or why it cannot be read.
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { Failure } from "../../contract/source/failure.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";
import { families, metadataTemplate } from "./families.ts";
import { countFamily } from "./family-ids.ts";
import { systemInfo } from "./system.ts";
import { valuesTemplate } from "./value-options.ts";
import { scopeOf } from "./value-scope.ts";

/**
 * The resources of a template. Throws `ConnectorError` for a failure that concerns the whole
 * connection.
 */
export async function discover(client: Dhis2Client, template: string): Promise<Discovered[]> {
  await systemInfo(client);
  const found: Discovered[] = [];
  if (template === metadataTemplate.key) {
    for (const { key, label } of families)
      found.push(await look({ key, label }, () => countFamily(client, { resource: key })));
  }
  if (template === valuesTemplate.key) {
    for (const { key, label } of valuesTemplate.resources) {
      // DHIS2 has no request that counts data values.
      const uncounted = () =>
        scopeOf(client, { template, resource: key, options: {} }).then(() => null);
      found.push(await look({ key, label }, uncounted));
    }
  }
  return found;
}

async function look(
  { key, label }: Pick<Discovered, "key" | "label">,
  count: () => Promise<number | null>,
): Promise<Discovered> {
  try {
    return { key, label, available: true, records: await count(), reason: null };
  } catch (error) {
    if (!(error instanceof ConnectorError) || !concernsOneFamily(error.failure)) throw error;
    return { key, label, available: false, records: null, reason: testedSentenceOf(error.failure) };
  }
}

/**
 * Only rights and missing families concern a single family; every other failure concerns them all.
 */
const concernsOneFamily = ({ code }: Failure): boolean =>
  ["rights_missing", "model_missing", "request_refused", "org_unit_outside"].includes(code);
