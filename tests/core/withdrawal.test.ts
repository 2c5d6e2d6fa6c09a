import { describe, expect, it } from "vitest";
import { lostAccess, type GrantedConnection } from "../../core/withdrawal.ts";
import type { RunStatus } from "../../contract/api/run.ts";

const own = { tenant: "t", connection: "c1", kind: "odoo", settings: {}, secret: null };
const shared = { ...own, shared: true, share: "school 1" };
const granted = (share: string | null): GrantedConnection[] => [{ id: "c1", share }];

describe("a run", () => {
  it.each([
    ["goes on through its own connection", own, granted(null), null],
    ["ends when its own connection is deleted", own, [], "connection_deleted"],
    ["goes on through what is still shared", shared, granted("school 1"), null],
    ["ends when it is not shared any more", shared, [], "connection_not_shared"],
    ["ends when it sees something else", shared, granted("school 2"), "connection_share_changed"],
  ])("%s", (_, access, now, code) => {
    expect(lostAccess({ status: "fetching" }, access, now)).toBe(code);
  });

  it.each<[RunStatus, string | null]>([
    ["surveying", "connection_deleted"],
    ["verifying", "connection_deleted"],
    ["delivering", null],
    ["cancelling", null],
  ])("that is %s and has lost its connection ends with %s", (status, code) => {
    expect(lostAccess({ status }, own, [])).toBe(code);
  });
});
