// Starts two pretend DHIS2 on this machine's own address: one that is full, and one that waits to be filled.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ZodError } from "zod";
import { Clock } from "../clock.ts";
import { answerControl, type Desk } from "../control.ts";
import { Exchange, Replaced } from "../exchange.ts";
import { Faults } from "../faults.ts";
import { json, readCall, send, type Answer, type Call } from "../http.ts";
import { RequestLog } from "../log.ts";
import { deliver } from "../sabotage.ts";
import { answerDhis2Control, dhis2State } from "./control.ts";
import { Instance, type Minor, type Name } from "./instance.ts";
import { answerDhis2, contextPath } from "./routes.ts";
import { seed, usualSize, type Size } from "./seed.ts";

export interface Dhis2SandboxOptions {
  /** 0 takes free ones. */
  ports: Record<Name, number>;
  host?: string;
  minors?: Partial<Record<Name, Minor>>;
  size?: Partial<Size>;
}

export interface Dhis2Sandbox {
  /** The addresses, with the path under which each is installed. */
  urls: Record<Name, string>;
  /** Where the control routes of both are. */
  control: string;
  close(): Promise<void>;
}

interface House {
  desk: Desk;
  instances: Record<Name, Instance>;
}

export async function startDhis2Sandbox({ ports, host = "127.0.0.1", minors = {}, size = {} }: Dhis2SandboxOptions): Promise<Dhis2Sandbox> {
  const clock = new Clock();
  const build = (): Record<Name, Instance> => {
    const source = new Instance("source", minors.source ?? 42, clock);
    seed(source, { ...usualSize, ...size });
    return { source, destination: new Instance("destination", minors.destination ?? 42, clock) };
  };
  const house: House = {
    instances: build(),
    desk: {
      clock,
      faults: new Faults(),
      log: new RequestLog(),
      state: () => ({ dhis2: dhis2State(house.instances) }),
      forget: () => {
        house.instances = build();
      },
    },
  };
  const servers = { source: serverOf(house, "source"), destination: serverOf(house, "destination") };
  const control = await listening(servers.source, host, ports.source);
  const urls = {
    source: `${control}${contextPath}`,
    destination: `${await listening(servers.destination, host, ports.destination)}${contextPath}`,
  };
  return { urls, control, close: async () => void (await Promise.all(Object.values(servers).map(closed))) };
}

function serverOf(house: House, name: Name): Server {
  const server = createServer((request, response) => void handle(house, name, request, response));
  server.requestTimeout = 0;
  server.keepAliveTimeout = 120_000;
  return server;
}

async function handle(house: House, name: Name, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.url?.startsWith("/sandbox/")) send(response, controlled(await readCall(request), house));
    else await visited(house, name, request, response);
  } catch (error) {
    process.stderr.write(`sandbox: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`);
    if (response.headersSent) response.destroy();
    else send(response, json({ error: String(error) }, 500));
  }
}

/** A request to a pretend system: logged, struck by faults, answered. */
async function visited({ desk, instances }: House, name: Name, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const entry = desk.log.begin(Date.now());
  response.once("close", () => desk.log.end(entry, Date.now()));
  const exchange = new Exchange(desk.log, desk.faults, entry);
  const call = await readCall(request);
  const answer = answered(call, { instance: instances[name], exchange });
  entry.status = answer.status;
  entry.bytes = answer.body.length;
  await deliver(
    response,
    { ...answer, headers: { Date: new Date(instances[name].now()).toUTCString(), ...answer.headers } },
    exchange.struck,
  );
}

function answered(call: Call, base: { instance: Instance; exchange: Exchange }): Answer {
  try {
    return answerDhis2(call, base);
  } catch (error) {
    if (error instanceof Replaced) return error.answer;
    throw error;
  }
}

function controlled(call: Call, { desk, instances }: House): Answer {
  try {
    return (
      answerDhis2Control(call, instances) ??
      answerControl(call, desk) ??
      json({ error: `no control route ${call.method} ${call.path}` }, 404)
    );
  } catch (error) {
    const isCallersFault = error instanceof ZodError || error instanceof SyntaxError || error instanceof RangeError;
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
