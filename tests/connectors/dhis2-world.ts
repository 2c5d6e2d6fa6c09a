// The two simulated DHIS2 as a world for the suites; their stored data comes from their own control
// routes.
import type { PushOrder } from "../../connectors/push-order.ts";
import type { ResourceSpec } from "../../connectors/connector.ts";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import type { Dhis2Settings } from "../../connectors/dhis2/settings.ts";
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";
import { dhis2Sandbox } from "../../sandbox/accounts.ts";
import type { Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";
import type { World } from "./conformance.ts";

export type Side = "source" | "destination";
type ClientOptions = {
  side?: Side;
  settings?: Partial<Dhis2Settings>;
  secret?: string;
  limits?: Parameters<typeof openSourceClient>[0]["limits"];
};
export type StoredObject = { id: string; level?: number; [member: string]: unknown };

const { sync, limited, locked } = dhis2Sandbox;

/** A page of deliveries; by default it is whole and the only one. */
export const anOrder = (
  resource: string,
  deliveries: Delivery[],
  more: Partial<PushOrder> = {},
): PushOrder => ({
  tenant: "vela",
  configuration: "c1",
  configurationName: "Metadata",
  template: resource === "dataValues" ? "dhis2_values" : "dhis2_metadata",
  resource,
  columns: [],
  deliveries,
  epoch: 1,
  generation: 1,
  page: 1,
  whole: true,
  last: true,
  task: null,
  ...more,
});

export function dhis2World(sandbox: () => Dhis2Sandbox) {
  let opened = 0;

  const openClient = ({
    side = "source",
    settings = {},
    secret = sync.password,
    limits = {},
  }: ClientOptions = {}) => {
    opened += 1;
    // Each client spells the address differently, so that no test recalls what another has
    // remembered.
    const url = `${sandbox().urls[side]}/dhis-web-dashboard/?${opened}`;
    return openSourceClient({
      connector: dhis2,
      settings: dhis2.settings.parse({ url, username: sync.username, ...settings }),
      secret,
      tenant: "test",
      gate: null,
      privateAddresses: "127.0.0.1:*",
      limits: { headersMs: 2_000, ...limits },
    });
  };

  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox().control}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

  const kept = async (family: string, side: Side = "source"): Promise<StoredObject[]> =>
    (
      (await control("GET", `dhis2/records?instance=${side}&family=${family}`)) as {
        records: StoredObject[];
      }
    ).records;

  const reading = (resource: string, options: ResourceSpec["options"] = {}): ResourceSpec => ({
    template: resource === "dataValues" ? "dhis2_values" : "dhis2_metadata",
    resource,
    options,
  });

  return {
    openClient,
    control,
    kept,
    reading,
    arm: (fault: object) => control("POST", "faults", fault),
    disarm: () => control("DELETE", "faults"),
  };
}

export type Dhis2World = ReturnType<typeof dhis2World>;

/** The stored ids, deliberately spelled a second time. */
const idOfUnit = ({ id, level }: StoredObject): Id => `0${level}/${id}`;
type StoredValue = {
  orgUnit: string;
  period: string;
  dataElement: string;
  options: string;
  attributes: string;
  key: string;
};
const idOfValue = ({ orgUnit, period, dataElement, options, attributes }: StoredValue): Id =>
  `${orgUnit}/${period}/${dataElement}/${options}/${attributes}`;

const sorted = (ids: Id[]): Id[] => [...ids].sort((one, other) => (one < other ? -1 : 1));

export function conformanceWorld(world: Dhis2World): World<Dhis2Settings> {
  const { openClient, control, kept, reading } = world;
  let offsetMs = -3 * 3_600_000;
  // More than the overlap passes between a read and a change, so that only what changed is read
  // again.
  const pass = () => control("POST", "clock", { offsetMs: (offsetMs += 90 * 60_000) });
  const family = (name: string) => {
    const ids = (objects: StoredObject[]) =>
      objects.map((one) => (name === "organisationUnits" ? idOfUnit(one) : one.id));
    const own = async () => (await kept(name)).filter((one) => one["name"] !== "default");
    const change = async (order: object) => {
      await pass();
      const before = await own();
      const done = (await control("POST", "dhis2/change", { family: name, ...order })) as {
        changed: string[];
        added: string[];
        removed: string[];
      };
      const all = new Map([...before, ...(await own())].map((one) => [one.id, one]));
      const named = (uids: string[]) => ids(uids.map((uid) => all.get(uid) ?? { id: uid }));
      return { touched: named([...done.changed, ...done.added]), removed: named(done.removed) };
    };
    return {
      name,
      reading: reading(name),
      unknown: name === "organisationUnits" ? "04/Abcdefghij0" : "Abcdefghij0",
      truth: async () => sorted(ids(await own())),
      change: async () => (await change({ changed: 3, added: 2 })).touched,
      remove: async () => (await change({ removed: 1 })).removed,
    };
  };
  const values = async () => (await kept("dataValues")) as unknown as StoredValue[];
  const firstDay = (period: string) =>
    period.includes("Q")
      ? `${period.slice(0, 4)}-${String(Number(period.slice(5)) * 3 - 2).padStart(2, "0")}-01`
      : `${period.slice(0, 4)}-${period.slice(4)}-01`;
  const changeValues = async (order: object) => {
    await pass();
    const before = await values();
    const done = (await control("POST", "dhis2/change", { family: "dataValues", ...order })) as {
      changed: string[];
      added: string[];
      removed: string[];
    };
    const all = new Map([...before, ...(await values())].map((one) => [one.key, idOfValue(one)]));
    const named = (keys: string[]) => keys.map((key) => all.get(key) ?? key);
    return { touched: named([...done.changed, ...done.added]), removed: named(done.removed) };
  };
  const armed = (fault: object) => () =>
    control("POST", "faults", { ...fault, method: "list" }).then(() => undefined);
  return {
    transports: [
      { name: "a password", openClient: () => openClient() },
      {
        name: "a token",
        openClient: () => openClient({ settings: { username: "" }, secret: sync.token }),
      },
    ],
    readings: [
      family("dataElements"),
      family("organisationUnits"),
      family("categoryOptions"),
      family("indicators"),
      {
        name: "dataValues",
        reading: reading("dataValues"),
        counted: false,
        unknown: "Abcdefghij0/202601/Abcdefghij1/default/default",
        truth: async ({ floor }) =>
          sorted(
            (await values())
              .filter(({ period }) => firstDay(period) >= (floor ?? ""))
              .map(idOfValue),
          ),
        change: async () => (await changeValues({ changed: 6, added: 3 })).touched,
        remove: async () => (await changeValues({ removed: 3 })).removed,
      },
    ],
    faults: [
      {
        name: "asked to slow down",
        arm: armed({ fault: "too_many_requests", retryAfterSeconds: 7 }),
        expected: { kind: "busy", code: "source_busy" },
      },
      {
        name: "an error of the server",
        arm: armed({ fault: "server_error" }),
        expected: { kind: "broken", code: "source_server_error" },
      },
      {
        name: "a proxy without its server",
        arm: armed({ fault: "bad_gateway" }),
        expected: { kind: "busy", code: "source_server_error" },
      },
      {
        name: "a web page in place of data",
        arm: armed({ fault: "html" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a redirect to elsewhere",
        arm: armed({ fault: "redirect" }),
        expected: { kind: "refused", code: "address_moved" },
      },
      {
        name: "a redirect to the sign-in page",
        arm: armed({ fault: "redirect", location: "/dhis/dhis-web-login/" }),
        expected: { kind: "refused", code: "not_that_system" },
      },
      {
        name: "garbage",
        arm: armed({ fault: "garbage" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "wrong types",
        arm: armed({ fault: "wrong_types" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a cut answer",
        arm: armed({ fault: "truncated" }),
        expected: { kind: "busy", code: "source_unreachable" },
      },
      {
        name: "a closed connection",
        arm: armed({ fault: "reset" }),
        expected: { kind: "busy", code: "source_unreachable" },
      },
      {
        name: "lost rights",
        arm: armed({ fault: "no_rights" }),
        expected: { kind: "refused", code: "rights_missing" },
      },
      {
        name: "a password that no longer holds",
        arm: armed({ fault: "access_denied" }),
        expected: { kind: "refused", code: "sign_in_refused" },
      },
      {
        name: "a locked account",
        arm: armed({ fault: "account_locked" }),
        expected: { kind: "refused", code: "account_closed" },
      },
    ],
    disarm: () => control("DELETE", "faults").then(() => undefined),
    refused: [
      {
        name: "a wrong password",
        openClient: () => openClient({ secret: "wrong" }),
        reading: reading("dataElements"),
        code: "sign_in_refused",
      },
      {
        name: "a wrong token",
        openClient: () =>
          openClient({
            settings: { username: "" },
            secret: "d2pat_0000000000000000000000000000000000000000000",
          }),
        reading: reading("dataElements"),
        code: "sign_in_refused",
      },
      {
        name: "an account that is locked",
        openClient: () =>
          openClient({ settings: { username: locked.username }, secret: locked.password }),
        reading: reading("dataElements"),
        code: "account_closed",
      },
      {
        name: "an account without units",
        openClient: () =>
          openClient({ settings: { username: limited.username }, secret: limited.password }),
        reading: reading("dataValues"),
        code: "org_unit_outside",
      },
      {
        name: "an address where something else answers",
        openClient: () =>
          openClient({ settings: { url: `${new URL(sandbox(world)).origin}/elsewhere` } }),
        reading: reading("dataElements"),
        code: "not_that_system",
      },
    ],
  };
}

const sandbox = ({ openClient }: Dhis2World): string => openClient().settings.url;
