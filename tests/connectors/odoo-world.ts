// The simulated Odoo as a world for the conformance suite; its stored data comes from its own
// control routes.
import { openSourceClient } from "../../worker/outbound/source-client.ts";
import { odoo } from "../../connectors/odoo/odoo.ts";
import type { ResourceSpec } from "../../connectors/connector.ts";
import type { OdooSettings } from "../../connectors/odoo/settings.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { World } from "./conformance.ts";

export type Version = "19.0" | "18.0" | "16.0";

const databases: Record<Version, string> = {
  "19.0": odooSandbox.databases.trading,
  "18.0": odooSandbox.databases.trading18,
  "16.0": odooSandbox.databases.trading16,
};

type ClientOptions = {
  settings?: Partial<OdooSettings>;
  secret?: string;
  limits?: Parameters<typeof openSourceClient>[0]["limits"];
};

/**
 * Control routes and clients of one simulated version. The sandbox starts later, so its address is
 * looked up each time.
 */
export function odooWorld(sandbox: () => Sandbox, version: Version) {
  const database = databases[version];
  const { login, password, apiKey } = odooSandbox.reader;
  let opened = 0;

  const openClient = ({ settings = {}, secret = password, limits = {} }: ClientOptions = {}) => {
    opened += 1;
    // Each client spells the address differently, so that no test recalls what another has
    // remembered.
    const parsed = odoo.settings.parse({
      database,
      login,
      url: `${sandbox().urls[version]}/web?${opened}`,
      ...settings,
    });
    return openSourceClient({
      connector: odoo,
      settings: parsed,
      secret,
      tenant: "test",
      gate: null,
      privateAddresses: "127.0.0.1:*",
      limits: { headersMs: 2_000, ...limits },
    });
  };

  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox().url}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

  const truth = async (model: string, domain: unknown[]): Promise<number[]> => {
    const query = new URLSearchParams({ database, model, domain: JSON.stringify(domain) });
    return ((await control("GET", `records?${query}`)) as { ids: number[] }).ids;
  };

  const reading = (
    template: string,
    resource: string,
    options: ResourceSpec["options"] = {},
  ): ResourceSpec => ({ template, resource, options });

  return { version, database, openClient, control, truth, reading, apiKey, password };
}

type OdooWorld = ReturnType<typeof odooWorld>;

const written = (floor: string | null) =>
  floor === null ? [] : [["write_date", ">=", floor.slice(0, 19).replace("T", " ")]];

/** The world of the conformance suite. The domains are deliberately written a second time. */
export function conformanceWorld(world: OdooWorld): World<OdooSettings> {
  const { openClient, control, truth, reading, apiKey, database } = world;
  // The simulated clock starts an hour ago and is moved by hand: Odoo shows whole seconds, and a
  // change within one could look unchanged.
  let offsetMs = -3_600_000;
  const pass = () => control("POST", "clock", { offsetMs: (offsetMs += 2_000) });
  const incremental = (resource: string, model: string, domain: unknown[] = []) => ({
    name: resource,
    reading: reading("odoo_modules", resource),
    truth: ({ floor }: { floor: string | null }) => truth(model, [...domain, ...written(floor)]),
    change: async () => {
      await pass();
      const { models } = (await control("POST", "change", {
        database,
        model,
        changed: 6,
        added: 4,
      })) as {
        models: Record<string, { changed: number[]; added: number[] }>;
      };
      const { changed = [], added = [] } = models[model] ?? {};
      const inside = new Set(await truth(model, domain));
      return [...changed, ...added].filter((id) => inside.has(id));
    },
    remove: async () => {
      const { models } = (await control("POST", "change", { database, model, removed: 3 })) as {
        models: Record<string, { removed: number[] }>;
      };
      return models[model]?.removed ?? [];
    },
  });
  const invoices = [
    "out_invoice",
    "out_refund",
    "in_invoice",
    "in_refund",
    "out_receipt",
    "in_receipt",
  ];
  const open = [["payment_state", "!=", "paid"]];
  // Only the imports are restricted to one company.
  const imports = [
    ["state", "in", ["draft", "posted"]],
    ["invoice_origin", "=ilike", "CE%"],
    ["company_id", "=", 1],
  ];
  const bills = ["move_type", "in", ["in_invoice", "in_refund"]];
  const arm = (fault: object) => () =>
    control("POST", "faults", { ...fault, method: "search_read" }).then(() => undefined);
  return {
    transports: [
      { name: "JSON-RPC", openClient: () => openClient({ settings: { transport: "jsonrpc" } }) },
      { name: "XML-RPC", openClient: () => openClient({ settings: { transport: "xmlrpc" } }) },
      ...(world.version === "19.0"
        ? [
            {
              name: "JSON-2",
              openClient: () => openClient({ settings: { transport: "json2" }, secret: apiKey }),
            },
          ]
        : []),
      { name: "the protocol found by itself", openClient: () => openClient({ secret: apiKey }) },
    ],
    readings: [
      {
        name: "purchase_imports",
        reading: reading("treasury", "purchase_imports"),
        truth: () => truth("account.move", [bills, ...imports, ...open]),
      },
      {
        name: "local_sales",
        reading: reading("treasury", "local_sales"),
        truth: () =>
          truth("account.move", [["move_type", "in", ["out_invoice", "out_refund"]], ...open]),
      },
      {
        name: "local_purchases",
        reading: reading("treasury", "local_purchases"),
        truth: async ({ today }) => {
          const requested = new Set(
            await truth("account.move", [["invoice_origin", "=ilike", "CE%"]]),
          );
          return (
            await truth("account.move", [bills, ["invoice_date_due", ">", today], ...open])
          ).filter((id) => !requested.has(id));
        },
      },
      incremental("sale_orders", "sale.order"),
      incremental("invoices", "account.move", [["move_type", "in", invoices]]),
      incremental("contacts", "res.partner"),
      incremental("employees", "hr.employee"),
    ],
    faults: [
      {
        name: "asked to slow down",
        arm: arm({ fault: "too_many_requests", retryAfterSeconds: 7 }),
        expected: { kind: "busy", code: "source_busy" },
      },
      {
        name: "an error of the server",
        arm: arm({ fault: "server_error" }),
        expected: { kind: "broken", code: "source_server_error" },
      },
      {
        name: "a proxy without its server",
        arm: arm({ fault: "bad_gateway" }),
        expected: { kind: "busy", code: "source_server_error" },
      },
      {
        name: "a web page in place of data",
        arm: arm({ fault: "html" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a redirect to elsewhere",
        arm: arm({ fault: "redirect" }),
        expected: { kind: "refused", code: "address_moved" },
      },
      {
        name: "a redirect to the sign-in page",
        arm: arm({ fault: "redirect", location: "/web/login" }),
        expected: { kind: "refused", code: "not_that_system" },
      },
      // A single spoiled response is read again in halves; only one that stays spoiled is a
      // failure.
      {
        name: "garbage",
        arm: arm({ fault: "garbage", times: "always" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "wrong types",
        arm: arm({ fault: "wrong_types", times: "always" }),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a cut answer",
        arm: arm({ fault: "truncated" }),
        expected: { kind: "busy", code: "source_unreachable" },
      },
      {
        name: "a closed connection",
        arm: arm({ fault: "reset" }),
        expected: { kind: "busy", code: "source_unreachable" },
      },
      {
        name: "lost rights",
        arm: arm({ fault: "no_rights" }),
        expected: { kind: "refused", code: "rights_missing" },
      },
      {
        name: "a password that no longer holds",
        arm: arm({ fault: "access_denied", times: 2 }),
        expected: { kind: "refused", code: "sign_in_refused" },
      },
    ],
    disarm: () => control("DELETE", "faults").then(() => undefined),
    refused: [
      {
        name: "a wrong password",
        openClient: () => openClient({ secret: "wrong" }),
        reading: reading("treasury", "local_sales"),
        code: "sign_in_refused",
      },
      {
        name: "a wrong key, as long as a key",
        openClient: () => openClient({ secret: "0123456789abcdef0123456789abcdef01234567" }),
        reading: reading("treasury", "local_sales"),
        code: "key_refused",
      },
      {
        name: "an unknown user",
        openClient: () => openClient({ settings: { login: "nobody" } }),
        reading: reading("treasury", "local_sales"),
        code: "sign_in_refused",
      },
      {
        name: "an unknown database",
        openClient: () => openClient({ settings: { database: "no_such_db" } }),
        reading: reading("treasury", "local_sales"),
        code: "database_unknown",
      },
      {
        name: "an account without rights",
        openClient: () =>
          openClient({
            settings: { login: odooSandbox.limited.login },
            secret: odooSandbox.limited.password,
          }),
        reading: reading("treasury", "local_sales"),
        code: "rights_missing",
      },
    ],
  };
}
