// Live views end with the right to them: within 5 seconds, whatever happened to it.
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Member } from "../../contract/api/access.ts";
import { closeCodes } from "../../contract/api/live.ts";
import { app } from "../../worker/http/app.ts";
import { longestSessionMs } from "../../worker/access/auth.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { member, session } from "../../worker/db/schema.ts";
import { tenantRpc, tenantStub } from "../../worker/stubs.ts";
import { SetupOrder } from "../../contract/api/setup.ts";
import { applySetup } from "../../worker/tenants/setup.ts";
import { closePersonViews } from "../../worker/access/live-views.ts";
import { ask, emailOf, openFixture, origin, read, signIn, type Session } from "./fixture.ts";
import { open, tokenOf, watch, type View } from "./views.ts";

const db = openDatabase(env.DB);
const members = "/api/tenants/ours/members";
/** What the product promises between the end of a right and the end of the view. */
const promiseMs = 5_000;
let admin: Session;

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
});

async function idOf(somebody: "viewer" | "staff" | "former"): Promise<string> {
  const list = await read<Member[]>(await ask(members, { as: admin }));
  return list.find(({ person }) => person.email === emailOf(somebody))?.person.id ?? "";
}

describe("a live view is cut off within 5 seconds", () => {
  beforeEach(async () => {
    const roles = {
      people: [
        { email: emailOf("viewer"), name: "viewer", roles: { ours: "viewer", theirs: "viewer" } },
      ],
    };
    await applySetup(env, db, SetupOrder.parse(roles));
  });

  /** When the views close after an action, and with which code. */
  async function after(views: View[], action: () => Promise<unknown>): Promise<number[]> {
    const begun = performance.now();
    await action();
    const ends = await Promise.all(views.map(({ closed }) => closed));
    expect(performance.now() - begun).toBeLessThan(promiseMs);
    return ends.map(({ code }) => code);
  }

  it("when its session signs out, and no other with it", async () => {
    const [as, other] = [await signIn("viewer"), await signIn("viewer")];
    const [mine, elsewhere, others] = [
      await watch(as),
      await watch(as, "theirs"),
      await watch(other),
    ];
    const codes = await after([mine, elsewhere], () =>
      ask("/api/auth/sign-out", { method: "POST", as }),
    );
    expect([codes, others.isOpen()]).toEqual([
      [closeCodes.signInAgain, closeCodes.signInAgain],
      true,
    ]);
  });

  it("when its member is removed: here, not where the person still belongs", async () => {
    const as = await signIn("viewer");
    const [here, elsewhere] = [await watch(as), await watch(as, "theirs")];
    const id = await idOf("viewer");
    const codes = await after([here], () =>
      ask(`${members}/${id}`, { method: "DELETE", as: admin }),
    );
    expect([codes, elsewhere.isOpen()]).toEqual([[closeCodes.noLongerAllowed], true]);
    expect((await open(as)).status).toBe(404);
  });

  it("when its member gets another role", async () => {
    const view = await watch(await signIn("viewer"));
    const id = await idOf("viewer");
    expect(
      await after([view], () =>
        ask(`${members}/${id}`, { method: "PATCH", as: admin, body: { role: "staff" } }),
      ),
    ).toEqual([closeCodes.noLongerAllowed]);
  });

  it("when its session's time is over, though nothing is sent meanwhile", async () => {
    const as = await signIn("viewer");
    // Use prolongs a session, but not beyond its longest.
    const createdAt = new Date(Date.now() - longestSessionMs.person + 1_500);
    await db
      .update(session)
      .set({ createdAt })
      .where(eq(session.token, tokenOf(as)));
    const view = await watch(as);
    expect(await view.closed).toMatchObject({ code: closeCodes.signInAgain });
  });

  it("when its member was removed between the check and the opening", async () => {
    const as = await signIn("viewer");
    const [id, stub] = [await idOf("viewer"), tenantStub(env, { id: "ours", jurisdiction: null })];
    // Removed while the upgrade is on its way, by somebody who found no live view to close.
    const slow = {
      fetch: async (request: Request) => {
        await db.delete(member).where(eq(member.person, id));
        return stub.fetch(request);
      },
      dismiss: (who: { person: string }) =>
        tenantRpc(env, { id: "ours", jurisdiction: null }).dismiss(who),
    };
    const late = {
      ...env,
      TENANT: { idFromName: (name: string) => env.TENANT.idFromName(name), get: () => slow },
    };
    const request = new Request(`${origin}/api/tenants/ours/live`, {
      headers: { upgrade: "websocket", origin, cookie: as.cookie },
    });
    const ctx = createExecutionContext();
    const { webSocket } = await app.fetch(request, late as unknown as Env, ctx);
    const closed = new Promise<number>((resolve) =>
      webSocket?.addEventListener("close", ({ code }) => resolve(code)),
    );
    webSocket?.accept();
    await waitOnExecutionContext(ctx);
    expect(await closed).toBe(closeCodes.noLongerAllowed);
  });

  it("when the object is torn down under it, and is asked again", async () => {
    const as = await signIn("viewer");
    const view = await watch(as);
    const id = await idOf("viewer");
    const stub = tenantStub(env, { id: "ours", jurisdiction: null });
    let refusals = 2;
    // The way to the object breaks twice, as while it is being moved.
    const broken = {
      ...env,
      TENANT: {
        idFromName: (name: string) => env.TENANT.idFromName(name),
        get: () => (refusals-- > 0 ? away : stub),
      },
    };
    const away = { dismiss: () => Promise.reject(new Error("the object is being moved")) };
    const codes = await after([view], () =>
      closePersonViews(broken as unknown as Env, db, id, "ours"),
    );
    expect([codes, refusals]).toEqual([[closeCodes.noLongerAllowed], -1]);
  });
});
