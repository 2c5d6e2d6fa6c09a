// How an applied fault changes a response on its way out.
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { faultOf, type Fault } from "./faults.ts";
import { html, send, type Answer } from "./http.ts";

/**
 * The response of a proxy or of a lost session that replaces the real one, if a fault asks for it.
 */
export function replacement(faults: Fault[]): Answer | undefined {
  const busy = faultOf(faults, "too_many_requests");
  if (busy)
    return html(proxyPage("429 Too Many Requests"), 429, {
      "Retry-After": String(busy.retryAfterSeconds),
      Server: "nginx",
    });
  if (faultOf(faults, "server_error"))
    return html(proxyPage("500 Internal Server Error"), 500, { Server: "nginx" });
  if (faultOf(faults, "bad_gateway"))
    return html(proxyPage("502 Bad Gateway"), 502, { Server: "nginx" });
  if (faultOf(faults, "unavailable"))
    return html(proxyPage("503 Service Temporarily Unavailable"), 503, { Server: "nginx" });
  if (faultOf(faults, "html")) return html(loginPage);
  const redirect = faultOf(faults, "redirect");
  if (redirect) return html("<title>Redirecting...</title>", 302, { Location: redirect.location });
  if (faultOf(faults, "hang") ?? faultOf(faults, "endless") ?? faultOf(faults, "reset"))
    return html("");
  return undefined;
}

/** Sends a response as the applied faults demand. */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  faults: Fault[],
): Promise<void> {
  const slow = faultOf(faults, "slow");
  if (slow) await pause(slow.delayMs);
  if (faultOf(faults, "hang")) return;
  if (faultOf(faults, "reset")) return void response.destroy();
  if (faultOf(faults, "endless")) return sendWithoutEnd(response);
  const drip = faultOf(faults, "byte_by_byte");
  if (drip) return sendByteByByte(response, answer, drip.delayMs);
  const cut = faultOf(faults, "truncated");
  if (cut) return sendCut(response, answer, cut.keepBytes);
  if (faultOf(faults, "garbage"))
    return send(response, { ...answer, body: '\u0000\u0007{"jsonrpc": <<>> \ufffd]' });
  if (faultOf(faults, "gzip")) return sendZipped(response, answer);
  send(response, answer);
}

function sendZipped(response: ServerResponse, answer: Answer): void {
  const body = gzipSync(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    "Content-Encoding": "gzip",
    "Content-Length": String(body.length),
  });
  response.end(body);
}

/** Declares the whole length, sends a part, and closes, as a crashed proxy does. */
function sendCut(response: ServerResponse, answer: Answer, keepBytes: number | undefined): void {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": String(body.length) });
  response.write(body.subarray(0, keepBytes ?? Math.floor(body.length / 2)), () =>
    response.destroy(),
  );
}

/**
 * Sends spaces forever, so the reader has to stop on its own. It waits for the reader, so memory
 * stays constant.
 */
async function sendWithoutEnd(response: ServerResponse): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  response.writeHead(200, { "Content-Type": "application/json; charset=utf-8" });
  while (!response.destroyed) {
    if (!response.write(chunk)) await roomOrEnd(response);
  }
}

async function sendByteByByte(
  response: ServerResponse,
  answer: Answer,
  delayMs: number,
): Promise<void> {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": String(body.length) });
  for (let at = 0; at < body.length && !response.destroyed; at += 1) {
    response.write(body.subarray(at, at + 1));
    await pause(delayMs);
  }
  response.end();
}

function roomOrEnd(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

function proxyPage(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

const loginPage = `<!DOCTYPE html>
<html>
  <head><title>Odoo</title></head>
  <body class="bg-100">
    <form class="oe_login_form" role="form" method="post" action="/web/login">
      <input type="text" name="login"/><input type="password" name="password"/>
      <button type="submit" class="btn btn-primary">Log in</button>
    </form>
  </body>
</html>
`;
