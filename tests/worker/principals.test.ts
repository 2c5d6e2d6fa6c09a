// What programs and embedded buttons may do, and under which name.
import { describe, expect, it } from "vitest";
import { authorize } from "../../worker/access/authorize.ts";
import {
  actions,
  actionsAbove,
  allowedActions,
  may,
  type StartPolicy,
} from "../../worker/access/permissions.ts";
import { actorOf, requirePerson, startedByOf } from "../../worker/access/principal.ts";
import { aPerson, aToken, anEmbed, inOurs, inTheirs } from "./principals.ts";

const own: StartPolicy = { id: "c1", startedBy: [] };
const other: StartPolicy = { id: "c2", startedBy: ["viewer", "staff"] };

describe("a token", () => {
  it("may do what its scopes name, in the tenants that it was issued for", () => {
    const token = aToken(["run.start", "data.read"]);
    expect(may(token, inOurs(null), "run.start", own)).toBe(true);
    expect(may(token, inOurs(null), "data.read")).toBe(true);
    expect(may(token, inOurs(null), "run.cancel")).toBe(false);
    expect(may(token, inTheirs(null), "data.read")).toBe(false);
    expect(may(token, null, "data.read")).toBe(false);
    expect(may(aToken([]), inOurs(null), "data.read")).toBe(false);
    expect(may(aToken(["data.read"], []), inOurs(null), "data.read")).toBe(false);
  });

  it("gains nothing from a role in the tenant", () => {
    expect(allowedActions(aToken([]), inOurs("admin"), [own, other])).toEqual([]);
  });

  it("never removes, manages secrets or people, or stands above tenants, whatever it names", () => {
    expect(allowedActions(aToken(actions), inOurs(null), [own, other])).toEqual([
      "data.read",
      "run.watch",
      "run.start",
      "run.cancel",
      "run.retry",
      "history.read",
      "configuration.read",
      "file.read",
      "file.write",
    ]);
    expect(actionsAbove(aToken(actions))).toEqual([]);
  });
});

describe("an embed", () => {
  it("may start and watch its own configuration, and nothing else", () => {
    expect(actions.filter((action) => may(anEmbed, inOurs(null), action, own))).toEqual([
      "run.watch",
      "run.start",
    ]);
    for (const configuration of [other, undefined])
      expect(actions.filter((action) => may(anEmbed, inOurs(null), action, configuration))).toEqual(
        [],
      );
  });

  it("may do nothing in another tenant or above tenants, whatever the role there", () => {
    expect(allowedActions(anEmbed, inTheirs("admin"), [own])).toEqual([]);
    expect(actionsAbove(anEmbed)).toEqual([]);
    expect(allowedActions(anEmbed, inOurs("admin"), [other])).toEqual([]);
  });
});

describe("every principal", () => {
  it("has the name under which its actions are recorded", () => {
    expect(actorOf(aPerson({ globalAdmin: false }))).toEqual({ id: "p1", name: "Somebody" });
    expect(actorOf(aToken([]))).toEqual({ id: "t1", name: "Nightly export" });
    expect(actorOf(anEmbed)).toEqual({ id: "e1", name: "Intranet" });
  });

  it("starts runs as a person or as a program", () => {
    expect(startedByOf(aPerson({ globalAdmin: false })).kind).toBe("person");
    expect(startedByOf(aToken([]))).toEqual({ kind: "api", id: "t1", name: "Nightly export" });
    expect(startedByOf(anEmbed)).toEqual({ kind: "api", id: "e1", name: "Intranet" });
  });

  it("is refused what only people have, unless it is one", () => {
    const person = aPerson({ globalAdmin: false });
    expect(requirePerson(person)).toBe(person);
    expect(() => requirePerson(aToken(actions))).toThrow("not_allowed");
    expect(() => requirePerson(anEmbed)).toThrow("not_allowed");
  });

  it("is refused by name where the table grants nothing", () => {
    const call = { principal: anEmbed, membership: inOurs(null) };
    expect(() => authorize(call, "run.start", other)).toThrow("not_allowed");
    expect(() => authorize(call, "run.start", own)).not.toThrow();
  });
});
