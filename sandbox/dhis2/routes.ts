// The paths of the simulated DHIS2: authentication, routing, and faults.
import type { Exchange } from "../exchange.ts";
import { html, type Answer, type Call } from "../http.ts";
import { answerCollection } from "./collections.ts";
import { importValues } from "./value-import.ts";
import { readValues } from "./value-reading.ts";
import type { Instance } from "./instance.ts";
import { maintain } from "./maintenance.ts";
import { contextPath, data, Refused, toLogin, webMessage } from "./messages.ts";
import type { ImportReport } from "./import-report.ts";
import { importMetadata, payloadOf } from "./metadata-import.ts";
import { classes } from "./objects.ts";
import { answerObject, answerSchemas, exportMetadata, writeObject } from "./objects-at.ts";
import { requireAuthority, signedIn, type User } from "./sign-in.ts";
import { forgetTasks, notificationsOf, startTask } from "./tasks.ts";

type Base = { instance: Instance; exchange: Exchange };

/** Answers any request as a DHIS2 does. */
export function answerDhis2(call: Call, base: Base): Answer {
  const { instance, exchange } = base;
  const path = call.path.startsWith(`${contextPath}/`) ? call.path.slice(contextPath.length) : null;
  // An address may end in a format: `dataElements.json`, `dataElements/abc.json`.
  const plain = (path ?? "").replace(/^\/api\/\d\d\//, "/api/").replace(/\.json$/, "");
  const [, , first = "", ...rest] = plain.split("/");
  const api = path?.startsWith("/api/") === true;
  exchange.identify({
    protocol: "dhis2",
    database: instance.name,
    model: api ? first : null,
    method: methodOf(call, first),
    detail: call.query.toString().slice(0, 300),
  });
  if (path === null) return html("<!doctype html><title>404</title><h1>Not Found</h1>", 404);
  if (!api) return toLogin(instance.minor);
  try {
    return answerApi(call, { ...base, first, rest });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** The name of a request for the log and for faults. */
function methodOf({ method }: Call, first: string): string {
  if (first === "system" || first === "me") return first;
  if (first === "metadata") return method === "POST" ? "import_metadata" : "export_metadata";
  if (first === "maintenance" || first === "schemas") return first;
  if (first === "dataValueSets") return method === "POST" ? "import_values" : "read_values";
  return "list";
}

function answerApi(
  call: Call,
  { instance, exchange, first, rest }: Base & { first: string; rest: string[] },
): Answer {
  if (exchange.fault("access_denied")) throw new Refused(401, { message: "Unauthorized" });
  if (exchange.fault("account_locked")) throw new Refused(401, { message: "Account locked" });
  const user = signedIn(call, instance);
  if ("body" in user) return user;
  if (first === "me") return me(instance, user);
  if (first === "system") return system(call, { instance, exchange, rest });
  if (first === "metadata" && call.method === "POST")
    return metadata(call, { instance, exchange, user });
  if (first === "dataValueSets") {
    const answer =
      call.method === "POST"
        ? importValues(call, { instance, user })
        : readValues(call, { instance, user, exchange });
    return afterCommit(exchange) ?? answer;
  }
  if (exchange.fault("no_rights"))
    throw new Refused(403, {
      message: "You don't have the proper permissions to read objects of this type.",
      errorCode: "E3000",
    });
  if (first === "maintenance" && call.method === "POST") return maintain(instance, user, rest);
  if (first === "metadata") return exportMetadata(call, instance);
  if (first === "schemas") return answerSchemas(rest[0]);
  const [uid, ...more] = rest;
  if (call.method !== "GET" && more.length === 0 && Object.hasOwn(classes, first)) {
    requireAuthority(user, "F_METADATA_IMPORT");
    return writeObject(call, instance, { name: first, uid });
  }
  if (
    call.method === "GET" &&
    uid !== undefined &&
    more.length === 0 &&
    Object.hasOwn(classes, first)
  )
    return answerObject(call, instance, { name: first, uid });
  if (call.method !== "GET" || rest.length > 0)
    throw new Refused(404, { message: `No resource ${call.path}`, errorCode: "E1005" });
  return answerCollection(call, { instance, exchange, name: first });
}

function me(instance: Instance, { username, authorities, units }: User): Answer {
  const own = units.map((id) => ({ id }));
  return data({
    id: instance.uid(`user ${username}`),
    username,
    name: username,
    authorities,
    organisationUnits: own,
    dataViewOrganisationUnits: [],
  });
}

function system({ query }: Call, { instance, exchange, rest }: Base & { rest: string[] }): Answer {
  const [what = "", kind = "", id = ""] = rest;
  if (what === "ping")
    return { status: 200, headers: { "Content-Type": "text/plain" }, body: "pong" };
  if (what === "id")
    return data({
      codes: Array.from({ length: Number(query.get("limit") ?? 1) }, (_, at) =>
        instance.uid(`code ${at}`),
      ),
    });
  if (what === "info") {
    const zone = instance.minor >= 41 ? { serverTimeZoneId: instance.zone } : {};
    return data({
      contextPath: `http://localhost:8080${contextPath}`,
      version: `2.${instance.minor}.1`,
      revision: "1a2b3c4",
      serverDate: instance.wall(instance.now()),
      ...zone,
      systemName: `Vela ${instance.name}`,
      calendar: instance.calendar,
      dateFormat: "yyyy-mm-dd",
    });
  }
  if (what === "tasks" && kind === "METADATA_IMPORT") {
    if (exchange.fault("tasks_lost")) forgetTasks(instance, { finish: true });
    return data(notificationsOf(instance, id));
  }
  if (what === "taskSummaries" && kind === "METADATA_IMPORT") {
    const report = instance.tasks.get(id)?.report ?? null;
    // For a task that is no longer known the response is empty, not even null (dhis2-core,
    // SystemController).
    return report === null
      ? { ...data({}), body: "" }
      : data({ responseType: "ImportReport", ...report });
  }
  throw new Refused(404, { message: `No resource system/${what}`, errorCode: "E1005" });
}

function metadata(call: Call, { instance, exchange, user }: Base & { user: User }): Answer {
  requireAuthority(user, "F_METADATA_IMPORT");
  if (!/json/.test(call.headers["content-type"] ?? ""))
    throw new Refused(415, { message: "Unsupported media type" });
  const payload = payloadOf(call);
  if (call.query.get("async") === "true")
    return started(instance, () => importMetadata(instance, payload, call.query));
  const report = importMetadata(instance, payload, call.query);
  const failed = afterCommit(exchange);
  if (failed) return failed;
  const response = { responseType: "ImportReport", ...report };
  if (report.status === "OK")
    return webMessage(200, { status: "OK", message: "Import was successful.", response });
  return webMessage(409, {
    status: "WARNING",
    message: "One or more errors occurred, please see full details in import report.",
    response,
  });
}

function started(instance: Instance, run: () => ImportReport): Answer {
  const { id, createdMs } = startTask(instance, run);
  const endpoint = `/api/system/tasks/METADATA_IMPORT/${id}`;
  const response = {
    name: `METADATA_IMPORT_${id}`,
    id,
    created: instance.wall(createdMs),
    jobType: "METADATA_IMPORT",
    jobStatus: "SCHEDULED",
    relativeNotifierEndpoint: endpoint,
  };
  return webMessage(200, { status: "OK", message: `Initiated METADATA_IMPORT_${id}`, response });
}

/** Fails after everything was saved: with a response seen in real systems, or with a gateway's. */
function afterCommit(exchange: Exchange): Answer | null {
  if (exchange.fault("gateway_timeout"))
    return html("<html><head><title>504 Gateway Time-out</title></head></html>", 504, {
      Server: "nginx",
    });
  if (!exchange.fault("error_after_commit")) return null;
  const message =
    "Unable to perform afterTransactionCompletion callback: could not initialize proxy - no Session";
  return webMessage(500, { message });
}
