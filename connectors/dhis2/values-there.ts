// Looking at the values that a system has: what it says it ignored may be there already, or may not have been taken.
import type { Dhis2Link } from "./ask.ts";
import { askRows } from "./value-rows.ts";
import type { Sent, Strategy } from "./value-imports.ts";
import { inParts, type Row } from "./wire.ts";

type Looking = { dataSet: string; strategy: Strategy; part: Sent[] };

/** Units of one question: their uids stand in its address. */
const unitsPerQuestion = 60;

/** Of what was sent: the values that are not there as they were sent, or are still there although they were to go. */
export async function valuesNotThere(link: Dhis2Link, { dataSet, strategy, part }: Looking): Promise<Sent[]> {
  const there = new Map<string, Row>();
  for (const [period, sent] of Map.groupBy(part, ({ parts }) => parts.period)) {
    for (const units of inParts([...new Set(sent.map(({ parts }) => parts.orgUnit))], unitsPerQuestion)) {
      const rows = await askRows(link, [
        ["dataSet", dataSet],
        ["period", period],
        ...units.map((unit): [string, string] => ["orgUnit", unit]),
      ]);
      for (const row of rows) if (row["deleted"] !== true) there.set(placeOf(row), row);
    }
  }
  return part.filter(({ value }) => {
    const found = there.get(placeOf(value));
    if (strategy === "DELETE") return found !== undefined;
    return found === undefined || found["value"] !== value["value"] || (found["comment"] ?? null) !== (value["comment"] ?? null);
  });
}

const placeOf = (row: Row): string =>
  ["orgUnit", "period", "dataElement", "categoryOptionCombo", "attributeOptionCombo"].map((name) => String(row[name])).join("/");
