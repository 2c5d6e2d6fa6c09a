// Starts the pretend Knack on an address of its own, with its own clock, faults and log, and stops it again.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { ZodError } from "zod";
import { Clock } from "../clock.ts";
import { answerControl, type Desk } from "../control.ts";
import { Exchange, Replaced } from "../exchange.ts";
import { Faults } from "../faults.ts";
import { json, readCall, send, type Answer, type Call } from "../http.ts";
import { RequestLog } from "../log.ts";
import { deliver } from "../sabotage.ts";
import { answerKnackControl, knackState } from "./control.ts";
import { Knack, type Sizes } from "./knack.ts";
import { answerKnack } from "./routes.ts";

export interface KnackSandboxOptions {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** Multiplies the students of every school. */
  size?: number;
  /** Students of this year, by school. */
  sizes?: Partial<Sizes>;
  /** Calls in one second; 10, as Knack has it, unless said. */
  perSecond?: number;
  /** Calls in one day; those of a plan in the middle unless said. */
  perDay?: number;
}

export interface KnackServer {
  url: string;
  close(): Promise<void>;
}

type Visit = { desk: Desk; knack: Knack; request: IncomingMessage; response: ServerResponse };

export async function startKnack({ port, host = "127.0.0.1", ...options }: KnackSandboxOptions): Promise<KnackServer> {
  const clock = new Clock();
  const knack = new Knack(clock, { sizes: sizesOf(options), perSecond: options.perSecond ?? 10, perDay: options.perDay ?? 25_000 });
  const desk: Desk = {
    clock,
    faults: new Faults(),
    log: new RequestLog(),
    state: () => ({ knack: knackState(knack) }),
    forget: () => knack.forget(),
  };
  const server = createServer((request, response) => void handle({ desk, knack, request, response }));
  server.requestTimeout = 0;
  server.keepAliveTimeout = 120_000;
  const url = await new Promise<string>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(`http://${host}:${typeof address === "object" && address ? address.port : port}`);
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, close };
}

const usualStudents = { ashdown: 1_000, brackenfield: 240, coorong: 180 };

function sizesOf({ size = 1, sizes = {} }: Pick<KnackSandboxOptions, "size" | "sizes">): Partial<Sizes> {
  const scaled = Object.entries(usualStudents).map(([school, students]) => [school, Math.max(3, Math.round(students * size))] as const);
  return { ...Object.fromEntries(scaled), ...sizes };
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

async function visited({ desk, knack, request, response }: Visit): Promise<void> {
  const entry = desk.log.begin(Date.now());
  response.once("close", () => desk.log.end(entry, Date.now()));
  const exchange = new Exchange(desk.log, desk.faults, entry);
  const answer = await answered(await readCall(request), { knack, exchange });
  entry.status = answer.status;
  entry.bytes = answer.body.length;
  await deliver(response, answer, exchange.struck);
}

async function answered(call: Call, base: { knack: Knack; exchange: Exchange }): Promise<Answer> {
  try {
    return answerKnack(call, base);
  } catch (error) {
    if (error instanceof Replaced) return error.answer;
    throw error;
  }
}

/** The shared routes answer under `/sandbox/knack/` as well as under `/sandbox/`. */
async function controlled({ desk, knack, request }: Visit): Promise<Answer> {
  const call = await readCall(request);
  const shared = { ...call, path: call.path.replace("/sandbox/knack/", "/sandbox/") };
  try {
    return (
      answerKnackControl(call, knack) ?? answerControl(shared, desk) ?? json({ error: `no control route ${call.method} ${call.path}` }, 404)
    );
  } catch (error) {
    const isCallersFault = error instanceof ZodError || error instanceof SyntaxError || error instanceof RangeError;
    if (!isCallersFault) throw error;
    return json({ error: error.message }, 400);
  }
}
