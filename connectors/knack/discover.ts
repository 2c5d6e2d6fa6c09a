// What a Knack offers of a template: the resources of one school, counted by one page of its rows.
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

/**
 * The resources of a template. Throws `ConnectorError` for a failure that concerns the whole
 * connection.
 */
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

/**
 * The first page, in the largest size whose response fits: even the smallest one tells how many
 * students there are.
 */
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
 * Records that are parts of rows can only be counted if all rows are on the page; otherwise the
 * number is unknown before a refresh.
 */
function countOf(
  client: KnackClient,
  page: RowPage & { size: number },
  { table, scope }: { table: ResourceTable; scope: Scope },
): number | null {
  // A total is believed if the rows beside it are the requested ones.
  const { records, rejects } = mapPage(client, page, table, scope);
  if (table.parts === null) return page.total;
  return page.length === page.size ? null : records.length + rejects.length;
}

/** Rights and fields concern one object; every other failure concerns them all. */
const concernsObject = ({ code }: Failure): boolean =>
  ["rights_missing", "model_missing", "request_refused"].includes(code);
