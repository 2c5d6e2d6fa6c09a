// Starts the sandboxes on this machine's own address and stops them again.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ZodError } from "zod";
import { Clock } from "./clock.ts";
import { answerControl, type Desk } from "./control.ts";
import { Exchange, Replaced } from "./exchange.ts";
import { Faults } from "./faults.ts";
import { json, readCall, send, type Answer, type Call } from "./http.ts";
import { RequestLog } from "./log.ts";
import { answerOdooControl, odooState } from "./odoo/control.ts";
import type { Sizes } from "./odoo/database.ts";
import { OdooError } from "./odoo/errors.ts";
import { Odoo, usualSizes } from "./odoo/odoo.ts";
import { answerOdoo } from "./odoo/routes.ts";
import type { Version } from "./odoo/versions.ts";
import { deliver } from "./sabotage.ts";

export interface SandboxOptions {
  /** The port of the listener that pretends to be `version`; 0 takes a free one. */
  port: number;
  host?: string;
  /** What the main listener pretends to be where a call names no database; 19.0 unless said. */
  version?: Version;
  /** More listeners on the same data, each pretending to be one version. */
  alsoListen?: { version: Version; port: number }[];
  /** Multiplies the usual sizes. */
  size?: number;
  /** Sizes that replace the usual ones. */
  sizes?: Partial<Sizes>;
  /** The database of JSON-2 calls that name none. */
  soleDatabase?: string;
}

export interface Sandbox {
  /** The address of the main listener. */
  url: string;
  /** The addresses by the version they pretend. */
  urls: Partial<Record<Version, string>>;
  close(): Promise<void>;
}

/** Starts the sandboxes; they answer when the promise is kept. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = "127.0.0.1", version = "19.0", alsoListen = [] } = options;
  const clock = new Clock();
  const odoo = new Odoo(clock, { sizes: sizesOf(options), soleDatabase: options.soleDatabase });
  const desk: Desk = {
    clock,
    faults: new Faults(),
    log: new RequestLog(),
    state: () => ({ odoo: odooState(odoo) }),
    forget: (name) => odoo.forget(name),
  };
  const urls: Partial<Record<Version, string>> = {};
  const servers: Server[] = [];
  for (const listener of [{ version, port }, ...alsoListen]) {
    const server = createServer((request, response) => void handle({ desk, odoo, version: listener.version, request, response }));
    // A slow client is the client's matter: faults may hang for as long as a test likes.
    server.requestTimeout = 0;
    // Longer than any client keeps an idle connection, so that none is closed under a request.
    server.keepAliveTimeout = 120_000;
    servers.push(server);
    urls[listener.version] = await listening(server, host, listener.port);
  }
  return { url: urls[version] ?? "", urls, close: async () => void (await Promise.all(servers.map(closed))) };
}

function sizesOf({ size = 1, sizes }: SandboxOptions): Sizes {
  const times = (count: number) => Math.max(1, Math.round(count * size));
  const { partners, invoices, orders, employees } = usualSizes;
  return { partners: times(partners), invoices: times(invoices), orders: times(orders), employees: times(employees), ...sizes };
}

interface Visit {
  desk: Desk;
  odoo: Odoo;
  version: Version;
  request: IncomingMessage;
  response: ServerResponse;
}

async function handle(visit: Visit): Promise<void> {
  const { request, response } = visit;
  try {
    if (request.url?.startsWith("/sandbox/")) send(response, await controlled(visit));
    else await visited(visit);
  } catch (error) {
    process.stderr.write(`sandbox: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`);
    if (response.headersSent) response.destroy();
    else send(response, json({ error: String(error) }, 500));
  }
}

/** A request to a pretend system: logged, struck by faults, answered. */
async function visited({ desk, odoo, version, request, response }: Visit): Promise<void> {
  const entry = desk.log.begin(Date.now());
  response.once("close", () => desk.log.end(entry, Date.now()));
  const exchange = new Exchange(desk.log, desk.faults, entry);
  const answer = await answered(await readCall(request), { odoo, exchange, version });
  entry.status = answer.status;
  entry.bytes = answer.body.length;
  await deliver(response, answer, exchange.struck);
}

async function answered(call: Call, base: { odoo: Odoo; exchange: Exchange; version: Version }): Promise<Answer> {
  try {
    return await answerOdoo(call, base);
  } catch (error) {
    if (error instanceof Replaced) return error.answer;
    throw error;
  }
}

async function controlled({ desk, odoo, request }: Visit): Promise<Answer> {
  const call = await readCall(request);
  try {
    return (
      answerControl(call, desk) ?? answerOdooControl(call, odoo) ?? json({ error: `no control route ${call.method} ${call.path}` }, 404)
    );
  } catch (error) {
    const isCallersFault =
      error instanceof ZodError || error instanceof SyntaxError || error instanceof RangeError || error instanceof OdooError;
    if (!isCallersFault) throw error;
    return json({ error: error.message }, 400);
  }
}

function listening(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(`http://${host}:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
