// The survey of a resource: what is there, the horizon, and the partitions to read.
import type { Instant } from "../../contract/values/json.ts";
import type { Doubt, Survey } from "../../contract/source/survey.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec, Since } from "../connector.ts";
import { failure } from "./faults.ts";
import { checkNames, type NameCheck } from "./name-check.ts";
import { namedModels } from "./related-names.ts";
import { forgetNames } from "./listed-names.ts";
import { secondsOf, settledAt } from "./overlap.ts";
import { readRows, type Domain } from "./queries.ts";
import {
  cursorOf,
  domainOf,
  mappingContextOf,
  tableOf,
  targetOf,
  type OdooCursor,
} from "./resource.ts";
import type { OdooSettings } from "./settings.ts";
import { surveyChanges } from "./survey-changes.ts";
import { surveyAll } from "./survey-complete.ts";
import { instant } from "./values.ts";

type OdooClient = SourceClient<OdooSettings>;

const dayMs = 86_400_000;

/** Surveys a resource: incrementally when possible, otherwise completely. */
export async function survey(
  client: OdooClient,
  reading: ResourceSpec,
  since: Since,
): Promise<Survey> {
  const { table, options } = tableOf(client, reading);
  const { model, columns } = await targetOf(client, table);
  const { at, clock } = await findNewest(
    client,
    model,
    domainOf(table, mappingContextOf(client, options, null)),
  );
  const context = {
    client,
    table,
    model,
    mapping: mappingContextOf(client, options, table.incremental ? at : (clock ?? at)),
    at,
  };
  forgetNames(client);
  if (!table.incremental) return surveyAll(context, { horizonAt: clock ?? at, cursor: null });
  if (at === null) return nothing;
  const firstDays = Number(options["firstDays"]);
  const before = cursorOf(since.cursor);
  const floor =
    before?.firstDays === firstDays
      ? before.floor
      : secondsOf(Date.parse(clock ?? at) - firstDays * dayMs);
  const old = since.complete ? null : before;
  const look = await checkNames(client, namedModels(table, model, columns), {
    before: old?.labels ?? null,
    at,
    clock,
  });
  const next = { at: settledAt(at), floor, firstDays, labels: look.snapshots };
  const cursor: OdooCursor = { ...next, highestId: before?.highestId ?? 0 };
  const changes =
    old === null || look.whole
      ? null
      : await surveyChanges({ ...context, at }, { from: old.at, cursor, look });
  // More records point at renamed ones than are worth listing: read everything.
  const found = changes ?? (await surveyAll(context, { horizonAt: at, cursor }));
  return { ...found, ...doubtsIn(look, found) };
}

/** A complete read has today's names. Names that stay hidden are reported all the same. */
function doubtsIn({ doubts }: NameCheck, { coverage }: Survey): { doubts?: Doubt[] } {
  const told =
    coverage === "changes" ? doubts : doubts.filter(({ code }) => code === "names_hidden");
  return told.length === 0 ? {} : { doubts: told };
}

/** An incremental resource without a single write: nothing to read, nothing to remember. */
const nothing: Survey = {
  horizon: { at: null, highestId: 0 },
  coverage: "range",
  toRead: 0,
  present: 0,
  partitions: [{ type: "range", from: 0, to: 0 }],
  cursor: null,
};

/**
 * The newest stamp in the source, capped by the source's clock, so that a bogus future stamp cannot
 * carry the cursor away.
 */
async function findNewest(
  client: OdooClient,
  model: string,
  domain: Domain,
): Promise<{ at: Instant | null; clock: Instant | null }> {
  // Empty stamps would sort first.
  const stamped: Domain = [...domain, ["write_date", "!=", false]];
  const { rows, at: clock } = await readRows(client, {
    model,
    domain: stamped,
    fields: ["write_date"],
    order: "write_date desc",
    limit: 1,
  });
  const [newest] = rows;
  if (!newest) return { at: clock, clock };
  const stamp = typeof newest["write_date"] === "string" ? instant(newest["write_date"]) : null;
  if (stamp === null) throw failure(client, "broken", "answer_unreadable");
  return {
    at:
      clock !== null && Date.parse(clock) < Date.parse(stamp)
        ? clock
        : secondsOf(Date.parse(stamp)),
    clock,
  };
}
