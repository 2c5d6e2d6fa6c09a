// Web messages: how a DHIS2 reports success and failure, with the members in the order of the real
// one.
import { html, type Answer } from "../http.ts";
import type { Obj } from "./objects.ts";

const statuses: Record<number, string> = {
  200: "OK",
  201: "Created",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
};

export type Message = {
  status?: "OK" | "WARNING" | "ERROR";
  message: string;
  errorCode?: string;
  response?: Obj;
};

/** A web message with this HTTP status. */
export function webMessage(
  code: number,
  { status = "ERROR", message, errorCode, response }: Message,
): Answer {
  return data(
    {
      httpStatus: statuses[code] ?? "Unknown",
      httpStatusCode: code,
      status,
      message,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(response === undefined ? {} : { response }),
    },
    code,
  );
}

/** Data as JSON. */
export const data = (body: unknown, status = 200): Answer => ({
  status,
  headers: {
    "Content-Type": "application/json;charset=UTF-8",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache, private",
  },
  body: JSON.stringify(body),
});

/** The path under which the system is installed, as in many installations. */
export const contextPath = "/dhis";

/**
 * Redirects a browser that has not signed in. The location is below the system's path, which is how
 * clients discover that path.
 */
export const toLogin = (minor: number): Answer =>
  html("", 302, { Location: `${contextPath}${minor >= 42 ? "/login/" : "/dhis-web-login/"}` });

/** Thrown to end a request early. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(code: number, message: Message) {
    super(message.message);
    this.answer = webMessage(code, message);
  }
}
