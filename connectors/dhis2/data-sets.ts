// Finds the data sets of a destination that accept a value: those that contain its data element,
// the likeliest first.
import { z } from "zod";
import type { Dhis2Client } from "./requests.ts";
import { allOf } from "./collection.ts";
import { failure } from "./faults.ts";
import { periodTypeOf } from "./periods.ts";
import { rememberFact, recentFact } from "./recent-facts.ts";
import { defaultsOf } from "./system.ts";
import { defaultOptions } from "./value-ids.ts";
import type { Sent } from "./sent-value.ts";
import { chunks, isUid, rowsIn, uidIn, type Row } from "./wire.ts";

const DataSet = z.object({
  id: z.string(),
  periodType: z.string().nullable(),
  combo: z.string().nullable(),
  elements: z.string(),
});
type DataSet = z.infer<typeof DataSet>;
const DataSets = z.array(DataSet);

const unitsPerQuestion = 100;
/** The list of data elements makes a data set large. */
const dataSetsPerCall = 100;

/**
 * For each value, the uids of the data sets that contain its data element. Data sets rank higher
 * when the org unit, the attribute options and the period type match.
 */
export async function dataSetsFor(client: Dhis2Client, sent: Sent[]): Promise<string[][]> {
  if (sent.length === 0) return [];
  const all = await dataSetsOf(client);
  const having = new Map(
    [...new Set(sent.map(({ parts }) => parts.dataElement))].map((uid) => [
      uid,
      all.filter(({ elements }) => elements.includes(uid)),
    ]),
  );
  const several = sent.filter(({ parts }) => (having.get(parts.dataElement)?.length ?? 0) > 1);
  const assigned = await assignedTo(
    client,
    several.map(({ parts }) => parts.orgUnit),
  );
  const defaults = await defaultsOf(client);
  return sent.map(({ parts }) => {
    const combo =
      parts.attributeOptions === defaultOptions
        ? defaults.categoryCombo
        : parts.attributeOptions.split(".")[0];
    const fits = ({ id, periodType, combo: own }: DataSet): number =>
      Number(assigned.get(parts.orgUnit)?.has(id) ?? false) * 4 +
      Number(own === combo) * 2 +
      Number(periodType !== null && periodType === periodTypeOf(parts.period));
    return [...(having.get(parts.dataElement) ?? [])]
      .sort((one, other) => fits(other) - fits(one))
      .map(({ id }) => id);
  });
}

/** All data sets, with the data elements they contain. */
async function dataSetsOf(client: Dhis2Client): Promise<DataSet[]> {
  const remembered = recentFact(client, "membersOfDataSets", DataSets);
  if (remembered !== null) return remembered.value;
  const fields = "id,periodType,categoryCombo[id],dataSetElements[dataElement[id]]";
  const rows = await allOf(client, { family: "dataSets", filters: [], fields }, dataSetsPerCall);
  const dataSets = rows.map((row) => dataSetIn(client, row));
  // An empty list is not remembered: usually the account lacks rights, and rights change.
  if (dataSets.length > 0) rememberFact(client, "membersOfDataSets", dataSets);
  return dataSets;
}

function dataSetIn(
  client: Dhis2Client,
  { id, periodType, categoryCombo, dataSetElements }: Row,
): DataSet {
  const members = rowsIn(dataSetElements ?? []);
  if (!isUid(id) || members === null) throw failure(client, "broken", "answer_unreadable");
  const elements = members
    .map(({ dataElement }) => uidIn(dataElement))
    .filter((uid) => uid !== null);
  return {
    id,
    periodType: typeof periodType === "string" ? periodType : null,
    combo: uidIn(categoryCombo),
    elements: elements.join(),
  };
}

/**
 * The data sets that org units are assigned to, by unit. Empty for units that the account cannot
 * see, and for versions that do not report assignments.
 */
async function assignedTo(client: Dhis2Client, units: string[]): Promise<Map<string, Set<string>>> {
  const assigned = new Map<string, Set<string>>();
  for (const part of chunks([...new Set(units)], unitsPerQuestion)) {
    const filters = [`id:in:[${part.join(",")}]`];
    for (const { id, dataSets } of await allOf(client, {
      family: "organisationUnits",
      filters,
      fields: "id,dataSets[id]",
    })) {
      const uids = (rowsIn(dataSets ?? []) ?? []).map(uidIn).filter((uid) => uid !== null);
      if (isUid(id)) assigned.set(id, new Set(uids));
    }
  }
  return assigned;
}
