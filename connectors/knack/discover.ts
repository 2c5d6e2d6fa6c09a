// What of a template a live Knack offers: the resources of one school, counted from one page of its
// rows.
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { Failure } from "../../contract/source/failure.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { listRows, type RowPage } from "./call.ts";
import { dateOrderOf } from "./dates.ts";
import { sizes } from "./pages.ts";
import { scopeOf, tablesOf, type Scope } from "./resource.ts";
import { resultsObject } from "./results.ts";
import { mapPage } from "./rows.ts";
import type { KnackSettings } from "./settings.ts";
import type { ResourceTable } from "./table.ts";

type KnackClient = SourceClient<KnackSettings>;

/** The resources of a template. What concerns the whole connection is thrown. */
export async function discover(client: KnackClient, template: string): Promise<Discovered[]> {
  const tables = tablesOf(template);
  if (tables.length === 0) return [];
  try {
    const scope = scopeOf(client, { at: null, dateOrder: await dateOrderOf(client) });
    const page = await firstPage(client, scope);
    return tables.map((table) => ({
      key: table.key,
      label: table.label,
      available: true,
      records: countOf(client, page, { table, scope }),
      reason: null,
    }));
  } catch (error) {
    if (!(error instanceof ConnectorError) || !concernsObject(error.failure)) throw error;
    const reason = testedSentenceOf(error.failure);
    return tables.map(({ key, label }) => ({
      key,
      label,
      available: false,
      records: null,
      reason,
    }));
  }
}

/** As many rows as an answer bears: the smallest page still tells how many students there are. */
async function firstPage(
  client: KnackClient,
  { rules }: Scope,
): Promise<RowPage & { size: number }> {
  for (const size of sizes) {
    const page = await listRows(client, { object: resultsObject, rules, page: 1, size }).catch(
      whenTooLarge,
    );
    if (page !== null) return { ...page, size };
  }
  throw new ConnectorError("broken", "answer_too_large", { facts: { host: client.host } });
}

function whenTooLarge(error: unknown): null {
  if (error instanceof ConnectorError && error.failure.code === "answer_too_large") return null;
  throw error;
}

/**
 * Records that are parts of rows are counted where all rows stand on the page; else nobody knows
 * before a refresh.
 */
function countOf(
  client: KnackClient,
  page: RowPage & { size: number },
  { table, scope }: { table: ResourceTable; scope: Scope },
): number | null {
  // A total is believed once the rows beside it are those that were asked for.
  const { records, rejects } = mapPage(client, page, table, scope);
  if (table.parts === null) return page.total;
  return page.length === page.size ? null : records.length + rejects.length;
}

/** Rights and fields are the object's; everything else is the same for all. */
const concernsObject = ({ code }: Failure): boolean =>
  ["rights_missing", "model_missing", "request_refused"].includes(code);
