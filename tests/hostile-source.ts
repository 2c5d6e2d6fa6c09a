// Servers without manners for the tests that run inside the runtime: `/NUMBER OF THE MANNER/…` says
// which one is wanted.
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { TestProject } from "vitest/node";
import { misbehaviours } from "./connectors/hostile/misbehaviours.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** `url`: the servers, by number of the manner. `names`: the manners, in that order. */
    hostile: { url: string; names: string[] };
  }
}

/** What the other side did that it should not: told at `/leaked`. */
type Seen = { followed: number; held: Map<string, Set<Socket>> };

export default async function setup(project: TestProject): Promise<() => void> {
  const names = Object.keys(misbehaviours);
  const seen: Seen = { followed: 0, held: new Map() };
  const canary = createServer((socket) => {
    seen.followed += 1;
    socket.on("error", () => undefined).destroy();
  });
  const canaryUrl = await listening(canary);
  const server = createServer((socket) => {
    // A reader that hangs up in the middle is what is wanted.
    socket.on("error", () => undefined);
    let head = "";
    socket.on("data", (bytes: Buffer) => {
      head += bytes.toString("latin1");
      const path = /^\w+ (\S+)[\s\S]*\r\n\r\n/.exec(head)?.[1];
      if (path === undefined) return;
      head = "";
      if (path === "/leaked") return void socket.end(told(seen));
      const name = names[Number(path.split("/")[1])] ?? "";
      seen.held.set(name, (seen.held.get(name) ?? new Set()).add(socket));
      const honest = Buffer.from(JSON.stringify({ said: "x".repeat(200) }));
      misbehaviours[name]?.({
        socket,
        honest,
        contentType: "application/json",
        canary: canaryUrl,
        self: url,
      });
    });
  });
  const url = await listening(server);
  project.provide("hostile", { url, names });
  return () => {
    for (const socket of [...seen.held.values()].flatMap((sockets) => [...sockets]))
      socket.destroy();
    server.close();
    canary.close();
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** How often somebody went where a redirect led, and which manners are still listened to. */
function told({ followed, held }: Seen): string {
  const open = [...held]
    .filter(([, sockets]) => [...sockets].some((socket) => !socket.destroyed))
    .map(([name]) => name);
  const body = JSON.stringify({ followed, open });
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}
