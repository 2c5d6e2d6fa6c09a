// The operator's token as it comes to a command: by a way that other people on the machine do not
// see.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { ReadStream } from "node:tty";

type Ways = { env: NodeJS.ProcessEnv; stdin: NodeJS.ReadStream };

/**
 * The token: from the file that SETUP_TOKEN_FILE names, from the environment that the command was
 * started in (deployment systems keep secrets there), typed without echo on a terminal, or piped
 * in. Empty: none was given.
 */
export async function readToken({ env, stdin }: Ways = process): Promise<string> {
  if (env.SETUP_TOKEN_FILE) return readFileSync(env.SETUP_TOKEN_FILE, "utf8").trim();
  if (env.SETUP_TOKEN) return env.SETUP_TOKEN.trim();
  return stdin.isTTY ? typed(stdin) : (await text(stdin)).trim();
}

/** A line typed on a terminal that shows nothing of it. */
function typed(stdin: ReadStream): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let line = "";
  process.stderr.write("SETUP_TOKEN: ");
  stdin.setRawMode(true).setEncoding("utf8").resume();
  stdin.on("data", (piece) => {
    for (const character of String(piece)) {
      if (character === "\r" || character === "\n" || character === "\u0004") {
        stdin.setRawMode(false).pause();
        process.stderr.write("\n");
        return resolve(line.trim());
      }
      if (character === "\u0003") process.exit(130);
      line = character === "\u007f" ? line.slice(0, -1) : line + character;
    }
  });
  return promise;
}
