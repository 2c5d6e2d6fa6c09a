// Reads the recorded exchanges of real Odoo servers, with the sandbox's names in place of theirs.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { fileURLToPath, URL } from "node:url";
import { odooSandbox } from "../../sandbox/accounts.ts";

const folder = fileURLToPath(new URL("../../../shared/fixtures/odoo/", import.meta.url));

/** False on a clone without the recordings. */
export const hasRecordings = existsSync(folder);

export interface Wire {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Recording {
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  expected: Wire;
}

/** All exchanges recorded from one version, by name. */
export function recordingsOf(version: "18" | "19"): Recording[] {
  if (!hasRecordings) return [];
  const names = readdirSync(`${folder}odoo${version}`)
    .filter((file) => file.endsWith(".http.txt"))
    .map((file) => file.slice(0, -".http.txt".length));
  return names.map((name) => recording(`${folder}odoo${version}/`, name, version));
}

/** Sends a request byte by byte, because fetch would add headers of its own. */
export function sendRaw(
  url: string,
  { method, path, headers, body }: Pick<Recording, "method" | "path" | "headers" | "body">,
): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, url),
      {
        method,
        headers: { ...headers, "Content-Length": String(Buffer.byteLength(body)) },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: flat(incoming.headers),
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function recording(directory: string, name: string, version: "18" | "19"): Recording {
  const text = readFileSync(`${directory}${name}.http.txt`, "utf8").replaceAll("\r", "");
  const sent = text
    .split("\n")
    .filter((line) => line.startsWith("> "))
    .map((line) => line.slice(2));
  const received = text
    .split("\n")
    .filter((line) => line.startsWith("< "))
    .map((line) => line.slice(2));
  const [method = "", path = ""] = (sent[0] ?? "").split(" ");
  const headers = headersOf(sent.slice(1));
  const body = bodyOf(directory, name, "request") ?? "";
  const expected = {
    status: Number((received[0] ?? "").split(" ")[1]),
    headers: headersOf(received.slice(1)),
    body: bodyOf(directory, name, "response") ?? "",
  };
  const key =
    name === "json2-error-access" ? odooSandbox.limited.apiKey : odooSandbox.reader.apiKey;
  const ours: Record<string, string> = {
    ...headers,
    ...(headers["authorization"]
      ? { authorization: headers["authorization"].replace(/APIKEY0+/, key) }
      : {}),
  };
  if (ours["x-odoo-database"] === `odoo${version}`) ours["x-odoo-database"] = databaseOf(version);
  return {
    name,
    method,
    path,
    headers: without(ours, ["host", "content-length"]),
    body: adapted(body, version),
    expected,
  };
}

function databaseOf(version: "18" | "19"): string {
  return version === "18" ? odooSandbox.databases.trading18 : odooSandbox.databases.trading;
}

/** Replaces the recorded servers' database, users and secrets by the sandbox's. */
function adapted(body: string, version: "18" | "19"): string {
  const database = databaseOf(version);
  const { reader, limited, admin } = odooSandbox;
  const ids: Record<string, number> = version === "18" ? { 8: 7, 9: 8 } : {};
  return body
    .replaceAll("api.reader@example.test", reader.login)
    .replaceAll("reader-secret", reader.password)
    .replaceAll("limited-secret", limited.password)
    .replaceAll(/APIKEY0+/g, reader.apiKey)
    .replaceAll(`"odoo${version}"`, `"${database}"`)
    .replaceAll(`<string>odoo${version}</string>`, `<string>${database}</string>`)
    .replace(
      /(args": \["\w+", )(\d+), /,
      (_, head: string, id: string) => `${head}${ids[id] ?? id}, `,
    )
    .replace(
      /(<value><string>trading\d*<\/string><\/value>\s*<\/param>\s*<param>\s*<value><int>)(\d+)/,
      (_, head: string, id: string) => `${head}${ids[id] ?? id}`,
    )
    .replace(/(, 2, )"admin"/, `$1"${admin.password}"`)
    .replace("<string>admin</string>", `<string>${admin.password}</string>`);
}

function bodyOf(directory: string, name: string, side: "request" | "response"): string | undefined {
  const file = ["xml", "json", "html", "txt"]
    .map((ending) => `${directory}${name}.${side}.${ending}`)
    .find((path) => existsSync(path));
  return file && readFileSync(file, "utf8");
}

function headersOf(lines: string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
}

function flat(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join("; ") : (value ?? ""),
    ]),
  );
}

function without(headers: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
