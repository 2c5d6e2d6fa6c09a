// The horizon of a survey: the newest stamp and the highest id, as both kinds of survey use them.
import type { Instant } from "../../contract/values/json.ts";
import type { Horizon } from "../../contract/source/survey.ts";
import type { SourceClient } from "../source-client.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import { readRows, type Domain } from "./queries.ts";
import type { OdooCursor } from "./resource.ts";
import type { OdooSettings } from "./settings.ts";
import type { MappingContext, ResourceTable } from "./table.ts";

type OdooClient = SourceClient<OdooSettings>;

/** What a survey is about. `at`: the newest stamp; null if nothing has one. */
export type SurveyContext = {
  client: OdooClient;
  table: ResourceTable;
  model: string;
  mapping: MappingContext;
  at: Instant | null;
};

/** Ids once seen stay within the horizon, so that deleting the newest record is noticed. */
export function horizonUpTo<C extends OdooCursor | null>(
  highestId: number,
  at: Instant | null,
  cursor: C,
): { horizon: Horizon; cursor: C } {
  const highest = Math.max(highestId, cursor?.highestId ?? 0);
  return {
    horizon: { at, highestId: highest },
    cursor: cursor === null ? cursor : { ...cursor, highestId: highest },
  };
}

/** The first id in an order; 0 if there are no records. */
export async function outermostId(
  client: OdooClient,
  { model, domain, order }: { model: string; domain: Domain; order: string },
): Promise<number> {
  const { rows } = await readRows(client, { model, domain, fields: ["id"], order, limit: 1 });
  const [row] = rows;
  if (!row) return 0;
  if (!isId(row["id"])) throw failure(client, "broken", "answer_unreadable");
  return row["id"];
}
