// A listener on this machine's own address that nobody should ever reach: it counts who knocks, and
// keeps what they say.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What the canary has seen: connections of any kind, and the requests among them, headers and
 * bodies included.
 */
export type CanarySong = { connections: number; requests: string[] };

/** `port`: where nobody should knock, on both loopbacks; `songs`: where tests ask what was seen. */
export type Canary = { port: number; songs: string; close(): Promise<void> };

/** Says yes to everything: whoever comes with a secret is encouraged to hand it over. */
const welcome = JSON.stringify({ jsonrpc: "2.0", id: 1, result: 7 });

export async function startCanary(): Promise<Canary> {
  const song: CanarySong = { connections: 0, requests: [] };
  const note = async (request: IncomingMessage) => void song.requests.push(await heard(request));
  const trap = () =>
    createServer((request, response) => {
      void note(request).then(() =>
        response.setHeader("content-type", "application/json").end(welcome),
      );
    }).on("connection", () => (song.connections += 1));
  const first = await listen(trap(), "127.0.0.1", 0);
  const port = portOf(first);
  // Not every machine has the other loopback.
  const second = await listen(trap(), "::1", port).catch(() => null);
  const desk = await listen(
    createServer((_, response) => void response.end(JSON.stringify(song))),
    "127.0.0.1",
    0,
  );
  const servers = [first, second, desk].filter((server) => server !== null);
  return {
    port,
    songs: `http://127.0.0.1:${portOf(desk)}/`,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function heard(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return [
    request.method,
    request.url,
    ...request.rawHeaders,
    Buffer.concat(parts).toString("utf8"),
  ].join("\n");
}

function listen(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
