// Odoo for the hostile suite: the sandbox's responses, and those of real servers if they are
// available.
import { odoo } from "../../connectors/odoo/odoo.ts";
import type { OdooSettings } from "../../connectors/odoo/settings.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { recordingsOf } from "../sandbox/recordings.ts";
import type { HostileTransport, HostileWorld, Recording } from "./hostile/world.ts";

const { login, password, apiKey } = odooSandbox.reader;
const database = odooSandbox.databases.trading;

const transport = (
  name: OdooSettings["transport"],
  secret: string,
): HostileTransport<OdooSettings> => ({
  name,
  secret,
  settingsAt: (url) => odoo.settings.parse({ url, database, login, transport: name }),
});

/** The method of a model, or of the server itself, in any protocol. */
function kindOf({ path, body = "" }: { path: string; body?: string | undefined }): string {
  if (path === "/web/version" || path === "/json/version") return "version";
  if (path.startsWith("/json/2/")) return path.split("/").at(-1) ?? "";
  const called = /"method": ?"(version|authenticate)"|<methodName>(version|authenticate)</.exec(
    body,
  );
  if (called) return called[1] ?? called[2] ?? "";
  return (
    /\b(search_read|search_count|search|fields_get|check_access_rights|read|context_get)\b["<]/.exec(
      body,
    )?.[1] ?? "other"
  );
}

const protocols: Record<string, string> = {
  xmlrpc: "xmlrpc",
  jsonrpc: "jsonrpc",
  session: "jsonrpc",
  json2: "json2",
};

const recordings = (): Recording[] =>
  (["18", "19"] as const).flatMap((version) =>
    recordingsOf(version).map(({ name, path, body, expected }) => ({
      name: `odoo${version}/${name}`,
      transport: protocols[name.split("-")[0] ?? ""] ?? "jsonrpc",
      kind: kindOf({ path, body }),
      answer: { status: expected.status, headers: expected.headers, body: expected.body },
    })),
  );

const requestKinds = [
  "version",
  "authenticate",
  "fields_get",
  "search_read",
  "search_count",
  "search",
];

export const world: HostileWorld<OdooSettings> = {
  connector: odoo,
  transports: [
    transport("jsonrpc", password),
    transport("xmlrpc", password),
    transport("json2", apiKey),
  ],
  readings: [
    { template: "treasury", resource: "purchase_imports", options: {} },
    { template: "treasury", resource: "local_purchases", options: {} },
    { template: "odoo_modules", resource: "invoices", options: {} },
    { template: "odoo_modules", resource: "employees", options: { firstDays: 36_500 } },
  ],
  kindOf,
  kinds: {
    jsonrpc: requestKinds,
    xmlrpc: requestKinds,
    json2: ["version", "context_get", "fields_get", "search_read", "search_count", "search"],
  },
  pageKind: "search_read",
  start: async () => {
    const sandbox = await startSandbox({ port: 0, size: 0.02 });
    const change = async () => {
      const body = JSON.stringify({ database, changed: 6, added: 3 });
      const response = await fetch(`${sandbox.url}/sandbox/change`, { method: "POST", body });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    };
    return { url: sandbox.url, change, close: () => sandbox.close() };
  },
  recordings,
};
