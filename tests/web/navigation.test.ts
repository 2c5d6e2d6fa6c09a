// The links of the header: nobody sees one that they may not open, and one of them is the current.
import { expect, it } from "vitest";
import type { Action, Me, TenantSummary } from "../../contract/api/access.ts";
import type { Catalog } from "../../contract/api/catalog.ts";
import { navigationLinks } from "../../web/lib/ui/navigation.ts";

const aTenant = (actions: Action[], template = "sales"): TenantSummary =>
  ({ id: "t", actions, configurations: [{ template }] }) as unknown as TenantSummary;
const me = (actions: Action[] = []): Me => ({ actions }) as unknown as Me;
const catalog = {
  kinds: [
    { files: null, templates: [{ key: "sales" }] },
    { files: {}, templates: [{ key: "invoices" }] },
  ],
} as unknown as Catalog;

const labels = (links: ReturnType<typeof navigationLinks>) => links.map(({ label }) => label);

it("shows a reader the data alone", () => {
  const tenant = aTenant(["data.read", "run.watch"]);
  expect(labels(navigationLinks({ me: me(), tenant, catalog, path: "/tenants/t" }))).toEqual([
    "data",
  ]);
});

it.each([
  ["sales", catalog, false],
  ["invoices", catalog, true],
  ["invoices", undefined, false],
] as const)("links files where a configuration reads them: %s", (template, known, linked) => {
  const tenant = aTenant(["file.read", "configuration.read"], template);
  const links = navigationLinks({
    me: me(),
    tenant,
    ...(known ? { catalog: known } : {}),
    path: "/tenants/t",
  });
  expect(labels(links).includes("files")).toBe(linked);
});

it.each([
  [["connection.read", "member.read"], "/tenants/t/connections"],
  [["member.read"], "/tenants/t/members"],
] as const)("opens the settings at the first part that %j may see", (actions, href) => {
  const links = navigationLinks({ me: me(), tenant: aTenant([...actions]), path: "/" });
  expect(links.map((link) => link.href)).toEqual([href]);
});

it.each([
  ["/tenants/t/data/sales/orders", "data"],
  ["/tenants/t/refreshes/r1", "refreshes"],
  ["/tenants/t/connections/new", "settings"],
  ["/tenants/t/configurations/c1", "settings"],
  ["/tenants/t/members", "settings"],
  ["/refreshes", "allRefreshes"],
  ["/connections/c1", "sharedConnections"],
])("marks one link as current: %s", (path, label) => {
  const tenant = aTenant(["data.read", "history.read", "connection.read", "member.read"]);
  const everything = me(["fleet.read", "shared_connections.write"]);
  const links = navigationLinks({ me: everything, tenant, path });
  expect(labels(links.filter(({ current }) => current))).toEqual([label]);
});
