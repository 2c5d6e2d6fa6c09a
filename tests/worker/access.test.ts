// The table of permissions, and every route checked against it.
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Action, Member, Role } from "../../contract/api/access.ts";
import { allowedActions, may, type StartPolicy } from "../../worker/access/permissions.ts";
import {
  aConfiguration,
  ask,
  emailOf,
  openFixture,
  origin,
  people,
  problemOf,
  read,
  signIn,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";
import { callOf, inTenant, matrix, rankIn, routes, tenantPath } from "./matrix.ts";
import { aPerson, inOurs } from "./principals.ts";

describe("the table", () => {
  const onlyStaff = { id: "c1", startedBy: ["staff"] as const };
  const mayInOurs = (
    standing: { role: Role | null; globalAdmin: boolean },
    ...asked: [Action, StartPolicy?]
  ) => may(aPerson(standing), inOurs(standing.role), ...asked);
  it.each([
    [{ role: "viewer", globalAdmin: false }, "data.read", true],
    [{ role: "viewer", globalAdmin: false }, "run.cancel", false],
    [{ role: null, globalAdmin: true }, "data.read", false],
    [{ role: null, globalAdmin: true }, "run.start", true],
    [{ role: null, globalAdmin: true }, "connection.read", false],
    [{ role: "viewer", globalAdmin: true }, "data.read", true],
    [{ role: null, globalAdmin: false }, "run.watch", false],
  ] as const)("%o, %s: %s", (standing, action, expected) => {
    expect(mayInOurs(standing, action)).toBe(expected);
  });

  it("lets the configuration decide about roles other than admins", () => {
    expect(mayInOurs({ role: "staff", globalAdmin: false }, "run.start", onlyStaff)).toBe(true);
    expect(mayInOurs({ role: "viewer", globalAdmin: false }, "run.start", onlyStaff)).toBe(false);
    expect(
      mayInOurs({ role: "viewer", globalAdmin: false }, "run.start", {
        id: "c1",
        startedBy: ["viewer"],
      }),
    ).toBe(true);
    expect(
      mayInOurs({ role: "admin", globalAdmin: false }, "run.start", { id: "c1", startedBy: [] }),
    ).toBe(true);
    expect(mayInOurs({ role: "staff", globalAdmin: false }, "run.start")).toBe(false);
  });

  it("grants nothing to a person without a role", () => {
    expect(
      allowedActions(aPerson({ globalAdmin: false }), inOurs(null), [
        { id: "c1", startedBy: ["viewer", "staff"] },
      ]),
    ).toEqual([]);
  });
});

const everybody = [...people, "nobody"] as const;
const tenants = ["ours", "theirs"] as const;
const cells =
  inTenant.length * everybody.length * tenants.length +
  (routes.length - inTenant.length) * everybody.length;

describe(`every route (${routes.length}) x everybody (${everybody.length}) x own and other tenant: ${cells} cells`, () => {
  let sessions: Record<Somebody, Session>;
  let configurations: Record<(typeof tenants)[number], string>;

  beforeAll(async () => {
    await openFixture();
    sessions = await signInAll();
    configurations = {
      ours: (await aConfiguration(sessions.admin)).id,
      theirs: (await aConfiguration(sessions.stranger, {}, "theirs")).id,
    };
    await becomeFormer();
  });

  /** Makes `former` an administrator of `ours` who was removed and still has the same session. */
  async function becomeFormer(): Promise<void> {
    const members = "/api/tenants/ours/members";
    const added = await ask(members, {
      method: "POST",
      as: sessions.admin,
      body: { email: emailOf("former"), role: "admin" },
    });
    const { person } = await read<Member>(added);
    expect((await ask("/api/tenants/ours/connections", { as: sessions.former })).status).toBe(200);
    expect(
      (await ask(`${members}/${person.id}`, { method: "DELETE", as: sessions.admin })).status,
    ).toBe(204);
  }

  it("has a row in the matrix, and every row a route", () => {
    expect(Object.keys(matrix).sort()).toEqual([...routes].sort());
  });

  /**
   * Calls a route without effect, with ids that exist nowhere, except where rights depend on them.
   */
  async function reach(
    route: string,
    who: (typeof everybody)[number],
    tenant: (typeof tenants)[number] | "nowhere",
  ): Promise<string> {
    const starts = route === `POST ${tenantPath}/runs` && tenant !== "nowhere";
    const { path, ...call } = callOf(route, {
      tenant,
      ...(starts ? { configuration: configurations[tenant] } : {}),
    });
    // Signing out ends the session, so it needs a new one each time.
    const as =
      who === "nobody" ? null : route.endsWith("/sign-out") ? await signIn(who) : sessions[who];
    const answer = await ask(path, { ...call, as });
    const code = answer.ok ? "" : (await problemOf(answer)).code;
    if (answer.status === 401 && code === "not_signed_in") return "sign in first";
    if (answer.status === 403 && code === "not_allowed") return "not allowed";
    if (answer.status === 404 && code === "not_found") return "not found";
    return "in";
  }

  it.each(routes.filter((route) => !inTenant.includes(route)))("%s", async (route) => {
    const row = matrix[route]?.may ?? [];
    for (const who of everybody) {
      const open =
        row === "everybody" ||
        (who !== "nobody" && (row === "signedIn" || (Array.isArray(row) && row.includes(who))));
      const shut =
        row === "operator" ? "not found" : who === "nobody" ? "sign in first" : "not allowed";
      const seen = await reach(route, who, "ours");
      // Callers who may ask learn that an id does not exist.
      expect([who, seen]).toEqual([
        who,
        open ? (route.includes("/:") && seen === "not found" ? seen : "in") : shut,
      ]);
    }
  });

  it.each(inTenant)("%s", async (route) => {
    const row = matrix[route]?.may ?? [];
    for (const tenant of tenants)
      for (const who of everybody) {
        const rank = rankIn(who, tenant);
        const seen = await reach(route, who, tenant);
        const expected =
          who === "nobody"
            ? ["sign in first"]
            : rank === null
              ? ["not found"]
              : row.includes(rank)
                ? ["in", "not found"]
                : ["not allowed"];
        expect([tenant, who, seen, expected.includes(seen)]).toEqual([tenant, who, seen, true]);
      }
    expect(await reach(route, "global", "nowhere")).toBe("not found");
  });

  it("opens a live view to every role of the establishment, and to nobody else", async () => {
    for (const tenant of tenants)
      for (const who of everybody) {
        const as = who === "nobody" ? null : sessions[who];
        const { status, webSocket } = await ask(`/api/tenants/${tenant}/live`, {
          as,
          headers: { upgrade: "websocket", origin },
        });
        webSocket?.accept();
        webSocket?.close(1000);
        const expected = who === "nobody" ? 401 : rankIn(who, tenant) === null ? 404 : 101;
        expect([tenant, who, status]).toEqual([tenant, who, expected]);
      }
  });

  it("answers people of other establishments as if the establishment did not exist", async () => {
    for (const route of inTenant) {
      const [theirs, none] = await Promise.all(
        ["theirs", "nowhere"].map(async (tenant) => {
          const { path, ...call } = callOf(route, { tenant });
          const answer = await ask(path, { ...call, as: sessions.viewer });
          return [answer.status, await answer.text(), [...answer.headers.keys()].sort()];
        }),
      );
      expect([route, theirs]).toEqual([route, none]);
    }
  });

  it("grants nothing for headers that only the Worker may set", async () => {
    const headers = {
      "x-freshet-role": "admin",
      "x-freshet-person": "somebody",
      "x-freshet-tenant": "ours",
    };
    expect(
      (await ask("/api/tenants/ours/connections", { as: sessions.viewer, headers })).status,
    ).toBe(403);
    expect(
      (await ask("/api/tenants/ours/connections", { as: sessions.stranger, headers })).status,
    ).toBe(404);
  });

  const withBody = routes.filter((route) => matrix[route]?.body !== undefined);
  const extras = [
    { role: "admin" },
    { tenant: "theirs" },
    { isAdmin: true },
    { globalAdmin: true },
    { id: "chosen" },
  ];

  it("has a valid body in the matrix wherever it takes one", async () => {
    const spec = await read<{
      paths: Record<string, Record<string, { requestBody?: { content: object } }>>;
    }>(await ask("/api/openapi.json"));
    const takes = routes.filter((route) => {
      const [method = "", path = ""] = route.split(" ");
      const operation = spec.paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
      return "application/json" in (operation?.requestBody?.content ?? {});
    });
    expect(takes.sort()).toEqual([...withBody].sort());
  });

  it.each(withBody)(
    `%s takes no part that nobody asked for (${extras.length} tried)`,
    async (route) => {
      for (const extra of extras.filter(
        (one) => !Object.keys(one).some((name) => name in (matrix[route]?.body?.() ?? {})),
      )) {
        const { path, body, ...call } = callOf(route, { tenant: "ours" });
        const headers: Record<string, string> =
          matrix[route]?.may === "operator" ? { authorization: `Bearer ${env.SETUP_TOKEN}` } : {};
        const as = inTenant.includes(route) ? sessions.admin : sessions.global;
        const answer = await ask(path, { ...call, headers, as, body: { ...body, ...extra } });
        const { code, errors } = await problemOf(answer);
        expect([extra, answer.status, code]).toEqual([extra, 400, "not_valid"]);
        expect(errors?.map(({ message }) => message)).toContain(
          "This value has a part that is not known here.",
        );
      }
    },
  );

  const closedToViewers = withBody.filter((route) => {
    const may = matrix[route]?.may;
    // Who may start a refresh depends on the configuration, which is in the body.
    return Array.isArray(may) && !may.includes("viewer") && route !== `POST ${tenantPath}/runs`;
  });

  it.each(closedToViewers)("%s decides about access before it reads the body", async (route) => {
    const call = callOf(route, { tenant: "ours" });
    for (const body of [{ surprise: 1 }, ""]) {
      const answer = await ask(call.path, { method: call.method, as: sessions.viewer, body });
      expect([answer.status, (await problemOf(answer)).code]).toEqual([403, "not_allowed"]);
    }
  });

  it.each([
    [
      "POST",
      "connections",
      {
        name: "X",
        kind: "odoo",
        settings: { url: "https://erp.example.org", database: "d", login: "l", tenant: "theirs" },
      },
    ],
    ["PATCH", "configurations/:own", { limits: { lanes: 2, isAdmin: true } }],
    ["PATCH", "configurations/:own", { schedule: { everyMinutes: 60, role: "admin" } }],
    ["GET", "runs?tenant=theirs", undefined],
    ["GET", "records/:own/local_sales?tenant=theirs", undefined],
  ])("nor deeper inside: %s %s", async (method, path, body) => {
    const at = `/api/tenants/ours/${path.replace(":own", configurations.ours)}`;
    const answer = await ask(at, { method, as: sessions.admin, ...(body ? { body } : {}) });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "not_valid"]);
  });
});
