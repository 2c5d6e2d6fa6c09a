// Claims ports, so that two stacks starting at the same time never share one.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isAlive } from "./processes.ts";

/** One folder per user: in the shared temporary folder, a folder belongs to its creator. */
const claimsFolder = () => join(tmpdir(), `freshet-ports-${userInfo().username}`);

const claimed = new Set<string>();
process.once("exit", () => claimed.forEach((claim) => rmSync(claim, { force: true })));

/**
 * Returns the wanted port when it is free, otherwise the next free one, and claims it until this
 * process ends. Between the check and the first connection, other callers get another port; without
 * the claim, the second of two could talk to the Worker of the first.
 * @param claims folder of the claims
 */
export async function claimPort(wanted: number, claims = claimsFolder()): Promise<number> {
  mkdirSync(claims, { recursive: true });
  for (let port = wanted; port < wanted + 200; port++) {
    const claim = join(claims, String(port));
    if (!take(claim)) continue;
    if (await isFree(port)) {
      claimed.add(claim);
      return port;
    }
    rmSync(claim, { force: true });
  }
  throw new Error(`No free port between ${wanted} and ${wanted + 200}.`);
}

/** Tries to write the claim. The claim of a process that has ended is replaced. */
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
    // A claim that is just being written is still empty.
    return pid === 0 || isAlive(pid);
  } catch {
    // Released in the meantime.
    return false;
  }
}

/** Both loopback addresses must be free: `localhost` may resolve to either. */
const isFree = async (port: number) =>
  (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));

const canListen = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    // Without IPv6, nothing can be listening there.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
