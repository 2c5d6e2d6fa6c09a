// Lists of names: in the order in which a reader looks for them, not by character codes.
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Me, Member } from "../../contract/api/access.ts";
import type { Connection } from "../../contract/api/connection.ts";
import type { Share } from "../../contract/api/share.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { SetupOrder } from "../../contract/api/setup.ts";
import { applySetup } from "../../worker/tenants/setup.ts";
import {
  aConfiguration,
  aConnection,
  aSharedConnection,
  ask,
  openFixture,
  read,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";

/** In no order that any column has, so that none of them can bring the right one by chance. */
const named = ["Zola", "école 10", "Ecole 9", "Émile", "abbaye", "Œuvre"];
const looked = ["abbaye", "Ecole 9", "école 10", "Émile", "Œuvre", "Zola"];
let sessions: Record<Somebody, Session>;

beforeAll(async () => {
  await openFixture();
  const order = SetupOrder.parse({
    tenants: named.map((name, place) => ({ id: `named-${place}`, name, timeZone: "Europe/Paris" })),
    people: named.map((name, place) => ({
      ...{ email: `named-${place}@example.com`, name, password: "a-password-of-tests" },
      roles: { theirs: "admin", "named-0": "admin" },
    })),
  });
  await applySetup(env, openDatabase(env.DB), order);
  sessions = await signInAll();
});

describe.each(["en", "fr"])("in %s", (language) => {
  const known = async <Answer>(path: string, as: Session) =>
    read<Answer>(
      await ask(path, {
        as,
        headers: { cookie: `${as.cookie}; locale=${language}`, "accept-language": language },
      }),
    );
  const own = (names: string[]) => names.filter((name) => looked.includes(name));

  it("establishments, the administrators to ask and members stand by name", async () => {
    const { tenants } = await known<Me>("/api/me", sessions.global);
    expect(own(tenants.map(({ name }) => name))).toEqual(looked);
    const admins = (await known<Me>("/api/me", sessions.stranger)).tenants.find(
      ({ id }) => id === "theirs",
    )?.administrators;
    expect(own(admins ?? [])).toEqual(looked);
    expect(
      own(
        (await known<Member[]>("/api/tenants/theirs/members", sessions.stranger)).map(
          ({ person }) => person.name,
        ),
      ),
    ).toEqual(looked);
  });
});

it("connections, their users, shared connections and their shares stand by name", async () => {
  for (const name of named) await aConnection(sessions.admin, { name });
  const shared = await aSharedConnection(sessions.global, { name: "Zola" });
  for (const name of named.slice(1)) await aSharedConnection(sessions.global, { name });
  for (const place of named.keys()) {
    const given = await ask(`/api/connections/${shared.id}/shares/named-${place}`, {
      method: "PUT",
      as: sessions.global,
      body: { settings: {} },
    });
    expect(given.status).toBe(200);
  }
  const connections = await read<Connection[]>(
    await ask("/api/tenants/ours/connections", { as: sessions.admin }),
  );
  expect(connections.map(({ name }) => name)).toEqual(looked);
  for (const name of named)
    await aConfiguration(sessions.admin, { name, connection: connections[0]?.id });
  const [used] = await read<Connection[]>(
    await ask("/api/tenants/ours/connections", { as: sessions.admin }),
  );
  expect(used?.usedBy).toEqual(looked);
  const ofAll = await read<Connection[]>(await ask("/api/connections", { as: sessions.global }));
  expect(ofAll.map(({ name }) => name)).toEqual(looked);
  const shares = await read<Share[]>(
    await ask(`/api/connections/${shared.id}/shares`, { as: sessions.global }),
  );
  expect(shares.map(({ tenantName }) => tenantName)).toEqual(looked);
});
