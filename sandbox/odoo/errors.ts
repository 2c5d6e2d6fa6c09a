// The errors of the simulated Odoo, by the Python class names that the API shows.

export type ErrorKind = "access_denied" | "access" | "user" | "server" | "http";

/** An error raised by a method; each protocol writes it in its own way. */
export class OdooError extends Error {
  readonly kind: ErrorKind;
  /** The full class name: `odoo.exceptions.AccessError`, `builtins.ValueError`. */
  readonly pythonName: string;
  /** The status of an `http` error, as in JSON-2. */
  readonly status: number;

  constructor({
    kind,
    pythonName,
    message,
    status = 500,
  }: {
    kind: ErrorKind;
    pythonName: string;
    message: string;
    status?: number;
  }) {
    super(message);
    this.kind = kind;
    this.pythonName = pythonName;
    this.status = status;
  }

  /** The last lines of the traceback; Python omits the module of built-in exceptions. */
  get traceback(): string {
    const shown = this.pythonName.replace(/^builtins\./, "");
    const text =
      this.kind === "http"
        ? `${this.status} ${titles[this.status] ?? ""}: ${this.message}`
        : this.message;
    return `Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/odoo/http.py", line 1788, in _serve_db\n    (frames left out by the sandbox)\n${shown}: ${text.replace(/\n$/, "")}\n`;
  }
}

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  422: "Unprocessable Entity",
};

const odoo = (kind: ErrorKind, name: string) => (message: string) =>
  new OdooError({ kind, pythonName: `odoo.exceptions.${name}`, message });
const python = (name: string) => (message: string) =>
  new OdooError({
    kind: "server",
    pythonName: name.includes(".") ? name : `builtins.${name}`,
    message,
  });
const http = (name: string, status: number) => (message: string) =>
  new OdooError({ kind: "http", pythonName: `werkzeug.exceptions.${name}`, message, status });

export const accessDenied = () => odoo("access_denied", "AccessDenied")("Access Denied");
export const accessError = odoo("access", "AccessError");
export const userError = odoo("user", "UserError");
export const validationError = odoo("user", "ValidationError");
const missingError = odoo("user", "MissingError");
export const valueError = python("ValueError");
export const typeError = python("TypeError");
export const keyError = python("KeyError");
export const attributeError = python("AttributeError");
export const plainException = python("Exception");
/** An error of any Python class, by its full name. */
export const pythonError = (pythonName: string, message: string) =>
  new OdooError({ kind: "server", pythonName, message });
export const badRequest = http("BadRequest", 400);
export const unauthorized = http("Unauthorized", 401);
export const notFound = http("NotFound", 404);
export const unprocessable = http("UnprocessableEntity", 422);

/** The error for a record that does not exist. */
export const missingRecord = (model: string, id: number, userId: number) =>
  missingError(
    `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${userId})`,
  );

/** The error of PostgreSQL's driver for a database that does not exist. */
export function missingDatabase(database: string): OdooError {
  return pythonError(
    "psycopg2.OperationalError",
    `connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "${database}" does not exist\n`,
  );
}
