// Which protocol is used, who signs in, and what happens when that no longer works.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import { callOdoo, openSession } from "../../connectors/odoo/session.ts";
import { aClient, jsonAnswer, pageAnswer } from "./source-client.ts";

const key = "0123456789abcdef0123456789abcdef01234567";
const fault = (name: string, message = "") =>
  jsonAnswer({
    jsonrpc: "2.0",
    id: 1,
    error: { code: 200, message: "Odoo Server Error", data: { name, message, debug: "Traceback" } },
  });
const result = (value: Json) => jsonAnswer({ jsonrpc: "2.0", id: 1, result: value });
const denied = fault("odoo.exceptions.AccessDenied", "Access Denied");
const unauthorized = jsonAnswer(
  { name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey", debug: "Traceback" },
  401,
);
const xml = (value: string): SourceResponse => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body: `<methodResponse><params><param><value>${value}</value></param></params></methodResponse>`,
});
const movedError = () => Promise.reject(new ConnectorError("refused", "not_that_system"));

type Endpoints = {
  [door: string]: SourceResponse | (() => SourceResponse | Promise<SourceResponse>);
};

/**
 * Responses by endpoint: `web`, `page`, `json2`, `version`, `authenticate`, `execute`,
 * `xml_version`, `xml_authenticate`.
 */
const server = (doors: Endpoints) => (request: SourceRequest) => {
  const body = request.body ?? "";
  const service = body.includes("authenticate")
    ? "authenticate"
    : body.includes("execute_kw")
      ? "execute"
      : "version";
  const door = request.path.startsWith("/xmlrpc")
    ? `xml_${service}`
    : request.path === "/web/session/authenticate"
      ? "page"
      : request.path === "/web/version"
        ? "web"
        : request.path.startsWith("/json/2")
          ? "json2"
          : service;
  const answer = doors[door] ?? pageAnswer(404);
  return typeof answer === "function" ? answer() : answer;
};

const v19 = {
  web: jsonAnswer({ version_info: [19, 0], version: "19.0" }),
  version: result({ server_version: "19.0" }),
};
const v18 = { version: result({ server_version: "18.0+e-20241005" }) };
const saas = { web: jsonAnswer({ version: "saas~19.1" }) };
const ok = { authenticate: result(7) };
const okKey = { json2: jsonAnswer({ lang: "fr_FR", uid: 7 }) };

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error as ConnectorError).failure?.code ?? String(error),
  );

describe("the protocol", () => {
  it.each<
    [string, Endpoints, { transport?: "json2" | "jsonrpc" | "xmlrpc"; secret?: string }, string]
  >([
    ["19 and a key: JSON-2", { ...v19, ...okKey, ...ok }, { secret: key }, "json2"],
    ["online 19.1 and a key: JSON-2", { ...saas, ...okKey }, { secret: key }, "json2"],
    ["19 and a password: JSON-RPC", { ...v19, ...ok }, { secret: "password" }, "jsonrpc"],
    [
      "19 and a password as long as a key: JSON-RPC after JSON-2 refuses it",
      { ...v19, json2: unauthorized, ...ok },
      { secret: key },
      "jsonrpc",
    ],
    ["18 and a key: JSON-RPC", { ...v18, ...ok }, { secret: key }, "jsonrpc"],
    [
      "18 that redirects unknown paths to its sign-in page",
      { ...v18, web: movedError, ...ok },
      {},
      "jsonrpc",
    ],
    [
      "JSON-RPC closed by a proxy: XML-RPC",
      {
        xml_version: xml(
          "<struct><member><name>server_version</name><value>17.0</value></member></struct>",
        ),
        xml_authenticate: xml("<int>7</int>"),
      },
      {},
      "xmlrpc",
    ],
    [
      "fixed to JSON-RPC",
      { ...v19, ...okKey, ...ok },
      { secret: key, transport: "jsonrpc" },
      "jsonrpc",
    ],
    [
      "fixed to XML-RPC",
      { ...v19, xml_authenticate: xml("<int>7</int>") },
      { transport: "xmlrpc" },
      "xmlrpc",
    ],
  ])("%s", async (_name, doors, { secret = "secret", ...settings }, expected) => {
    const client = aClient(settings, server(doors), secret);
    expect(await openSession(client)).toMatchObject({ transport: expected, userId: 7 });
  });

  it.each<
    [
      string,
      Endpoints,
      { transport?: "json2" | "jsonrpc" | "xmlrpc"; secret?: string | null },
      string,
    ]
  >([
    ["no secret", { ...v19 }, { secret: null }, "secret_missing"],
    ["a wrong password", { ...v19, authenticate: result(false) }, {}, "sign_in_refused"],
    [
      "a wrong key at every door",
      { ...v19, json2: unauthorized, authenticate: result(false) },
      { secret: key },
      "key_refused",
    ],
    [
      "a wrong key if only JSON-2 is left",
      { ...v19, json2: unauthorized },
      { secret: key },
      "key_refused",
    ],
    [
      "a wrong key, fixed to JSON-2",
      { ...v19, json2: unauthorized },
      { secret: key, transport: "json2" },
      "key_refused",
    ],
    [
      "a password, fixed to JSON-2",
      { ...v19, json2: unauthorized },
      { transport: "json2" },
      "key_needed",
    ],
    [
      "a right password that needs a second factor",
      { ...v19, authenticate: result(false), page: result({ uid: null }) },
      {},
      "second_factor",
    ],
    [
      "a wrong password, checked again through the page",
      { ...v19, authenticate: result(false), page: denied },
      {},
      "sign_in_refused",
    ],
    [
      "a wrong password if the page is unavailable",
      { ...v19, authenticate: result(false), page: movedError },
      {},
      "sign_in_refused",
    ],
    ["JSON-2 on 18", { ...v18 }, { transport: "json2" }, "version_unsupported"],
    ["web pages everywhere", {}, {}, "not_that_system"],
    [
      "an unknown database",
      {
        ...v19,
        authenticate: fault(
          "psycopg2.OperationalError",
          'FATAL:  database "company" does not exist',
        ),
      },
      {},
      "database_unknown",
    ],
    [
      "an unknown database through JSON-2",
      { ...v19, json2: pageAnswer(404) },
      { secret: key, transport: "json2" },
      "database_unknown",
    ],
    ["a server that is down", { web: pageAnswer(502) }, {}, "source_server_error"],
    [
      "a user id that is not a number",
      { ...v19, authenticate: result("7") },
      {},
      "answer_unreadable",
    ],
    [
      "a wall in front",
      { web: pageAnswer(403), version: pageAnswer(403), xml_version: pageAnswer(403) },
      {},
      "access_blocked",
    ],
  ])(
    "%s: refused or failed with its code",
    async (_name, doors, { secret = "secret", ...settings }, expected) => {
      expect(await codeOf(openSession(aClient(settings, server(doors), secret)))).toBe(expected);
    },
  );

  it("does not send a key to the page, where it would be a wrong password", async () => {
    const client = aClient(
      {},
      server({ ...v18, authenticate: result(false), page: result({ uid: null }) }),
      key,
    );
    expect(await codeOf(openSession(client))).toBe("key_refused");
    expect(client.requests.map(({ path }) => path)).not.toContain("/web/session/authenticate");
  });

  it("a source that asks us to wait still counts as available", async () => {
    const busy = () =>
      Promise.reject(new ConnectorError("busy", "source_busy", { retryAfterMs: 5_000 }));
    expect(await codeOf(openSession(aClient({}, server({ web: busy, ...v18, ...ok }))))).toBe(
      "source_busy",
    );
  });

  it("a password that is shorter than a key is never sent as one", async () => {
    const client = aClient({}, server({ ...v19, ...ok }), "password");
    await openSession(client);
    expect(client.requests.some(({ headers }) => headers?.["authorization"] !== undefined)).toBe(
      false,
    );
  });
});

describe("a remembered sign-in", () => {
  const call = {
    model: "res.partner",
    method: "search_count",
    first: { name: "domain", value: [] },
    named: {},
  };

  it("saves the requests of signing in", async () => {
    const client = aClient({}, server({ ...v19, ...ok, execute: result(3) }));
    await callOdoo(client, call);
    const before = client.requests.length;
    expect((await callOdoo(client, call)).value).toBe(3);
    expect(client.requests.length - before).toBe(1);
  });

  it.each([
    ["AccessDenied", ""],
    ["MissingError", "Record does not exist.\n(Record: res.users(7,), User: 7)"],
  ])("is renewed once after %s", async (name, message) => {
    let denied = 0;
    const execute = () => (denied++ === 0 ? fault(`odoo.exceptions.${name}`, message) : result(3));
    const client = aClient({}, server({ ...v19, ...ok, execute }));
    await openSession(client);
    expect((await callOdoo(client, call)).value).toBe(3);
  });

  it("does not hide that the password has changed", async () => {
    let password = true;
    const doors = {
      ...v19,
      authenticate: () => result(password ? 7 : false),
      execute: () => (password ? result(3) : fault("odoo.exceptions.AccessDenied")),
    };
    const client = aClient({}, server(doors));
    await callOdoo(client, call);
    password = false;
    expect(await codeOf(callOdoo(client, call))).toBe("sign_in_refused");
  });

  it("is not renewed forever", async () => {
    const client = aClient(
      {},
      server({ ...v19, ...ok, execute: fault("odoo.exceptions.AccessDenied") }),
    );
    await openSession(client);
    expect(await codeOf(callOdoo(client, call))).toBe("sign_in_refused");
    expect(client.requests.length).toBeLessThan(10);
  });

  it("is forgotten when a page comes instead of data, so that the next attempt signs in again", async () => {
    const client = aClient({}, server({ ...v19, ...ok, execute: pageAnswer(200) }));
    await openSession(client);
    expect(await codeOf(callOdoo(client, call))).toBe("answer_unreadable");
    expect(client.recall("session")).toBeNull();
  });
});
