// Tests of the hostile suite itself: it finds the mistakes it was written for, names each by a
// number, and finds it again by that number.
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "../../contract/source/page.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { Source, FetchOrder } from "../../connectors/connector.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import type { OdooSettings } from "../../connectors/odoo/settings.ts";
import { campaign } from "./hostile/campaign.ts";
import { setStage, type Stage } from "./hostile/stage.ts";
import type { HostileWorld } from "./hostile/world.ts";
import { world as honest } from "./odoo-hostile.world.ts";

type Odoo = Source<OdooSettings>;
type OdooClient = SourceClient<OdooSettings>;

/** What a connector does wrong when a response makes no sense. */
type Mistake = (error: ConnectorError, client: OdooClient, order: FetchOrder) => Promise<Page>;
let mistake: Mistake | null = null;

const { connector } = honest;
const careless: Odoo = {
  ...connector,
  fetch: (client, order) =>
    connector.fetch(client, order).catch((error: unknown) => {
      if (mistake === null || !(error instanceof ConnectorError)) throw error;
      return mistake(error, client, order);
    }),
};
const world: HostileWorld<OdooSettings> = {
  ...honest,
  connector: careless,
  transports: honest.transports.slice(0, 1),
  readings: honest.readings.slice(0, 1),
};

const aPage = (over: Partial<Page>): Page => ({
  type: "page",
  records: [],
  rejects: [],
  covers: { type: "ids", ids: [] },
  rest: null,
  ...over,
});
const [table] = connector.kind.templates[0]?.resources ?? [];
const data = Object.fromEntries((table?.columns ?? []).map(({ name }) => [name, null]));

const mistakes: Record<string, Mistake> = {
  "lets an error of its own out": () =>
    Promise.reject(new TypeError("cannot read properties of undefined")),
  "forgets the facts of a sentence": ({ failure }) =>
    Promise.reject(new ConnectorError(failure.kind, failure.code)),
  "invents a code": ({ failure }) =>
    Promise.reject(new ConnectorError(failure.kind, "oops", { facts: failure.facts })),
  "tells the secret": ({ failure }, { secret }) =>
    Promise.reject(
      new ConnectorError(failure.kind, failure.code, {
        facts: { ...failure.facts, secret: secret ?? "" },
      }),
    ),
  "asks for ever": async (_, client) => {
    for (;;) await client.call({ method: "GET", path: "/web/version" });
  },
  "keeps a record that nobody asked for": async () =>
    aPage({ records: [{ id: 2 ** 40, version: null, data }] }),
  "keeps an amount as it came": async (_, __, { partition }) =>
    aPage({
      covers: partition,
      records: [{ id: 1, version: null, data: { ...data, amount: 1e21 } }],
    }),
  "keeps half a character": async () =>
    aPage({ records: [{ id: 1, version: null, data: { ...data, reference: "\ud800" } }] }),
  "leaves out a column": async () => aPage({ records: [{ id: 1, version: null, data: {} }] }),
  "reads the same again and again": async (_, __, { partition }) =>
    aPage({ covers: partition, rest: partition }),
  "writes where all objects look": async () => {
    Object.assign(Object.prototype, { polluted: true });
    return aPage({});
  },
};

let stage: Stage<OdooSettings>;
beforeAll(async () => {
  stage = await setStage(world);
}, 60_000);
afterEach(() => {
  mistake = null;
  Reflect.deleteProperty(Object.prototype, "polluted");
});

describe("the hostile suite", () => {
  it("finds nothing in a connector that keeps its promises", async () => {
    expect((await campaign(world, stage, { seed: 5, mutations: 200 })).failures).toEqual([]);
  });

  it.each(Object.keys(mistakes))(
    "finds a connector that %s, and finds it again by its number",
    async (name) => {
      mistake = mistakes[name] ?? null;
      const { failures } = await campaign(world, stage, { seed: 5, mutations: 200 });
      expect(failures.length).toBeGreaterThan(0);
      const [found] = failures;
      const again = await campaign(world, stage, {
        seed: 5,
        mutations: 200,
        only: found?.number ?? -1,
      });
      expect(
        again.failures.map(({ number, way, where, body }) => [number, way, where, body]),
      ).toEqual([[found?.number, found?.way, found?.where, found?.body]]);
    },
  );

  it("spoils the same answers in the same way for the same seed", async () => {
    const [one, other] = [
      await campaign(world, stage, { seed: 9, mutations: 100 }),
      await campaign(world, stage, { seed: 9, mutations: 100 }),
    ];
    expect(one).toEqual(other);
    expect((await campaign(world, stage, { seed: 10, mutations: 100 })).byWay).not.toEqual(
      one.byWay,
    );
  });
});
