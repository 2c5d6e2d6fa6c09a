// DHIS2 for the hostile suite: the responses of the simulated source, spoiled.
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import type { Dhis2Settings } from "../../connectors/dhis2/settings.ts";
import { dhis2Sandbox } from "../../sandbox/accounts.ts";
import { startDhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import type { HostileTransport, HostileWorld } from "./hostile/world.ts";

const { username, password, token } = dhis2Sandbox.sync;

const transport = (
  name: string,
  user: string,
  secret: string,
): HostileTransport<Dhis2Settings> => ({
  name,
  secret,
  settingsAt: (url) => dhis2.settings.parse({ url, username: user }),
});

/** What is requested: a collection, or one of the few other endpoints. */
function kindOf({ path }: { path: string }): string {
  const [, what = "", more = ""] = /\/api\/(\w+)(\/\w+)?/.exec(path) ?? [];
  if (what === "system") return `system${more}`;
  if (["me", "metadata", "dataValueSets"].includes(what)) return what;
  // The last of these requests whole objects, and makes pages.
  return path.includes("fields=%3Aowner")
    ? "objects"
    : what === "categoryOptionCombos"
      ? what
      : "list";
}

const requestKinds = [
  "system/info",
  "me",
  "objects",
  "list",
  "categoryOptionCombos",
  "dataValueSets",
  "metadata",
];

export const world: HostileWorld<Dhis2Settings> = {
  connector: dhis2,
  transports: [transport("password", username, password), transport("token", "", token)],
  readings: [
    { template: "dhis2_metadata", resource: "dataElements", options: {} },
    { template: "dhis2_metadata", resource: "organisationUnits", options: {} },
    { template: "dhis2_values", resource: "dataValues", options: {} },
  ],
  kindOf,
  kinds: { password: requestKinds, token: requestKinds },
  pageKind: "objects",
  start: async () => {
    const sandbox = await startDhis2Sandbox({
      ports: { source: 0, destination: 0 },
      size: { districts: 1, facilities: 2, months: 3 },
    });
    const order = async (path: string, body: object) => {
      const response = await fetch(`${sandbox.control}/sandbox/${path}`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    };
    const change = async () => {
      for (const family of ["dataElements", "organisationUnits", "dataValues"])
        await order("dhis2/change", { family, changed: 4, added: 2 });
      await order("dhis2/change", { family: "dataValues", removed: 2 });
    };
    return { url: sandbox.urls.source, change, close: () => sandbox.close() };
  },
  recordings: () => [],
};
