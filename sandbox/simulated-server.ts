// A simulated system behind HTTP: logs every request, applies faults and answers, with its control
// routes on the side.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ZodError } from "zod";
import { answerControl, type ControlContext } from "./control.ts";
import { Exchange, Replaced } from "./exchange.ts";
import { json, readCall, send, type Answer, type Call } from "./http.ts";
import { deliver } from "./sabotage.ts";

export interface SimulatedSystem {
  desk: ControlContext;
  /** The system's response. */
  answer(call: Call, exchange: Exchange): Answer | Promise<Answer>;
  /** The response of a control route that only this system has; undefined for any other path. */
  control(call: Call): Answer | undefined;
  /** A name under which the shared control routes are available too. */
  name?: string;
  /** The time in the Date header, in milliseconds since 1970; the machine's own by default. */
  now?: () => number;
}

/** An HTTP server that simulates a system. It is not listening yet. */
export function simulatedServer(pretence: SimulatedSystem): Server {
  const server = createServer((request, response) => void handle(pretence, request, response));
  // No limit for slow clients: faults may hang for as long as a test likes.
  server.requestTimeout = 0;
  // Longer than clients keep idle connections, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  return server;
}

async function handle(
  pretence: SimulatedSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.url?.startsWith("/sandbox/"))
      send(response, handleControlRequest(pretence, await readCall(request)));
    else await handleSystemRequest(pretence, request, response);
  } catch (error) {
    process.stderr.write(
      `sandbox: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    if (response.headersSent) response.destroy();
    else send(response, json({ error: String(error) }, 500));
  }
}

async function handleSystemRequest(
  pretence: SimulatedSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { log, faults } = pretence.desk;
  const entry = log.begin(Date.now());
  response.once("close", () => log.end(entry, Date.now()));
  const exchange = new Exchange(log, faults, entry);
  const answer = dated(await answerOf(pretence, await readCall(request), exchange), pretence.now);
  entry.status = answer.status;
  entry.bytes = answer.body.length;
  await deliver(response, answer, exchange.applied);
}

const dated = (answer: Answer, now: SimulatedSystem["now"]): Answer =>
  now === undefined
    ? answer
    : { ...answer, headers: { Date: new Date(now()).toUTCString(), ...answer.headers } };

async function answerOf(
  { answer }: SimulatedSystem,
  call: Call,
  exchange: Exchange,
): Promise<Answer> {
  try {
    return await answer(call, exchange);
  } catch (error) {
    if (error instanceof Replaced) return error.answer;
    throw error;
  }
}

function handleControlRequest({ desk, control, name }: SimulatedSystem, call: Call): Answer {
  const shared =
    name === undefined
      ? call
      : { ...call, path: call.path.replace(`/sandbox/${name}/`, "/sandbox/") };
  try {
    return (
      control(call) ??
      answerControl(shared, desk) ??
      json({ error: `no control route ${call.method} ${call.path}` }, 404)
    );
  } catch (error) {
    if (!isCallersFault(error)) throw error;
    return json({ error: error.message }, 400);
  }
}

/** A control request that cannot be parsed, or that names something unknown. */
export class ControlError extends Error {}

const isCallersFault = (error: unknown): error is Error =>
  error instanceof ZodError ||
  error instanceof SyntaxError ||
  error instanceof RangeError ||
  error instanceof ControlError;

/** Resolves with the address once the server is listening. */
export function listening(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(`http://${host}:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}

/** Closes a server and its open connections. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
