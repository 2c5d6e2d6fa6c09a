// Plain HTTP for all sandboxes: reads a whole request, sends a whole response.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** A request with its complete body. */
export interface Call {
  method: string;
  /** The path without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A response, before any armed fault changes it. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string;
}

const MAX_BODY_BYTES = 160 * 1024 * 1024;

/** Reads a request; a body over 160 MB is refused by closing the connection. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new RangeError("request body too large");
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? "/", "http://sandbox");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** Sends a response with its exact length; Odoo writes status texts in capitals. */
export function send(response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, reasonOf(answer.status), {
    ...answer.headers,
    "Content-Length": String(body.length),
  });
  response.end(body);
}

/** A JSON response, as the control routes return it. */
export function json(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** An HTML response. */
export function html(body: string, status = 200, headers: Answer["headers"] = {}): Answer {
  return { status, headers: { "Content-Type": "text/html; charset=utf-8", ...headers }, body };
}

const reasons: Record<number, string> = {
  200: "OK",
  302: "FOUND",
  303: "SEE OTHER",
  400: "BAD REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT FOUND",
  405: "METHOD NOT ALLOWED",
  413: "REQUEST ENTITY TOO LARGE",
  415: "UNSUPPORTED MEDIA TYPE",
  422: "UNPROCESSABLE ENTITY",
  429: "TOO MANY REQUESTS",
  500: "INTERNAL SERVER ERROR",
  502: "BAD GATEWAY",
};

function reasonOf(status: number): string {
  return reasons[status] ?? "UNKNOWN";
}
