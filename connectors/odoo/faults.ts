// Classifies Odoo's errors by exception name and HTTP status, never by a translated message.
import type { SourceClient } from "../source-client.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FailureKind } from "../../contract/source/failure.ts";
import type { Fault } from "./call.ts";
import type { OdooSettings } from "./settings.ts";

/** The call that failed. */
export type FailedCall = { client: SourceClient<OdooSettings>; model: string; fields: string[] };

/** An error whose facts include the host. */
export function failure(
  client: SourceClient<OdooSettings>,
  kind: FailureKind,
  code: string,
  facts: Record<string, string> = {},
): ConnectorError {
  return new ConnectorError(kind, code, { facts: { host: client.host, ...facts } });
}

/** A web page instead of data: it came from a proxy or a sign-in form, so no record is to blame. */
export class WebPageError extends ConnectorError {}

const deniedNames = new Set([
  "odoo.exceptions.AccessDenied",
  "werkzeug.exceptions.Unauthorized",
  "odoo.http.SessionExpiredException",
]);
const rightsNames = new Set(["odoo.exceptions.AccessError", "werkzeug.exceptions.Forbidden"]);
const ourMistakes = new Set([
  "werkzeug.exceptions.UnprocessableEntity",
  "werkzeug.exceptions.BadRequest",
  "werkzeug.exceptions.UnsupportedMediaType",
]);

/**
 * The database or its connection pool is overloaded, restarting or in conflict with a writer. The
 * same call will succeed later.
 */
const passing =
  /^psycopg2\.(OperationalError|InterfaceError|errors\.(SerializationFailure|DeadlockDetected|LockNotAvailable|QueryCanceled|TooManyConnections|AdminShutdown|CannotConnectNow|ConnectionException|ConnectionFailure))$|(^|\.)PoolError$|^builtins\.(MemoryError|ConnectionError|TimeoutError)$/;

/**
 * Whether the sign-in itself was refused. Checked first, because a remembered user may only need to
 * sign in again.
 */
export function isSignInFault({ name, text }: Fault): boolean {
  // A deleted user looks like a missing record of the technical model, in any language.
  return (
    deniedNames.has(name) ||
    (/\.(MissingError|UserError)$/.test(name) && text.includes("res.users("))
  );
}

/** The failure that a fault means. */
export function failureOf(fault: Fault, { client, model, fields }: FailedCall): ConnectorError {
  const { name } = fault;
  const { database, language, companies } = client.settings;
  if (isSignInFault(fault)) return failure(client, "refused", "sign_in_refused");
  if (namesCompanies(fault, client))
    return failure(client, "refused", "company_not_accounts", { company: companies });
  if (rightsNames.has(name)) return failure(client, "refused", "rights_missing", { model });
  if (namesLanguage(fault, language))
    return failure(client, "refused", "language_not_installed", { language });
  if (namesDatabase(fault, database))
    return failure(client, "refused", "database_unknown", { database });
  if (passing.test(name)) return failure(client, "busy", "source_server_error");
  if (namesModel(fault, model)) return failure(client, "refused", "model_missing", { model });
  const field = missingField(fault, fields);
  if (field) return failure(client, "refused", "field_missing", { model, field });
  if (ourMistakes.has(name) || name === "odoo.exceptions.UserError")
    return failure(client, "refused", "request_refused", { model });
  // Shown to people, so it contains the class name only.
  return failure(client, "broken", "source_failed", {
    model,
    error: /^[A-Za-z_][\w.]{0,79}$/.test(name) ? name : "unknown",
  });
}

/**
 * A missing right names its model in brackets, in every language; a refused company names neither.
 */
function namesCompanies({ name, text }: Fault, { settings }: SourceClient<OdooSettings>): boolean {
  return (
    name === "odoo.exceptions.AccessError" &&
    settings.companies !== "" &&
    !/\([a-z_]+(?:\.[a-z_]+)+\)/.test(text)
  );
}

/** Odoo never translates this message: the language to translate it into is missing. */
const namesLanguage = ({ name, text }: Fault, language: string): boolean =>
  name === "odoo.exceptions.UserError" && text.includes(`nvalid language code: ${language}`);

/**
 * A missing database and a database server that is down raise the same exception, but only the
 * first names the database. A database that is not Odoo's has no users table.
 */
function namesDatabase({ name, text }: Fault, database: string): boolean {
  if (name === "psycopg2.OperationalError")
    return text.includes(`"${database}"`) || text.includes(`« ${database} »`);
  return (
    name === "builtins.KeyError" &&
    (text.includes(`'${database}'`) || /^'?res\.users'?\s*$/.test(text))
  );
}

/**
 * The message about a missing model contains its technical name in every language; one about a
 * missing record adds a bracket.
 */
function namesModel({ name, text }: Fault, model: string): boolean {
  if (name === "werkzeug.exceptions.NotFound") return true;
  if (name === "builtins.KeyError") return text.includes(`'${model}'`);
  return (
    name === "odoo.exceptions.UserError" && text.includes(model) && !text.includes(`${model}(`)
  );
}

/**
 * Python's own errors are never translated: "Invalid field 'x' on …" quotes the field in every
 * version.
 */
function missingField({ name, text }: Fault, fields: string[]): string | undefined {
  if (
    !/^builtins\.(ValueError|KeyError|AttributeError)$/.test(name) ||
    !text.includes("nvalid field")
  )
    return undefined;
  return fields.find((field) => text.includes(`'${field}'`));
}

/**
 * The failure for an answer without data, by its status. `known`: this address has returned data
 * before.
 */
export function failureOfPage(
  status: number,
  known: boolean,
  { client }: { client: SourceClient<OdooSettings> },
): ConnectorError {
  if (status === 408 || status === 504) return failure(client, "busy", "source_timeout");
  if (status === 502 || status > 504) return failure(client, "busy", "source_server_error");
  if (status >= 500) return failure(client, "broken", "source_server_error");
  if ([401, 403, 407, 451].includes(status))
    return failure(client, "refused", "access_blocked", { status: String(status) });
  return known
    ? new WebPageError("broken", "answer_unreadable", {
        facts: { host: client.host, instead: "page" },
      })
    : failure(client, "refused", "not_that_system");
}
