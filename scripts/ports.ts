// Ports of this machine, claimed so that two stacks that start together never share one.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isAlive } from "./processes.ts";

/** Claims of one person: a folder in a place that everybody shares belongs to who made it. */
const ours = () => join(tmpdir(), `freshet-ports-${userInfo().username}`);

const held = new Set<string>();
process.once("exit", () => held.forEach((claim) => rmSync(claim, { force: true })));

/**
 * The port itself when it is free, else the next free one. It belongs to this process until the
 * process ends: between the look and the first connection somebody else who asks here gets another
 * one. Without the claim, whoever comes second could talk to the first one's Worker.
 * @param claims folder of the claims
 */
export async function claimPort(wanted: number, claims = ours()): Promise<number> {
  mkdirSync(claims, { recursive: true });
  for (let port = wanted; port < wanted + 200; port++) {
    const claim = join(claims, String(port));
    if (!take(claim)) continue;
    if (await isFree(port)) {
      held.add(claim);
      return port;
    }
    rmSync(claim, { force: true });
  }
  throw new Error(`No free port between ${wanted} and ${wanted + 200}.`);
}

/** Whether the claim is ours now. One whose process has ended counts no more. */
function take(claim: string): boolean {
  for (const again of [false, true]) {
    try {
      writeFileSync(claim, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || again || isHeld(claim))
        return false;
      rmSync(claim, { force: true });
    }
  }
  return false;
}

function isHeld(claim: string): boolean {
  try {
    const pid = Number(readFileSync(claim, "utf8"));
    // A claim that is being written has no text yet.
    return pid === 0 || isAlive(pid);
  } catch {
    // Given back between the two looks.
    return false;
  }
}

/** Both loopback addresses must be free: `localhost` may lead to either. */
const isFree = async (port: number) =>
  (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));

const canListen = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    // A machine without IPv6 has nobody listening there.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
