// The sandbox answers the recorded requests as the recorded servers did.
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { hasRecordings, recordingsOf, sendRaw, type Recording, type Wire } from "./recordings.ts";

interface Deserializer {
  deserializeMethodResponse(
    stream: Readable,
    done: (
      error: (Error & { faultCode?: unknown; faultString?: string }) | null,
      value: unknown,
    ) => void,
  ): void;
}

const DeserializerOf: new (encoding: string) => Deserializer = createRequire(import.meta.url)(
  "xmlrpc/lib/deserializer",
);

/** The sandbox does not simulate how Odoo slows down repeated sign-ins. */
const outside = /-cooldown/;

/** Responses that differ on purpose, with the reason. */
const knownDifferences: Record<string, string> = {
  "json2-empty-body-search-read": "the sandbox's currencies have fewer fields",
  "xmlrpc-search-read-binary-size": "the sandbox keeps no images",
  "session-authenticate-ok":
    "of a session the sandbox tells what clients look at, not what only Odoo's own pages read",
};

/**
 * Here the recorded text depends on a translation or on that server's SQL, so only its presence is
 * compared.
 */
const otherWords = /fault-access-error$|^json2-error-validation$|^xmlrpc-fields-get-moves-fr$/;

const { reader } = odooSandbox;
let sandbox: Sandbox;
const lazily = { version: "18" as "18" | "19" };

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    alsoListen: [{ version: "18.0", port: 0 }],
    soleDatabase: "trading",
  });
});
afterAll(() => sandbox.close());

describe.skipIf(!hasRecordings).each(["18", "19"] as const)(
  "like the recorded Odoo %s",
  (version) => {
    const recordings = recordingsOf(version).filter(
      ({ name }) => !outside.test(name) && !(name in knownDifferences),
    );

    it.each(recordings.map((recording) => [recording.name, recording] as const))(
      "%s",
      async (_, recording) => {
        lazily.version = version;
        const url = sandbox.urls[`${version}.0`] ?? "";
        const answer = await sendRaw(url, await inASession(url, await onAPostedMove(recording)));
        expect(answer.status).toBe(recording.expected.status);
        expect(headerShape(answer)).toEqual(headerShape(recording.expected));
        const isHtml = recording.expected.headers["content-type"]?.startsWith("text/html") ?? false;
        if (isHtml) return expectSameHtml(answer.body, recording);
        const blurred = otherWords.test(recording.name);
        expect(shapeOf(await meaning(answer), { blurred })).toEqual(
          shapeOf(await meaning(recording.expected), { blurred }),
        );
      },
    );
  },
);

/** The recorded move 1 was posted, so ours must be too. */
async function onAPostedMove(recording: Recording): Promise<Recording> {
  if (!recording.name.endsWith("fault-user-error")) return recording;
  const database = lazily.version === "18" ? "trading18" : "trading";
  const response = await fetch(
    `${sandbox.url}/sandbox/records?database=${database}&model=account.move&domain=[["state","=","posted"]]`,
  );
  const { ids } = (await response.json()) as { ids: number[] };
  return {
    ...recording,
    body: recording.body
      .replace("[[1]]", `[[${ids[0]}]]`)
      .replace(/<int>1<\/int>/, `<int>${ids[0]}</int>`),
  };
}

/** A recorded cookie stands for an open session, so ours must be open too. */
async function inASession(url: string, recording: Recording): Promise<Recording> {
  if (!recording.headers["cookie"]?.includes("<session>")) return recording;
  const params = {
    db: lazily.version === "18" ? "trading18" : "trading",
    login: reader.login,
    password: reader.password,
  };
  const response = await fetch(`${url}/web/session/authenticate`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", params, id: 1 }),
  });
  const [cookie = ""] = response.headers.getSetCookie();
  return {
    ...recording,
    headers: { ...recording.headers, cookie: cookie.slice(0, cookie.indexOf(";")) },
  };
}

/** The names of the headers, and the values that do not depend on data. */
function headerShape({ headers }: Wire): Record<string, string> {
  const telling = [
    "content-type",
    "x-content-type-options",
    "www-authenticate",
    "allow",
    "accept",
    "location",
    "server",
    "connection",
  ];
  return {
    names: Object.keys(headers)
      .filter((name) => name !== "date")
      .sort()
      .join(),
    ...Object.fromEntries(
      telling.flatMap((name) =>
        headers[name] === undefined ? [] : [[name, headers[name].trim()]],
      ),
    ),
  };
}

function expectSameHtml(body: string, { name, expected }: Recording): void {
  // The "not found" page is the website's own design; the sandbox returns a shorter one.
  if (name === "jsonrpc-not-found") expect(body).toMatch(/^<!DOCTYPE html>\n<html>/);
  else expect(body.trim()).toBe(expected.body.trim());
}

async function meaning({ headers, body }: Wire): Promise<unknown> {
  if (!headers["content-type"]?.startsWith("text/xml")) return JSON.parse(body);
  return new Promise((resolve) => {
    new DeserializerOf("utf8").deserializeMethodResponse(Readable.from([body]), (error, value) => {
      if (error && error.faultCode === undefined) throw error;
      resolve(error ? { faultCode: error.faultCode, faultString: error.faultString } : { value });
    });
  });
}

/** Texts that stand for data: labels, names, times. Everything else must be equal. */
const literalKeys = new Set([
  "faultCode",
  "code",
  "name",
  "message",
  "arguments",
  "jsonrpc",
  "string",
  "type",
  "required",
  "relation",
  "state",
  "selection",
  "server_version_info",
  "server_serie",
  "server_version",
  "protocol_version",
  "version",
  "version_info",
]);

interface Place {
  key?: string;
  insideError?: boolean;
  blurred: boolean;
}

/**
 * The structure with sorted keys, literal values unless they are data, and only the last line of a
 * traceback.
 */
function shapeOf(value: unknown, { key = "", insideError = false, blurred }: Place): unknown {
  if (Array.isArray(value)) return listShape(value, { key, insideError, blurred });
  if (typeof value === "object" && value !== null) {
    const isError = insideError || "debug" in value || "faultCode" in value;
    return Object.entries(value).map(([name, inner]) => [
      name,
      shapeOf(inner, { key: name, insideError: isError, blurred }),
    ]);
  }
  if (blurred && typeof value === "string" && key !== "name" && key !== "type") return "text";
  if (key === "debug" || (key === "faultString" && String(value).startsWith("Traceback")))
    return lastLine(String(value));
  if (insideError && typeof value === "string") return plain(value);
  if (literalKeys.has(key) && key !== "name" && key !== "state") return value;
  // Empty is false for every type except numbers.
  return typeof value === "number" ? "number" : "text, true or false";
}

function listShape(
  value: unknown[],
  place: Place & { key: string; insideError: boolean },
): unknown {
  const { key, insideError, blurred } = place;
  if (key === "invoice_line_ids" || key === "child_ids" || key === "category_id") return "ids";
  if (literalKeys.has(key) && (insideError || key !== "name"))
    return value.map((item) =>
      typeof item === "string" ? (blurred ? "text" : plain(item)) : blurred ? "choice" : item,
    );
  if (isLabel(value)) return "label";
  return {
    listOf: value.length === 0 ? "nothing" : shapeOf(fullest(value), { insideError, blurred }),
  };
}

/** One record with a value for every key that any record has a value for. */
function fullest(items: unknown[]): unknown {
  const [first] = items;
  if (typeof first !== "object" || first === null || Array.isArray(first)) return first;
  const records = items as Record<string, unknown>[];
  return Object.fromEntries(
    Object.keys(first).map((key) => [
      key,
      records.map((record) => record[key]).find((value) => value !== false) ?? false,
    ]),
  );
}

function isLabel(value: unknown[]): boolean {
  return value.length === 2 && typeof value[0] === "number" && typeof value[1] === "string";
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** Empty many2ones and labels have the same shape. */
function plain(text: string): string {
  return text.replace(/trading\d*/g, "odoo").replace(/odoo1[89]/g, "odoo");
}
