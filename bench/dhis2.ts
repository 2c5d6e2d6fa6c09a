// A DHIS2 province: data values in few requests, and a large family of metadata, which is bound by the
// account's rate limit.
import { dhis2Sandbox } from "../sandbox/accounts.ts";
import { compareWithFloor, callsOf, inLanes, roundsOf, type Floor } from "./compare.ts";
import { withHarness, type Harness } from "./harness.ts";

export const describe =
  "a province by DHIS2: 7,488 data values in few questions, 3,000 data elements at the account's pace";

const months = 48;
const elements = 3_000;
const pageSize = 200;
const lanes = 4;
const { username, password } = dhis2Sandbox.sync;
const configurations = {
  values: {
    template: "dhis2_values",
    resources: ["dataValues"],
    options: { monthsBack: months + 3 },
  },
  metadata: { template: "dhis2_metadata", resources: ["dataElements"], options: {} },
};
type Name = keyof typeof configurations;

export async function measure(): Promise<object> {
  const sandbox = ["--months", String(months), "--partners", "10"];
  const tenants = Object.keys(configurations).flatMap((name) => roundsOf(name));
  return withHarness({ tenants, sandbox, systems: "all" }, async (harness) => {
    await addElements(harness);
    return {
      values: await compareWithFloor(harness, comparisonOf(harness, "values")),
      metadata: await compareWithFloor(harness, comparisonOf(harness, "metadata")),
      runtimeMemoryMb: harness.memoryMb(),
    };
  });
}

function comparisonOf(harness: Harness, name: Name) {
  const { dhis2 } = harness.sandboxes;
  return {
    tenants: roundsOf(name),
    floor: name === "values" ? () => values(dhis2) : () => dataElements(dhis2),
    configure: async (tenant: string) => {
      const connection = await harness.connect(tenant, {
        name: "DHIS2",
        kind: "dhis2",
        settings: { url: dhis2, username },
        secret: password,
      });
      return harness.addConfiguration(tenant, { name, connection, ...configurations[name] });
    },
    calls: () => callsOf(dhis2),
  };
}

/** Adds them as of yesterday: changes of the last hour are read again by every refresh. */
async function addElements({ sandboxes }: Harness): Promise<void> {
  const order = (path: string, body: object) =>
    fetch(`${new URL(sandboxes.dhis2).origin}/sandbox/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
  await order("clock", { offsetMs: -86_400_000 });
  await order("dhis2/change", { family: "dataElements", added: elements - 40 });
  await order("clock", { offsetMs: 0 });
}

async function asked<Answer>(url: string): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return (await (await fetch(url, { headers: { authorization } })).json()) as Answer;
}

/** Reads all values of all data sets with one request. */
async function values(dhis2: string): Promise<Floor> {
  const begun = performance.now();
  const { dataSets } = await asked<{ dataSets: { id: string }[] }>(
    `${dhis2}/api/dataSets?fields=id&paging=false`,
  );
  const { organisationUnits } = await asked<{ organisationUnits: { id: string }[] }>(
    `${dhis2}/api/me?fields=organisationUnits[id]`,
  );
  const named = [
    ...dataSets.map(({ id }) => `dataSet=${id}`),
    ...organisationUnits.map(({ id }) => `orgUnit=${id}`),
  ].join("&");
  const query = `${named}&children=true&startDate=2000-01-01&endDate=2099-12-31`;
  const { dataValues } = await asked<{ dataValues: unknown[] }>(
    `${dhis2}/api/dataValueSets?${query}`,
  );
  return { ms: performance.now() - begun, records: dataValues.length };
}

/** Reads every data element with all its fields, in pages. */
async function dataElements(dhis2: string): Promise<Floor> {
  const begun = performance.now();
  const pages = Array.from({ length: Math.ceil(elements / pageSize) }, (_, at) => at + 1);
  const records = await inLanes(pages, lanes, async (page) => {
    const url = `${dhis2}/api/dataElements?fields=:owner&order=id:asc&page=${page}&pageSize=${pageSize}`;
    return (await asked<{ dataElements: unknown[] }>(url)).dataElements.length;
  });
  return { ms: performance.now() - begun, records };
}
