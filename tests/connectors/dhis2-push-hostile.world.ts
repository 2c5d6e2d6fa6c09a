// DHIS2 as a destination for the hostile suite: its responses about imports, tasks and stored data,
// spoiled.
import type { Json } from "../../contract/values/json.ts";
import type { Delivery } from "../../contract/source/delivery.ts";
import type { PushOrder } from "../../connectors/push-order.ts";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import type { Dhis2Client } from "../../connectors/dhis2/requests.ts";
import { families } from "../../connectors/dhis2/families.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { readAll } from "./conformance.ts";
import { anOrder } from "./dhis2-world.ts";
import { world as reading } from "./dhis2-hostile.world.ts";
import { linkTo } from "./hostile/stage.ts";
import { pushScript } from "./hostile/pushing.ts";
import type { HostileWorld } from "./hostile/world.ts";

/** Background imports and their reports are sorts of requests of their own. */
function kindOf(request: { path: string; body?: string | undefined }): string {
  const [, task] = /\/api\/system\/(task\w+)/.exec(request.path) ?? [];
  if (task !== undefined) return task;
  return request.path.includes("async=true") ? "metadata async" : reading.kindOf(request);
}

const requestKinds = [
  "metadata",
  "metadata async",
  "tasks",
  "taskSummaries",
  "objects",
  "list",
  "system/info",
  "categoryOptionCombos",
  "dataValueSets",
];

type Settings = Dhis2Client["settings"];

/** Objects of one turn: each transport pushes its own, so that none finds them already stored. */
class Objects {
  readonly #turn: number;

  constructor(turn: number) {
    this.#turn = turn;
  }

  #object(kind: string, number: number, more: Record<string, Json>): Delivery {
    const id = `${kind}${this.#turn}${String(number).padStart(10 - kind.length, "0")}`;
    return { id, data: { name: id, code: id, object: { id, name: id, code: id, ...more } } };
  }

  constants(from: number, count: number, value = 1): Delivery[] {
    return Array.from({ length: count }, (_, at) => this.#object("Con", from + at, { value }));
  }

  bad(number: number): Delivery {
    return this.#object("Con", number, {
      value: 1,
      attributeValues: [{ value: "x", attribute: { id: "Nowhere0000" } }],
    });
  }

  types(): Delivery[] {
    return [1, 2, 3, 4].map((number) => this.#object("Typ", number, { factor: 10, number: false }));
  }

  indicator({ id }: Delivery): Delivery {
    return this.#object("Ind", 1, {
      indicatorType: { id },
      annualized: false,
      numerator: "1",
      denominator: "1",
    });
  }

  set(number: number): Delivery {
    return this.#object("Set", number, { valueType: "TEXT", version: 1 });
  }
}

const gone = (deliveries: Delivery[]): Delivery[] =>
  deliveries.map(({ id }) => ({ id, data: null }));

async function pushed(
  client: Dhis2Client,
  resource: string,
  deliveries: Delivery[],
): Promise<void> {
  let outcome = await dhis2.push(client, anOrder(resource, deliveries));
  while (outcome.type === "pending")
    outcome = await dhis2.push(client, anOrder(resource, deliveries, { task: outcome.task }));
}

let turns = 0;
let values: Delivery[] = [];

/**
 * Pages in which some records are new, some differ, some are stored already and some are refused.
 */
async function scripts(client: Dhis2Client) {
  turns += 1;
  const own = new Objects(turns);
  await pushed(client, "constants", own.constants(0, 10));
  await pushed(client, "constants", own.constants(500, 10));
  const mixed = [
    ...own.constants(0, 2, 7),
    ...own.constants(2, 1),
    ...own.constants(100, 5),
    own.bad(200),
  ];
  const many = [
    ...own.constants(500, 4, 7),
    ...own.constants(504, 2),
    ...own.constants(600, 130),
    own.bad(800),
  ];
  const types = own.types();
  await pushed(client, "indicatorTypes", types);
  await pushed(
    client,
    "indicators",
    types.slice(0, 1).map((type) => own.indicator(type)),
  );
  await pushed(client, "optionSets", [own.set(1)]);
  const sets = [own.set(1), own.set(2), own.set(3)];
  const page = (resource: string, deliveries: Delivery[], more: Partial<PushOrder> = {}) =>
    anOrder(resource, deliveries, more);
  return [
    pushScript(dhis2, "objects", page("constants", mixed)),
    pushScript(dhis2, "objects in the background", page("constants", many)),
    pushScript(dhis2, "objects with members", page("optionSets", sets)),
    pushScript(
      dhis2,
      "removals",
      page("indicatorTypes", gone(types), { options: { removals: "delete" } }),
    ),
    pushScript(dhis2, "removals that are kept", page("constants", gone(own.constants(5, 3)))),
    ...(await valueScripts(client)),
  ];
}

/**
 * Each transport has values of its own: some are stored, one of them with another comment, and one
 * is not a number.
 */
async function valueScripts(client: Dhis2Client) {
  const mine = values.slice((turns - 1) * 20, turns * 20);
  await pushed(client, "dataValues", mine.slice(0, 5));
  const changed = mine
    .slice(0, 2)
    .map(({ id, data }) => ({ id, data: { ...data, comment: "seen" } }));
  const wrong = mine
    .slice(12, 13)
    .map(({ id, data }) => ({ id, data: { ...data, value: "many", comment: null } }));
  const order = anOrder("dataValues", [
    ...changed,
    ...mine.slice(2, 3),
    ...mine.slice(5, 12),
    ...wrong,
  ]);
  return [
    pushScript(dhis2, "values", order),
    pushScript(
      dhis2,
      "values that are gone",
      anOrder("dataValues", gone([...mine.slice(3, 5), ...mine.slice(13, 14)])),
    ),
  ];
}

/**
 * The destination gets the metadata of the source first, because it accepts no values without it.
 */
async function furnished(sandbox: Dhis2Sandbox): Promise<void> {
  const [transport] = reading.transports;
  if (transport === undefined) throw new Error("no transport");
  const [from, to] = [
    linkTo(reading, transport, sandbox.urls.source),
    linkTo(reading, transport, sandbox.urls.destination),
  ];
  const read = async (template: string, resource: string): Promise<Delivery[]> =>
    [
      ...(
        await readAll(dhis2, from, { reading: { template, resource, options: {} } })
      ).records.values(),
    ].map(({ id, data }) => ({
      id,
      data,
    }));
  for (const { key } of families) await pushed(to, key, await read("dhis2_metadata", key));
  values = (await read("dhis2_values", "dataValues")).filter(({ data }) =>
    /^\d+$/.test(String(data?.["value"])),
  );
}

export const world: HostileWorld<Settings> = {
  ...reading,
  kindOf,
  kinds: { password: requestKinds, token: requestKinds },
  pageKind: "metadata",
  scripts,
  start: async () => {
    const sandbox = await startDhis2Sandbox({
      ports: { source: 0, destination: 0 },
      size: { districts: 1, facilities: 3, months: 6 },
    });
    await furnished(sandbox);
    return {
      url: sandbox.urls.destination,
      change: async () => undefined,
      close: () => sandbox.close(),
    };
  },
};
