// Knack for the hostile suite: the sandbox's responses.
import { knack } from "../../connectors/knack/knack.ts";
import type { KnackSettings } from "../../connectors/knack/settings.ts";
import { knackSandbox } from "../../sandbox/accounts.ts";
import { startKnack } from "../../sandbox/knack/server.ts";
import type { HostileTransport, HostileWorld } from "./hostile/world.ts";

const { id, calendar } = knackSandbox.schools.ashdown;

const transport = (
  name: string,
  application: string,
  dateOrder: KnackSettings["dateOrder"],
): HostileTransport<KnackSettings> => ({
  name,
  secret: knackSandbox.key,
  settingsAt: (url) =>
    knack.settings.parse({ url, application, establishment: id, calendar, dateOrder }),
});

/**
 * The total is requested with one row, and so is the row before a page. Everything else is a page,
 * one record by its id, or the schema.
 */
function kindOf({ path }: { path: string }): string {
  if (path.startsWith("/v1/applications/")) return "schema";
  if (!path.includes("/records?")) return "record";
  return path.includes("&rows_per_page=1&") || path.endsWith("&rows_per_page=1") ? "total" : "page";
}

export const world: HostileWorld<KnackSettings> = {
  connector: knack,
  transports: [
    transport("British dates", knackSandbox.application, "dd/mm/yyyy"),
    transport("American dates", knackSandbox.american, "mm/dd/yyyy"),
    transport("dates as the application says", knackSandbox.application, "schema"),
  ],
  readings: ["students", "scores", "comments"].map((resource) => ({
    template: "school_results",
    resource,
    options: {},
  })),
  kindOf,
  kinds: {
    "British dates": ["total", "page", "record"],
    "American dates": ["total", "page", "record"],
    "dates as the application says": ["schema", "total", "page", "record"],
  },
  pageKind: "page",
  start: async () => {
    const sandbox = await startKnack({
      port: 0,
      sizes: { ashdown: 40, brackenfield: 5, coorong: 5 },
      perSecond: 100_000,
    });
    const change = async () => {
      const response = await fetch(`${sandbox.url}/sandbox/knack/change`, {
        method: "POST",
        body: JSON.stringify({ school: "ashdown", changed: 6, added: 3 }),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    };
    return { url: sandbox.url, change, close: () => sandbox.close() };
  },
  recordings: () => [],
};
