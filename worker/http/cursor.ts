// Cursors of paged lists: the place where a page ended, signed together with the query, so that
// nobody can alter it or use it for another query.
import type { AppContext } from "./context.ts";

const base64 = { alphabet: "base64url", omitPadding: true } as const;
const encoder = new TextEncoder();

/**
 * @param reading the list and the query: the cursor is valid for nothing else
 * @param text the place, in the format of the object that reads the list
 */
export async function sealCursor(
  { env }: Pick<AppContext, "env">,
  reading: string[],
  text: string,
): Promise<string> {
  return `${encoder.encode(text).toBase64(base64)}.${await markOf(env.AUTH_SECRET, reading, text)}`;
}

/** The place of a cursor; null if it was altered or belongs to another reading. */
export async function openCursor(
  { env }: Pick<AppContext, "env">,
  reading: string[],
  cursor: string,
): Promise<string | null> {
  const [packed = "", mark, ...more] = cursor.split(".");
  if (mark === undefined || more.length > 0 || !/^[\w-]*$/.test(packed)) return null;
  const text = textOf(packed);
  return text !== null && mark === (await markOf(env.AUTH_SECRET, reading, text)) ? text : null;
}

function textOf(packed: string): string | null {
  try {
    const bytes = Uint8Array.fromBase64(packed, { alphabet: "base64url" });
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (broken) {
    // Neither base64 nor UTF-8: not a cursor of ours.
    if (broken instanceof SyntaxError || broken instanceof TypeError) return null;
    throw broken;
  }
}

/** The HMAC-SHA-256 of reading and place, with the secret that signs sessions. */
async function markOf(secret: string, reading: string[], text: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(`cursor:${secret}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign(
    "HMAC",
    key,
    encoder.encode(JSON.stringify([reading, text])),
  );
  return new Uint8Array(mac).toBase64(base64);
}
