// Screens and routes require the same rights: people who may open a screen may make all its calls,
// and nobody else may.
import { describe, expect, it } from "vitest";
import { mayOpen, screens, type Screen } from "../../contract/api/screens.ts";
import { actionsAbove, allowedActions, type Rank } from "../../worker/access/permissions.ts";
import { aPerson, inOurs } from "./principals.ts";
import { matrix, tenantPath as at } from "./matrix.ts";

/**
 * What each screen cannot do without; what it leaves out for those who may not have it is not
 * named.
 */
const calls: Partial<Record<Screen, string[]>> = {
  "/refreshes": ["GET /api/runs"],
  "/connections": ["GET /api/connections", "GET /api/connections/:connection/shares"],
  "/connections/new": ["POST /api/connections"],
  "/connections/[connection]": [
    "GET /api/connections/:connection",
    "PATCH /api/connections/:connection",
  ],
  "/tenants/[tenant]/data/[configuration]": [`GET ${at}/records/:configuration/:resource/sums`],
  "/tenants/[tenant]/data/[configuration]/[resource]": [
    `GET ${at}/records/:configuration/:resource`,
  ],
  "/tenants/[tenant]/refreshes": [`GET ${at}/runs`],
  "/tenants/[tenant]/refreshes/[run]": [`GET ${at}/runs/:run`],
  "/tenants/[tenant]/files": [
    `GET ${at}/configurations`,
    `GET ${at}/connections/:connection/files`,
  ],
  "/tenants/[tenant]/connections": [`GET ${at}/connections`],
  "/tenants/[tenant]/connections/new": [`POST ${at}/connections`],
  "/tenants/[tenant]/connections/[connection]": [`GET ${at}/connections/:connection`],
  "/tenants/[tenant]/configurations": [`GET ${at}/configurations`],
  "/tenants/[tenant]/configurations/new": [`GET ${at}/connections`, `POST ${at}/configurations`],
  "/tenants/[tenant]/configurations/[configuration]": [`GET ${at}/configurations/:configuration`],
  "/tenants/[tenant]/members": [`GET ${at}/members`],
};
const all = Object.keys(screens) as Screen[];
const ranks: Rank[] = ["viewer", "staff", "admin", "global"];

const actionsOf = (rank: Rank, screen: Screen) =>
  screen.startsWith("/tenants/")
    ? allowedActions(
        aPerson({ globalAdmin: rank === "global" }),
        inOurs(rank === "global" ? null : rank),
        [],
      )
    : actionsAbove(aPerson({ globalAdmin: rank === "global" }));

describe.each(all.filter((screen) => screens[screen].length > 0))("%s", (screen) => {
  it.each(ranks)("is open to %s as its calls are", (rank) => {
    const wanted = calls[screen] ?? [];
    expect(wanted).not.toEqual([]);
    const answered = wanted.every((call) => (matrix[call]?.may ?? []).includes(rank));
    expect(mayOpen(screen, actionsOf(rank, screen))).toBe(answered);
  });
});
