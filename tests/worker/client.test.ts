// The typed client against the Worker itself: calls, refusals, lines and addresses.
import { beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../client/client.ts";
import { ApiProblem } from "../../client/problem.ts";
import type { Check } from "../../contract/source/check.ts";
import { aConnection, clientAs, openFixture, origin, signIn, type Session } from "./fixture.ts";

const problems: ApiProblem[] = [];

const clientOf = (session: Session | null): Client =>
  clientAs(session, { locale: () => "fr", onProblem: (problem) => problems.push(problem) });

const refusalOf = (call: Promise<unknown>): Promise<ApiProblem> =>
  call.then(
    () => expect.unreachable("the call was let through"),
    (error: unknown) => error as ApiProblem,
  );

describe("the typed client", () => {
  let session: Session;
  let admin: Client;

  beforeAll(async () => {
    await openFixture();
    session = await signIn("admin");
    admin = clientOf(session);
  });

  it("asks and is answered, with path, query and body in their places", async () => {
    expect((await admin.getMe()).person.name).toBe("admin");
    expect(await admin.listRuns({ tenant: "ours", query: { limit: 5, before: null } })).toEqual({
      runs: [],
      next: null,
    });
    expect((await admin.changeMe({ body: { locale: "en" } })).locale).toBe("en");
    expect(await clientOf(await signIn("staff")).signOut()).toBeNull();
  });

  it("fails with the code, the sentence and the parts that are not right", async () => {
    const refused = await refusalOf(
      admin.createConfiguration({
        tenant: "ours",
        body: { name: "X", connection: "none", template: "treasury", resources: ["local_sales"] },
      }),
    );
    expect(refused).toBeInstanceOf(ApiProblem);
    expect([refused.status, refused.code, refused.errors.map(({ path }) => path)]).toEqual([
      400,
      "not_valid",
      ["connection"],
    ]);
    expect(refused.retryAfter).toBeNull();
    expect(problems.at(-1)).toBe(refused);
  });

  it("speaks the language that it was given, and says who is not signed in", async () => {
    const refused = await refusalOf(clientOf(null).getMe());
    expect([refused.code, refused.detail]).toEqual([
      "not_signed_in",
      "Connectez-vous pour continuer.",
    ]);
  });

  it("yields checks line by line", async () => {
    const { id } = await aConnection(session);
    const checks: Check[] = await Array.fromAsync(
      admin.lines("checkConnection", { tenant: "ours", connection: id }),
    );
    expect(checks.length).toBeGreaterThan(1);
    expect(checks.map(({ status }) => status)).not.toContain("failed");
  });

  it("makes addresses, and escapes their parameters", () => {
    expect(admin.socketAddress("watch", { tenant: "a/b" })).toBe(
      `${origin.replace("http", "ws")}/api/tenants/a%2Fb/live`,
    );
  });
});
