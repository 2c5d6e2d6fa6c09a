// Starts the sandboxes on the loopback address, and stops them.
import type { Server } from "node:http";
import { Clock } from "./clock.ts";
import type { ControlContext } from "./control.ts";
import { Faults } from "./faults.ts";
import type { Answer, Call } from "./http.ts";
import { RequestLog } from "./log.ts";
import { answerOdooControl, odooState } from "./odoo/control.ts";
import type { Sizes } from "./odoo/database.ts";
import { OdooError } from "./odoo/errors.ts";
import { Odoo, defaultSizes } from "./odoo/odoo.ts";
import { answerOdoo } from "./odoo/routes.ts";
import type { Version } from "./odoo/version.ts";
import { closed, ControlError, listening, simulatedServer } from "./simulated-server.ts";

export interface SandboxOptions {
  /** The port of the main listener; 0 takes a free one. */
  port: number;
  host?: string;
  /** The version of the main listener for calls that name no database; 19.0 by default. */
  version?: Version;
  /** More listeners on the same data, each simulating one version. */
  alsoListen?: { version: Version; port: number }[];
  /** Multiplies the default sizes. */
  size?: number;
  /** Sizes that replace the defaults. */
  sizes?: Partial<Sizes>;
  /** The database of JSON-2 calls that name none. */
  soleDatabase?: string;
}

export interface Sandbox {
  /** The address of the main listener. */
  url: string;
  /** The addresses by simulated version. */
  urls: Partial<Record<Version, string>>;
  close(): Promise<void>;
}

/** Starts the sandboxes; resolves once they answer. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = "127.0.0.1", version = "19.0", alsoListen = [] } = options;
  const clock = new Clock();
  const odoo = new Odoo(clock, { sizes: sizesOf(options), soleDatabase: options.soleDatabase });
  const desk: ControlContext = {
    clock,
    faults: new Faults(),
    log: new RequestLog(),
    state: () => ({ odoo: odooState(odoo) }),
    forget: (name) => odoo.forget(name),
  };
  const urls: Partial<Record<Version, string>> = {};
  const servers: Server[] = [];
  for (const listener of [{ version, port }, ...alsoListen]) {
    const server = simulatedServer({
      desk,
      answer: (call, exchange) => answerOdoo(call, { odoo, exchange, version: listener.version }),
      control: (call) => controlled(call, odoo),
    });
    servers.push(server);
    urls[listener.version] = await listening(server, host, listener.port);
  }
  return {
    url: urls[version] ?? "",
    urls,
    close: async () => void (await Promise.all(servers.map(closed))),
  };
}

function sizesOf({ size = 1, sizes }: SandboxOptions): Sizes {
  const times = (count: number) => Math.max(1, Math.round(count * size));
  const { partners, invoices, orders, employees } = defaultSizes;
  return {
    partners: times(partners),
    invoices: times(invoices),
    orders: times(orders),
    employees: times(employees),
    ...sizes,
  };
}

function controlled(call: Call, odoo: Odoo): Answer | undefined {
  try {
    return answerOdooControl(call, odoo);
  } catch (error) {
    if (error instanceof OdooError) throw new ControlError(error.message);
    throw error;
  }
}
