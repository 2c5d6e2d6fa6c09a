// Responses recorded from real Odoo 18 and 19 servers: values agree through every transport, and
// errors have the right meaning.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SourceResponse } from "../../connectors/source-client.ts";
import type { Protocol, Reply } from "../../connectors/odoo/call.ts";
import { failureOf, failureOfPage } from "../../connectors/odoo/faults.ts";
import { json2 } from "../../connectors/odoo/json2.ts";
import { jsonrpc } from "../../connectors/odoo/jsonrpc.ts";
import { xmlrpc } from "../../connectors/odoo/xmlrpc.ts";
import { aClient } from "./source-client.ts";

const folder = join(import.meta.dirname, "../../../shared/fixtures/odoo");
const absent = !existsSync(folder);
const names = absent
  ? []
  : ["odoo18", "odoo19"].flatMap((version) =>
      readdirSync(join(folder, version)).map((file) => `${version}/${file}`),
    );

/** The recorded response, with its status and headers. */
function answerOf(name: string): SourceResponse {
  const file = names.find((one) => one.startsWith(`${name}.response.`)) ?? "";
  const lines = readFileSync(join(folder, `${name}.http.txt`), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("< "));
  const headers = Object.fromEntries(
    lines
      .slice(1)
      .map((line) => [
        line.slice(2, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ]),
  );
  return {
    status: Number(lines[0]?.split(" ")[2]),
    headers,
    body: readFileSync(join(folder, file), "utf8"),
  };
}

const protocols: Record<string, Protocol> = { xmlrpc, jsonrpc, json2, session: jsonrpc };
const protocolOf = (name: string): Protocol =>
  protocols[/\/(\w+)-/.exec(name)?.[1] ?? ""] ?? jsonrpc;
const replyOf = (name: string): Reply => protocolOf(name).read(answerOf(name));

const both = (name: string) => [`odoo18/${name}`, `odoo19/${name}`];
const spoken = (call: string) =>
  ["xmlrpc", "jsonrpc"].flatMap((protocol) => both(`${protocol}-${call}`));

describe.skipIf(absent)("recorded errors", () => {
  const client = aClient({ database: "no_such_db" });
  const asked = { client, model: "account.move", fields: ["no_such_field", "name"] };

  it.each([
    ...[
      ...spoken("fault-wrong-password"),
      "odoo18/session-authenticate-bad-password",
      "odoo19/session-authenticate-cooldown",
    ].map((name) => [name, "refused", "sign_in_refused"]),
    ...spoken("fault-unknown-uid").map((name) => [name, "refused", "sign_in_refused"]),
    ...both("session-call-kw-no-session").map((name) => [name, "refused", "sign_in_refused"]),
    ...["bad-key", "no-key", "password-as-key", "basic-auth"].map((error) => [
      `odoo19/json2-error-${error}`,
      "refused",
      "sign_in_refused",
    ]),
    ...[
      ...spoken("fault-access-error"),
      ...spoken("fault-access-error-create"),
      ...both("xmlrpc-v1-fault-access-error"),
      ...both("xmlrpc-models-list-reader"),
    ].map((name) => [name, "refused", "rights_missing"]),
    ...["access", "access-create", "all-fields", "private-method", "user-error"].map((error) => [
      `odoo19/json2-error-${error}`,
      "refused",
      "rights_missing",
    ]),
    ...spoken("fault-private-method").map((name) => [name, "refused", "rights_missing"]),
    ...[...spoken("fault-missing-db"), ...spoken("authenticate-missing-db")].map((name) => [
      name,
      "refused",
      "database_unknown",
    ]),
    ...[
      ...spoken("fault-unknown-field"),
      ...spoken("fault-unknown-field-domain"),
      ...spoken("fault-unknown-field-order"),
      ...both("xmlrpc-v1-fault-unknown-field"),
    ].map((name) => [name, "refused", "field_missing"]),
    ...["unknown-field", "unknown-field-domain"].map((error) => [
      `odoo19/json2-error-${error}`,
      "refused",
      "field_missing",
    ]),
    ...["unknown-argument", "missing-argument", "ids-on-model-method", "malformed-json"].map(
      (error) => [`odoo19/json2-error-${error}`, "refused", "request_refused"],
    ),
    ...spoken("fault-user-error").map((name) => [name, "refused", "request_refused"]),
    ...[
      ...spoken("fault-bad-domain"),
      ...spoken("fault-traceback"),
      ...spoken("fault-unknown-method"),
    ].map((name) => [name, "broken", "source_failed"]),
    ...[
      "odoo19/json2-error-traceback",
      "odoo19/json2-error-validation",
      "odoo18/jsonrpc-fault-bad-kwarg",
      "odoo18/xmlrpc-fault-bad-kwarg",
    ].map((name) => [name, "broken", "source_failed"]),
    ...[
      ...both("xmlrpc-unknown-service"),
      ...both("xmlrpc-malformed-body"),
      ...both("xmlrpc-empty-body"),
      ...spoken("common-unknown-method"),
      ...both("jsonrpc-missing-params"),
      "odoo18/xmlrpc-none-result",
    ].map((name) => [name, "broken", "source_failed"]),
  ])("%s is %s: %s", (name, kind, code) => {
    const reply = replyOf(name);
    expect(reply.type).toBe("fault");
    if (reply.type !== "fault") return;
    const { failure } = failureOf(reply, asked);
    expect(failure).toMatchObject({ kind, code, facts: { host: client.host } });
    // Tracebacks, paths and messages in other languages must be neither stored nor shown.
    expect(JSON.stringify(failure)).not.toMatch(/Traceback|debug|connection to server|autoris/);
  });

  it.each([...spoken("fault-unknown-model"), "odoo19/json2-error-unknown-model"])(
    "%s means that the model is missing",
    (name) => {
      const reply = replyOf(name);
      if (reply.type !== "fault") throw new Error(reply.type);
      expect(failureOf(reply, { ...asked, model: "no.such.model" }).failure).toMatchObject({
        kind: "refused",
        code: "model_missing",
        facts: { model: "no.such.model" },
      });
    },
  );

  it("a database server that is down is not a missing database", () => {
    const text = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused';
    const down = { type: "fault" as const, name: "psycopg2.OperationalError", text };
    expect(failureOf(down, asked).failure).toMatchObject({
      kind: "busy",
      code: "source_server_error",
    });
  });

  it.each([
    ["odoo19/json2-error-missing-db", 404],
    ["odoo19/json2-error-no-content-type", 415],
    ["odoo19/json2-error-text-plain", 415],
    ["odoo18/xmlrpc-get", 405],
    ["odoo18/jsonrpc-malformed-body", 400],
    ["odoo18/jsonrpc-not-found", 404],
    ["odoo19/jsonrpc-get", 415],
    ["odoo19/jsonrpc-not-found", 404],
    ["odoo18/jsonrpc-batch", 400],
  ])("%s is a page with status %i, not data", (name, status) => {
    const reply = replyOf(name);
    expect(reply).toEqual({ type: "page", status });
    expect(failureOfPage(status, false, { client }).failure).toMatchObject({
      kind: "refused",
      code: "not_that_system",
    });
    expect(failureOfPage(status, true, { client }).failure).toMatchObject({
      kind: "broken",
      code: "answer_unreadable",
    });
  });

  it.each([
    [500, "broken", "source_server_error"],
    [502, "busy", "source_server_error"],
    [504, "busy", "source_timeout"],
    [520, "busy", "source_server_error"],
    [403, "refused", "access_blocked"],
  ])("a page with status %i is %s: %s", (status, kind, code) =>
    expect(failureOfPage(status, false, { client }).failure).toMatchObject({ kind, code }),
  );

  it("every recorded response is a value, a named fault or a page: none is unreadable", () => {
    const recorded = [
      ...new Set(
        names
          .filter((name) => name.includes(".response."))
          .map((name) => name.replace(/\.response\..*/, "")),
      ),
    ];
    expect(recorded.length).toBeGreaterThan(250);
    for (const name of recorded) {
      const reply = replyOf(name);
      expect(["value", "fault", "page"], name).toContain(reply.type);
      if (reply.type === "fault")
        expect(reply.name, name).toMatch(/^(odoo|builtins|werkzeug|psycopg2|xml)\./);
    }
  });
});

describe.skipIf(absent)("recorded values", () => {
  const valueOf = (name: string) => {
    const reply = replyOf(name);
    if (reply.type !== "value") throw new Error(`${name}: ${reply.type}`);
    return reply.value;
  };

  it.each(
    [
      "search-count",
      "search-count-archived",
      "search-read-partners",
      "search-read-moves",
      "search-read-moves-ce",
      "search-read-moves-drafts",
      "search-read-keyset",
      "search-read-empty",
      "fields-get-moves",
      "version",
      "read-one-missing-of-two",
    ].flatMap(both),
  )("%s gives the same in XML and in JSON", (name) => {
    const [version, call] = name.split("/");
    expect(valueOf(`${version}/xmlrpc-${call}`)).toEqual(valueOf(`${version}/jsonrpc-${call}`));
  });

  it.each([
    "search-count",
    "search-count-archived",
    "search-read-moves",
    "search-read-moves-ce",
    "search-read-keyset",
    "search-read-empty",
  ])("%s gives the same through JSON-2", (call) =>
    expect(valueOf(`odoo19/json2-${call}`)).toEqual(valueOf(`odoo19/jsonrpc-${call}`)),
  );

  it("a wrong password signs nobody in, without a fault", () => {
    for (const name of [
      ...spoken("authenticate-bad-password"),
      ...spoken("authenticate-unknown-login"),
    ]) {
      expect(protocolOf(name).userIn(valueOf(name)), name).toBeNull();
    }
    expect(xmlrpc.userIn(valueOf("odoo19/xmlrpc-authenticate-ok"))).toBe(7);
    expect(json2.userIn(valueOf("odoo19/json2-context-get"))).toBe(7);
  });

  it("the version is found through every protocol", () => {
    expect(json2.versionIn(valueOf("odoo19/json2-version"))).toBe("19.0");
    expect(jsonrpc.versionIn(valueOf("odoo18/jsonrpc-version"))).toBe("18.0+e-20241005");
    expect(xmlrpc.versionIn(valueOf("odoo18/xmlrpc-version"))).toBe("18.0+e-20241005");
  });
});
