// Reads the setup token in ways that other users of the machine cannot see.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { ReadStream } from "node:tty";

type Inputs = { env: NodeJS.ProcessEnv; stdin: NodeJS.ReadStream };

/**
 * Returns the token from the file that SETUP_TOKEN_FILE names, from the variable SETUP_TOKEN (as
 * deployment systems set it), from a terminal without echo, or from a pipe. Empty when there is none.
 */
export async function readToken({ env, stdin }: Inputs = process): Promise<string> {
  if (env.SETUP_TOKEN_FILE) return readFileSync(env.SETUP_TOKEN_FILE, "utf8").trim();
  if (env.SETUP_TOKEN) return env.SETUP_TOKEN.trim();
  return stdin.isTTY ? typed(stdin) : (await text(stdin)).trim();
}

/** Reads a line from a terminal without echo. */
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
