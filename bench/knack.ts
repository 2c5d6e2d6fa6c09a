// A Knack school: one kind of record in few requests, and all records, which are bound by the account's
// rate limit.
import { scopeOf } from "../connectors/knack/resource.ts";
import { KnackSettings } from "../connectors/knack/settings.ts";
import { knackSandbox } from "../sandbox/accounts.ts";
import { compareWithFloor, callsOf, inLanes, roundsOf, type Floor } from "./compare.ts";
import { withHarness, type Harness } from "./harness.ts";

export const describe =
  "a school of 5,500 by Knack: its students within a second's calls, all its records at the account's pace";

const students = 5_500;
const pageSize = 1_000;
const lanes = 3;
const { application, account, key, schools } = knackSandbox;
/** All three come from the same rows, so `paced` reads the rows three times. */
const readings = { unpaced: ["students"], paced: ["students", "scores", "comments"] };

export async function measure(): Promise<object> {
  // The sandbox allows more than ten requests a second so that the floor is not limited; our own Gate
  // keeps the usual limit.
  const sandbox = [
    "--students",
    String(students),
    "--knack-per-second",
    "1000",
    "--partners",
    "10",
  ];
  const tenants = Object.keys(readings).flatMap((name) => roundsOf(name));
  return withHarness({ tenants, sandbox, systems: "all" }, async (harness) => ({
    unpaced: await compareWithFloor(harness, comparisonOf(harness, "unpaced")),
    paced: await compareWithFloor(harness, comparisonOf(harness, "paced")),
    runtimeMemoryMb: harness.memoryMb(),
  }));
}

function comparisonOf(harness: Harness, name: keyof typeof readings) {
  const resources = readings[name];
  const settings = KnackSettings.parse({
    url: harness.sandboxes.knack,
    application,
    account,
    establishment: schools.ashdown.id,
  });
  return {
    tenants: roundsOf(name),
    floor: () => fetchAndParse(settings, resources.length),
    configure: async (tenant: string) => {
      const connection = await harness.connect(tenant, {
        name: "Knack",
        kind: "knack",
        settings,
        secret: key,
      });
      return harness.addConfiguration(tenant, {
        name: "School",
        connection,
        template: "school_results",
        resources,
      });
    },
    calls: () => callsOf(harness.sandboxes.knack),
  };
}

/** Reads and parses the rows of the school and year as many times as the product does. */
async function fetchAndParse(settings: KnackSettings, times: number): Promise<Floor> {
  const begun = performance.now();
  const { rules } = scopeOf({ settings } as Parameters<typeof scopeOf>[0], {
    at: null,
    dateOrder: "dd/mm/yyyy",
  });
  const filters = encodeURIComponent(JSON.stringify({ match: "and", rules }));
  const headers = { "X-Knack-Application-Id": application, "X-Knack-REST-API-KEY": key };
  const pages = Array.from(
    { length: Math.ceil(students / pageSize) * times },
    (_, at) => (at % Math.ceil(students / pageSize)) + 1,
  );
  const records = await inLanes(pages, lanes, async (page) => {
    const path = `/v1/objects/object_10/records?page=${page}&rows_per_page=${pageSize}&filters=${filters}`;
    const answer = await fetch(`${settings.url}${path}`, { headers });
    return ((await answer.json()) as { records: unknown[] }).records.length;
  });
  return { ms: performance.now() - begun, records };
}
