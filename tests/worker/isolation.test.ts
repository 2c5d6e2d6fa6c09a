// Two establishments: nothing of one is seen, named or reached from the other, whatever is called.
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Member } from "../../contract/api/access.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { SetupOrder } from "../../contract/api/setup.ts";
import { applySetup } from "../../worker/tenants/setup.ts";
import { sandbox } from "../durable-objects/source.ts";
import {
  aConfiguration,
  aConnection,
  ask,
  emailOf,
  openFixture,
  origin,
  overhear,
  people,
  read,
  refresh,
  signIn,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";
import { callOf, inTenant, matrix, routes, type Ids } from "./matrix.ts";

const tenants = ["ours", "theirs"] as const;
type TenantName = (typeof tenants)[number];

const kinds = [
  "tenant",
  "person",
  "address",
  "connection",
  "login",
  "secret",
  "configuration",
  "record",
  "change",
] as const;
type Kind = (typeof kinds)[number];

/** What global admins may see of every establishment: names, never data nor how it is reached. */
const namesOnly: readonly Kind[] = ["tenant", "person", "address", "connection", "configuration"];

const mark = crypto.randomUUID().slice(0, 8);
const canary = (tenant: TenantName, kind: Kind) => `canary-${kind}-of-${tenant}-${mark}`;
const planted = tenants.flatMap((tenant) =>
  kinds.map((kind) => ({ tenant, kind, text: canary(tenant, kind) })),
);
/** A text hides in an answer also when the answer spells it in another way. */
const found = (text: string) => planted.filter((one) => text.includes(one.text));

const databases = { ours: "trading-41", theirs: "trading-42" };
const admins = { ours: "admin", theirs: "stranger" } as const satisfies Record<
  TenantName,
  Somebody
>;

let sessions: Record<Somebody, Session>;
const ids = {} as Record<TenantName, Ids>;
const frames: { who: Somebody; tenant: TenantName; text: string }[] = [];
const sockets: WebSocket[] = [];
let lines: string[] = [];

beforeAll(async () => {
  await openFixture();
  lines = await overhear(async () => {
    for (const tenant of tenants) await plantPeople(tenant);
    sessions = await signInAll();
    for (const who of ["viewer", "staff", "admin", "global"] as const) await watch(who, "ours");
    for (const who of ["stranger", "global"] as const) await watch(who, "theirs");
    await Promise.all(tenants.map(plantData));
  });
}, 60_000);

afterAll(() => {
  for (const socket of sockets) socket.close();
});

async function plantPeople(tenant: TenantName): Promise<void> {
  const order = SetupOrder.parse({
    tenants: [{ id: tenant, name: canary(tenant, "tenant"), timeZone: "Europe/Paris" }],
    people: [
      { email: emailOf(admins[tenant]), name: canary(tenant, "person") },
      {
        email: `${canary(tenant, "address")}@example.com`,
        name: "Somebody",
        roles: { [tenant]: "viewer" },
      },
    ],
  });
  await applySetup(env, openDatabase(env.DB), order);
}

async function watch(who: Somebody, tenant: TenantName): Promise<void> {
  const headers = { upgrade: "websocket", origin };
  const { webSocket } = await ask(`/api/tenants/${tenant}/live`, { as: sessions[who], headers });
  if (!webSocket) throw new Error(`${who} cannot watch`);
  webSocket.addEventListener(
    "message",
    ({ data }) => void frames.push({ who, tenant, text: String(data) }),
  );
  webSocket.accept();
  sockets.push(webSocket);
}

/** Two refreshes with records and a change, and one that fails. */
async function plantData(tenant: TenantName): Promise<void> {
  const as = sessions[admins[tenant]];
  const database = databases[tenant];
  const partner = { database, model: "res.partner", values: { name: canary(tenant, "record") } };
  const { id } = await sandbox<{ id: number }>("create", partner);
  const base = await aConnection(as, { name: canary(tenant, "connection") }, tenant);
  const settings = { ...base.settings, database };
  await ask(`/api/tenants/${tenant}/connections/${base.id}`, {
    method: "PATCH",
    as,
    body: { settings },
  });
  const modules = {
    name: canary(tenant, "configuration"),
    template: "odoo_modules",
    resources: ["contacts"],
  };
  const configuration = await aConfiguration(as, { ...modules, connection: base.id }, tenant);
  expect(await refresh(as, configuration.id, tenant)).toMatchObject({ status: "completed" });
  await sandbox("write", {
    database,
    model: "res.partner",
    id,
    values: { name: canary(tenant, "change") },
  });
  const changed = await refresh(as, configuration.id, tenant);
  const wrong = {
    settings: { ...settings, login: canary(tenant, "login") },
    secret: canary(tenant, "secret"),
  };
  const broken = await aConfiguration(
    as,
    { ...modules, connection: (await aConnection(as, wrong, tenant)).id },
    tenant,
  );
  expect(await refresh(as, broken.id, tenant)).toMatchObject({
    status: "failed",
    problems: [{ code: "sign_in_refused" }],
  });
  const members = await read<Member[]>(await ask(`/api/tenants/${tenant}/members`, { as }));
  ids[tenant] = {
    tenant,
    configuration: configuration.id,
    connection: base.id,
    run: changed.executionId,
    resource: "contacts",
    person: members.find(({ person }) => person.email.includes(mark))?.person.id ?? "",
  };
}

/** Everything an answer says: status, headers and body. */
async function wordsOf(answer: Response): Promise<string> {
  const text = answer.webSocket ? "" : await answer.text();
  answer.webSocket?.accept();
  answer.webSocket?.close();
  return [answer.status, ...[...answer.headers].flat(), text].join("\n");
}

/**
 * Those an asker may not see: of the other establishment all, of every one what is not a name for
 * global admins.
 */
function forbidden(who: Somebody | "nobody", text: string) {
  return found(text).filter(({ tenant, kind }) => {
    if (who === "global") return !namesOnly.includes(kind);
    if (who === "stranger") return tenant === "ours";
    return who === "former" || who === "nobody" || tenant === "theirs";
  });
}

describe("every id of another establishment", () => {
  const named = inTenant.filter(
    (route) =>
      /:(?!tenant)/.test(route) || /":[a-z]/.test(JSON.stringify(matrix[route]?.body?.() ?? "")),
  );

  const lists = (tenant: TenantName) =>
    Promise.all(
      ["connections", "configurations", "members", "runs"].map(async (list) =>
        read<unknown>(
          await ask(`/api/tenants/${tenant}/${list}`, { as: sessions[admins[tenant]] }),
        ),
      ),
    );

  it(`is as unknown as one that exists nowhere (${named.length} routes x ${people.length} people)`, async () => {
    const before = await lists("theirs");
    for (const route of named)
      for (const who of people.filter((one) => one !== "stranger")) {
        const { tenant: _, ...foreign } = ids.theirs;
        const both: Ids[] = [
          { tenant: "ours", ...foreign },
          { tenant: "ours", resource: "contacts" },
        ];
        const answers = both.map(async (given) => {
          const { path, ...call } = callOf(route, given);
          const answer = await ask(path, { ...call, as: sessions[who] });
          return [answer.status, answer.headers.get("content-type"), await answer.text()] as const;
        });
        const [swapped, nowhere] = await Promise.all(answers);
        expect([route, who, swapped]).toEqual([route, who, nowhere]);
        // A connection that a new configuration names is refused as a part of the body, like any
        // unknown one.
        expect([
          route,
          who,
          [403, 404, ...(route.endsWith("/configurations") ? [400] : [])].includes(
            swapped?.[0] ?? 0,
          ),
        ]).toEqual([route, who, true]);
      }
    expect(await lists("theirs")).toEqual(before);
  });
});

describe(`canaries planted: ${planted.length}, leaked: 0`, () => {
  const said: { who: Somebody | "nobody"; text: string }[] = [];
  const mustStay = (route: string) =>
    route.startsWith("DELETE") || route.endsWith("/sign-out") || route.endsWith("/undo");

  beforeAll(async () => {
    const more = await overhear(async () => {
      // What changes names comes last: until then they are there to be seen.
      const inOrder = routes
        .filter((one) => !mustStay(one))
        .sort((one, other) => Number(one.startsWith("PATCH")) - Number(other.startsWith("PATCH")));
      for (const route of inOrder)
        for (const who of [...people, "nobody"] as const)
          for (const tenant of inTenant.includes(route) ? tenants : (["ours"] as const)) {
            const { path, headers = {}, ...call } = { headers: {}, ...callOf(route, ids[tenant]) };
            const upgrade: Record<string, string> = route.endsWith("/live")
              ? { upgrade: "websocket", origin }
              : {};
            const answer = await ask(path, {
              ...call,
              headers: { ...headers, ...upgrade },
              as: who === "nobody" ? null : sessions[who],
            });
            said.push({ who, text: await wordsOf(answer) });
          }
      for (const who of people)
        await ask("/api/auth/sign-out", { method: "POST", as: await signIn(who) });
    });
    lines.push(...more);
  }, 60_000);

  it("the establishments' own people do see them: the search finds what is there", () => {
    const seen = (who: Somebody, tenant: TenantName) =>
      new Set(
        said
          .filter((one) => one.who === who)
          .flatMap(({ text }) => found(text).filter((one) => one.tenant === tenant))
          .map(({ kind }) => kind),
      );
    for (const [tenant, who] of [
      ["ours", "admin"],
      ["theirs", "stranger"],
    ] as const)
      expect([...seen(who, tenant)].sort()).toEqual(
        kinds.filter((kind) => kind !== "secret").sort(),
      );
    expect([...seen("global", "theirs")].sort()).toEqual([...namesOnly].sort());
  });

  it("in no answer, neither body nor header, of any route to anybody of elsewhere", () => {
    expect(said.length).toBeGreaterThan(400);
    expect(
      said.flatMap(({ who, text }) =>
        forbidden(who, text).map((one) => `${who}: ${one.text} in ${text.slice(0, 200)}`),
      ),
    ).toEqual([]);
  });

  it("in no frame of a live view", () => {
    const showing = frames.filter(({ text }) => found(text).length > 0);
    expect(showing.length).toBeGreaterThan(0);
    const strange = frames.filter(
      ({ who, tenant, text }) =>
        found(text).some((one) => one.tenant !== tenant) || forbidden(who, text).length > 0,
    );
    expect(strange).toEqual([]);
  });

  it("in no log line, not even one's own", () => {
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => found(line).length > 0)).toEqual([]);
  });
});
