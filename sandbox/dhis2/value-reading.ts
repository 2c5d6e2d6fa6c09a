// The dataValueSets endpoint that reads: values by data set, org unit and time.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { listOf, type Instance } from "./instance.ts";
import { data, Refused } from "./messages.ts";
import { isObj, type Obj, type Value } from "./objects.ts";
import { daysOf } from "./periods.ts";
import { sees, type User } from "./sign-in.ts";

type ReadContext = { instance: Instance; user: User; exchange: Exchange };

/** Answers a request for data values. Throws `Refused` for a query that DHIS2 refuses. */
export function readValues({ query }: Call, { instance, user, exchange }: ReadContext): Answer {
  const refuse = (errorCode: string, message: string) => new Refused(409, { message, errorCode });
  const dataSets = query.getAll("dataSet").map((uid) => instance.collection("dataSets").get(uid));
  if (dataSets.length === 0)
    throw refuse(
      "E2001",
      "At least one data element, data set or data element group must be specified",
    );
  if (dataSets.includes(undefined) || exchange.fault("no_rights"))
    throw refuse("E2010", "User is not allowed to read data for data set");
  const periods = query.getAll("period");
  const [startDate, endDate, since] = [
    query.get("startDate"),
    query.get("endDate"),
    query.get("lastUpdated"),
  ];
  if (periods.length === 0 && (startDate === null || endDate === null) && since === null)
    throw refuse(
      "E2002",
      "At least one period, start/end dates, last updated or last updated duration must be specified",
    );
  const units = query.getAll("orgUnit");
  if (units.length === 0) throw refuse("E2006", "At least one organisation unit must be specified");
  if (exchange.fault("unit_outside") || units.some((unit) => !sees(user, instance, unit)))
    throw refuse("E2012", `User is not allowed to view org unit: \`${units[0]}\``);
  const elements = new Set(
    dataSets.flatMap((set) =>
      listOf(set?.["dataSetElements"]).map((one) =>
        isObj(one["dataElement"]) ? String(one["dataElement"]["id"]) : "",
      ),
    ),
  );
  const below = query.get("children") === "true" ? childrenOf(instance, units) : new Set(units);
  const sinceMs = since === null ? null : instance.fromWall(since);
  const found = [...instance.values.values()].filter((value) => {
    const days = daysOf(value.period);
    if (value.deleted && query.get("includeDeleted") !== "true") return false;
    if (!elements.has(value.dataElement) || !below.has(value.orgUnit) || days === null)
      return false;
    if (periods.length > 0 && !periods.includes(value.period)) return false;
    if (startDate !== null && days.from < startDate) return false;
    if (endDate !== null && days.to > endDate) return false;
    return sinceMs === null || value.lastUpdatedMs >= sinceMs;
  });
  if (found.length === 0) return data({});
  return data({
    dataValues: found.map((value) =>
      exchange.fault("wrong_types") ? { dataElement: 7, value: ["?"] } : written(value),
    ),
  });
}

function childrenOf(instance: Instance, roots: string[]): Set<string> {
  const all = [...instance.collection("organisationUnits").values()];
  return new Set(
    all
      .filter(({ path }) =>
        String(path)
          .split("/")
          .some((part) => roots.includes(part)),
      )
      .map(({ id }) => String(id)),
  );
}

/** Timestamps of values have a zone, those of metadata do not. */
const withZone = (ms: number): string => new Date(ms).toISOString().replace("Z", "+0000");

function written({ createdMs, lastUpdatedMs, comment, deleted, ...value }: Value): Obj {
  return {
    ...value,
    created: withZone(createdMs),
    lastUpdated: withZone(lastUpdatedMs),
    ...(comment === null ? {} : { comment }),
    ...(deleted ? { deleted } : {}),
  };
}
