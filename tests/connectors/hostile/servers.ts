// Servers that answer honestly until a chosen request, and then misbehave. They run in a thread of
// their own.
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { SourceResponse, SourceRequest } from "../../../connectors/source-client.ts";
import { misbehaviours } from "./misbehaviours.ts";
import { exchangeFor } from "./tape.ts";

type TapedAnswer = {
  request: Pick<SourceRequest, "path" | "body">;
  answer: SourceResponse;
  kind: string;
};
export type ServersData = { tapes: TapedAnswer[][] };
export type Order =
  | { type: "open"; id: number; manner: string; tape: number; kind: string }
  | {
      type: "close";
      id: number;
      /** The client has hung up, or is about to, so wait for it. */ toBeLetGo: boolean;
    };
/**
 * `struck`: how often the server misbehaved. `kept`: connections that the client still holds.
 * `leaked`: calls to other addresses, and headers that should not be sent.
 */
export type ServerReport =
  | { type: "opened"; id: number; port: number }
  | { type: "closed"; id: number; struck: number; kept: number; leaked: string[] };

type Running = {
  server: Server;
  canary: Server;
  struck: Socket[];
  sockets: Set<Socket>;
  leaked: string[];
  strikes: number;
};

const { tapes } = workerData as ServersData;
const running = new Map<number, Running>();

parentPort?.on(
  "message",
  (order: Order) => void (order.type === "open" ? open(order) : close(order)),
);

async function open({ id, manner, tape, kind }: Extract<Order, { type: "open" }>): Promise<void> {
  const one: Running = {
    server: createServer(),
    canary: createServer(),
    struck: [],
    sockets: new Set(),
    leaked: [],
    strikes: 0,
  };
  one.canary.on("connection", (socket: Socket) => {
    one.leaked.push("somebody followed");
    socket.on("error", () => undefined).destroy();
  });
  const canary = await listening(one.canary);
  const self = await listening(one.server);
  one.server.on("connection", (socket: Socket) => {
    one.sockets.add(socket);
    // A client that hangs up in the middle is what the test wants.
    socket.on("error", () => undefined).on("close", () => one.sockets.delete(socket));
    readRequests(socket, (request) => {
      if (/^cookie:/im.test(request.head)) one.leaked.push("a cookie came back");
      const heard = exchangeFor(request, tapes[tape] ?? []);
      const { body, headers, status } = heard?.answer ?? {
        body: "<html></html>",
        headers: { "content-type": "text/html" },
        status: 404,
      };
      const visit = {
        socket,
        honest: Buffer.from(body),
        contentType: headers["content-type"] ?? "text/plain",
        canary: `http://127.0.0.1:${canary}`,
        self: `http://127.0.0.1:${self}`,
      };
      if (heard?.kind === kind) {
        one.strikes += 1;
        one.struck.push(socket);
        return misbehaviours[manner]?.(visit);
      }
      socket.write(
        `HTTP/1.1 ${status} OK\r\nContent-Type: ${visit.contentType}\r\nDate: ${headers["date"] ?? ""}\r\nContent-Length: ${visit.honest.length}\r\n\r\n${body}`,
      );
    });
  });
  running.set(id, one);
  say({ type: "opened", id, port: self });
}

async function close({ id, toBeLetGo }: Extract<Order, { type: "close" }>): Promise<void> {
  const one = running.get(id);
  if (!one) return;
  running.delete(id);
  // On a busy machine, the end of a connection takes time to arrive.
  const until = Date.now() + 10_000;
  const stillHeld = () => toBeLetGo && one.struck.some((socket) => !socket.destroyed);
  while (stillHeld() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  say({
    type: "closed",
    id,
    struck: one.strikes,
    kept: one.struck.filter((socket) => !socket.destroyed).length,
    leaked: one.leaked,
  });
  for (const socket of one.sockets) socket.destroy();
  one.server.close();
  one.canary.close();
}

const say = (word: ServerReport): void => parentPort?.postMessage(word);

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

type Request = { head: string; path: string; body: string };

/** The requests on one connection, each complete, one after another. */
function readRequests(socket: Socket, heard: (request: Request) => void): void {
  let waiting = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const end = waiting.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = waiting.subarray(0, end).toString("latin1");
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (waiting.length < end + 4 + length) return;
      const body = waiting.subarray(end + 4, end + 4 + length).toString("utf8");
      waiting = waiting.subarray(end + 4 + length);
      const path = head.split(" ")[1] ?? "";
      heard({ head, path, body });
    }
  });
}
