// The simulated Knack as a world for the conformance suite; its stored data comes from its own
// control routes.
import type { GateClient } from "../../worker/outbound/permit.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";
import { knack } from "../../connectors/knack/knack.ts";
import type { ResourceSpec } from "../../connectors/connector.ts";
import type { KnackSettings } from "../../connectors/knack/settings.ts";

import { knackSandbox } from "../../sandbox/accounts.ts";
import type { KnackServer } from "../../sandbox/knack/server.ts";
import type { World } from "./conformance.ts";

export type School = keyof typeof knackSandbox.schools;
export type Truth = { id: string; email: string; scores: string[]; comments: string[] };

type ClientOptions = {
  settings?: Partial<Record<keyof KnackSettings, string | number>>;
  secret?: string | null;
  limits?: Parameters<typeof openSourceClient>[0]["limits"];
  gate?: GateClient | null;
};

export const reading = (resource: string): ResourceSpec => ({
  template: "school_results",
  resource,
  options: {},
});

/**
 * Control routes and clients of one school. The sandbox starts later, so its address is looked up
 * each time.
 */
export function knackWorld(sandbox: () => KnackServer, school: School) {
  let opened = 0;

  const openClient = ({
    settings = {},
    secret = knackSandbox.key,
    limits = {},
    gate = null,
  }: ClientOptions = {}) => {
    opened += 1;
    const { id, calendar } = knackSandbox.schools[school];
    const parsed = knack.settings.parse({
      // Each client spells the address differently, so that no test recalls what another has
      // remembered.
      url: `${sandbox().url}/v1?${opened}`,
      application: knackSandbox.application,
      establishment: id,
      calendar,
      ...settings,
    });
    return openSourceClient({
      connector: knack,
      settings: parsed,
      secret,
      tenant: "test",
      gate,
      privateAddresses: "127.0.0.1:*",
      limits: { headersMs: 2_000, totalMs: 4_000, ...limits },
    });
  };

  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${sandbox().url}/sandbox/knack/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };

  const truth = (): Promise<Truth[]> => control<Truth[]>("GET", `records?school=${school}`);

  return { school, openClient, control, truth };
}

export type KnackWorld = ReturnType<typeof knackWorld>;

/** Ids of the records that a resource makes of rows, ascending. */
export const idsOf = (resource: string, rows: Truth[]): string[] =>
  rows
    .flatMap(({ id, scores, comments }) =>
      resource === "students"
        ? [id]
        : (resource === "scores" ? scores : comments).map((cycle) => `${id}:${cycle}`),
    )
    .sort();

/** The world of the conformance suite. */
export function conformanceWorld({
  school,
  openClient,
  control,
  truth,
}: KnackWorld): World<KnackSettings> {
  const arm = (fault: object) => () => control("POST", "faults", fault).then(() => undefined);
  const ofRows = async (resource: string, rows: string[]) => {
    const held = await truth();
    return idsOf(
      resource,
      held.filter(({ id }) => rows.includes(id)),
    );
  };
  const one = (resource: string) => ({
    name: resource,
    reading: reading(resource),
    ...(resource === "students" ? {} : { counted: false as const }),
    truth: async () => idsOf(resource, await truth()),
    change: async () => {
      const { changed, added } = await control<{ changed: string[]; added: string[] }>(
        "POST",
        "change",
        { school, changed: 6, added: 4 },
      );
      // Every record of a row holds the student's group, which has changed.
      return ofRows(resource, [...changed, ...added]);
    },
    remove: async () => {
      const before = await truth();
      const { removed } = await control<{ removed: string[] }>("POST", "change", {
        school,
        removed: 3,
      });
      return idsOf(
        resource,
        before.filter(({ id }) => removed.includes(id)),
      );
    },
  });
  return {
    transports: [
      { name: "British dates, as the application says", openClient: () => openClient() },
      {
        name: "American dates, as the application says",
        openClient: () => openClient({ settings: { application: knackSandbox.american } }),
      },
      {
        name: "American dates, declared",
        openClient: () =>
          openClient({ settings: { application: knackSandbox.american, dateOrder: "mm/dd/yyyy" } }),
      },
      {
        name: "ids in capitals",
        openClient: () =>
          openClient({
            settings: {
              application: knackSandbox.application.toUpperCase(),
              establishment: knackSandbox.schools[school].id.toUpperCase(),
            },
          }),
      },
    ],
    readings: ["students", "scores", "comments"].map(one),
    faults: [
      {
        name: "ten calls in this second",
        arm: arm({ fault: "burst_limit" }),
        expected: { kind: "busy", code: "source_busy" },
      },
      {
        name: "all calls of the day",
        arm: arm({ fault: "day_limit" }),
        expected: { kind: "busy", code: "source_busy" },
      },
      {
        name: "no service",
        arm: arm({ fault: "unavailable" }),
        expected: { kind: "busy", code: "source_busy" },
      },
      {
        name: "an error of the server",
        arm: arm({ fault: "server_error" }),
        expected: { kind: "busy", code: "source_server_error" },
      },
      {
        name: "a proxy without its server",
        arm: arm({ fault: "bad_gateway" }),
        expected: { kind: "busy", code: "source_server_error" },
      },
      {
        name: "a web page in place of data",
        arm: arm({ fault: "html" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a redirect to elsewhere",
        arm: arm({ fault: "redirect" }),
        expected: { kind: "refused", code: "address_moved" },
      },
      {
        name: "garbage",
        arm: arm({ fault: "garbage" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "wrong types",
        arm: arm({ fault: "wrong_types" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a cut answer",
        arm: arm({ fault: "truncated" }),
        expected: { kind: "busy", code: "source_unreachable" },
      },
      {
        name: "a closed connection",
        arm: arm({ fault: "reset" }),
        expected: { kind: "busy", code: "source_unreachable" },
      },
      {
        name: "an answer that never comes",
        arm: arm({ fault: "hang" }),
        expected: { kind: "busy", code: "source_timeout" },
      },
    ],
    disarm: () => control("DELETE", "faults").then(() => undefined),
    refused: [
      {
        name: "a wrong key",
        openClient: () => openClient({ secret: "wrong" }),
        reading: reading("students"),
        code: "sign_in_refused",
      },
      {
        name: "no key",
        openClient: () => openClient({ secret: null }),
        reading: reading("students"),
        code: "secret_missing",
      },
      {
        name: "an unknown application",
        openClient: () =>
          openClient({ settings: { application: "0".repeat(24), dateOrder: "dd/mm/yyyy" } }),
        reading: reading("students"),
        code: "sign_in_refused",
      },
      {
        name: "no school",
        openClient: () => openClient({ settings: { establishment: "" } }),
        reading: reading("scores"),
        code: "establishment_missing",
      },
      {
        name: "an option that names a school",
        openClient: () => openClient(),
        reading: {
          ...reading("students"),
          options: { establishment: knackSandbox.schools.coorong.id },
        },
        code: "options_not_valid",
      },
    ],
  };
}
