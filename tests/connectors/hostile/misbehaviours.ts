// What a server can do wrong with one response, byte by byte: each is a behaviour on a raw socket.
import type { Socket } from "node:net";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";

/**
 * `honest`: the body that a good server would send. `canary`: an address that must never be called.
 */
type Encounter = {
  socket: Socket;
  honest: Buffer;
  contentType: string;
  canary: string;
  self: string;
};
export type Misbehaviour = (visit: Encounter) => void;

const head = (status: string, headers: string[] = []): string =>
  `HTTP/1.1 ${[status, ...headers].join("\r\n")}\r\n\r\n`;
const length = (body: Buffer): string => `Content-Length: ${body.length}`;
const chunk = (part: Buffer | string): Buffer => {
  const bytes = Buffer.from(part);
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
};

/** A correct response, except for the given options. */
const answer =
  (
    status: string,
    headers: string[] = [],
    change: (honest: Buffer) => Buffer = (honest) => honest,
  ): Misbehaviour =>
  ({ socket, honest, contentType }) => {
    const body = change(honest);
    const type = headers.some((header) => /^content-type/i.test(header))
      ? []
      : [`Content-Type: ${contentType}`];
    socket.write(
      Buffer.concat([Buffer.from(head(status, [...type, length(body), ...headers])), body]),
    );
  };

const raw =
  (
    text: (visit: Encounter) => string | Buffer,
    then: "wait" | "end" | "reset" = "wait",
  ): Misbehaviour =>
  (visit) => {
    visit.socket.write(text(visit), () =>
      then === "end"
        ? visit.socket.end()
        : then === "reset"
          ? visit.socket.resetAndDestroy()
          : undefined,
    );
  };

/**
 * More than any response may hold. From there on it is sent more slowly, which is just as endless
 * and leaves the machine to others.
 */
const fastBytes = 16 * 1024 * 1024;

/** Writes as fast as the reader reads, later slowly, until the reader hangs up. */
function pour(socket: Socket, next: () => Buffer | string): void {
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < fastBytes && socket.write(next()));
  };
  const later = setInterval(() => {
    if (socket.destroyed) clearInterval(later);
    else if (socket.bytesWritten >= fastBytes && !socket.writableNeedDrain) socket.write(next());
  }, 20);
  socket.on("drain", more);
  more();
}

/** One chunk after another, with a pause between them. */
function drip(socket: Socket, bytes: Buffer, pauseMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= bytes.length) clearInterval(timer);
    else socket.write(bytes.subarray(at, (at += 1)));
  }, pauseMs);
}

const bomb = 50 * 1024 * 1024;
/** Created before the first request: it compresses one to a thousand. */
const blanks = Buffer.alloc(bomb, 0x20);
const [gzipped, deflated] = [gzipSync(blanks), deflateSync(blanks)];
const brotlied = brotliCompressSync(blanks, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });
const thrice = gzipSync(gzipSync(gzipped));

const cut = (share: number, then: "end" | "reset"): Misbehaviour =>
  raw(({ honest, contentType }) => {
    const whole = Buffer.concat([
      Buffer.from(head("200 OK", [`Content-Type: ${contentType}`, length(honest)])),
      honest,
    ]);
    return whole.subarray(0, Math.floor(whole.length * share));
  }, then);

const redirect = (status: string, location: (visit: Encounter) => string): Misbehaviour =>
  raw((visit) => head(status, [`Location: ${location(visit)}`, "Content-Length: 0"]));

const wait = (value: string, status = "429 Too Many Requests"): Misbehaviour =>
  answer(status, [`Retry-After: ${value}`], () => Buffer.from("slow down"));

const page = Buffer.from(
  '<!DOCTYPE html><html><head><title>Log in</title><meta http-equiv="refresh" content="0;url=/"></head><body><form action="/web/login"></form></body></html>',
);

export const misbehaviours: Record<string, Misbehaviour> = {
  // Endless.
  "an endless body of blanks": ({ socket, contentType }) => {
    socket.write(head("200 OK", [`Content-Type: ${contentType}`, "Transfer-Encoding: chunked"]));
    const part = chunk(Buffer.alloc(65_536, 0x20));
    pour(socket, () => part);
  },
  "an endless body of data": ({ socket, contentType }) => {
    socket.write(head("200 OK", [`Content-Type: ${contentType}`, "Connection: close"]));
    const part = contentType.includes("xml") ? "<methodResponse><params>" : '[{"id":1},';
    pour(socket, () => part.repeat(5_000));
  },
  "a body of single bytes, very fast": ({ socket, contentType }) => {
    socket.write(head("200 OK", [`Content-Type: ${contentType}`, "Transfer-Encoding: chunked"]));
    const part = Buffer.from("1\r\n \r\n".repeat(5_000));
    pour(socket, () => part);
  },
  "a body of fifty megabytes": ({ socket, contentType }) => {
    socket.write(head("200 OK", [`Content-Type: ${contentType}`, `Content-Length: ${bomb}`]));
    const part = Buffer.alloc(65_536, 0x31);
    let left = bomb;
    pour(socket, () =>
      part.subarray(0, Math.min(part.length, (left -= part.length) + part.length)),
    );
  },
  "headers without end": ({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    let at = 0;
    pour(socket, () => `X-${(at += 1)}: ${"y".repeat(100)}\r\n`);
  },
  "a header without end": ({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\nX: ");
    pour(socket, () => "y".repeat(10_000));
  },
  "informal answers without end": ({ socket }) =>
    pour(socket, () => head("102 Processing").repeat(100)),
  "hints without end": ({ socket, canary }) =>
    pour(socket, () =>
      head("103 Early Hints", [`Link: <${canary}/evil>; rel=preload`]).repeat(100),
    ),
  "continue without end": ({ socket }) => pour(socket, () => head("100 Continue").repeat(100)),
  // Slow or silent.
  "headers that never come": () => undefined,
  "half a status line": raw(() => "HTTP/1.1 20"),
  "a body that never comes": raw(({ honest }) => head("200 OK", [length(honest)])),
  "half a body and silence": raw(({ honest }) =>
    Buffer.concat([
      Buffer.from(head("200 OK", [length(honest)])),
      honest.subarray(0, honest.length / 2),
    ]),
  ),
  "one byte after another": ({ socket, honest }) => {
    socket.write(head("200 OK", [length(honest)]));
    drip(socket, honest, 50);
  },
  "headers one byte after another": ({ socket, honest }) =>
    drip(socket, Buffer.from(head("200 OK", [length(honest)])), 50),
  "a gzip stream that stalls": raw(() =>
    Buffer.concat([
      Buffer.from(head("200 OK", ["Content-Encoding: gzip", "Content-Length: 9999"])),
      gzipSync("x".repeat(5_000)).subarray(0, 12),
    ]),
  ),
  // Cut off.
  ...Object.fromEntries(
    [0, 0.25, 0.5, 0.75, 0.99].flatMap((share) =>
      (["end", "reset"] as const).map((then) => [
        `cut at ${share * 100} % by ${then}`,
        cut(share, then),
      ]),
    ),
  ),
  "chunks without their end": raw(
    ({ honest }) =>
      Buffer.concat([Buffer.from(head("200 OK", ["Transfer-Encoding: chunked"])), chunk(honest)]),
    "end",
  ),
  // Wrong lengths.
  "a length that is too long": raw(
    ({ honest }) =>
      Buffer.concat([
        Buffer.from(head("200 OK", [`Content-Length: ${honest.length + 10}`])),
        honest,
      ]),
    "end",
  ),
  "a length that is too short": answer("200 OK", [], (honest) =>
    honest.subarray(0, honest.length - 5),
  ),
  "more than was announced": raw(({ honest }) =>
    Buffer.concat([
      Buffer.from(head("200 OK", [`Content-Length: ${honest.length}`])),
      honest,
      Buffer.from("0 and more"),
    ]),
  ),
  "a negative length": raw(
    ({ honest }) => `${head("200 OK", ["Content-Length: -1"])}${honest.toString()}`,
  ),
  "a length that is no number": raw(
    ({ honest }) => `${head("200 OK", ["Content-Length: many"])}${honest.toString()}`,
  ),
  "two lengths": raw(
    ({ honest }) => `${head("200 OK", ["Content-Length: 1", length(honest)])}${honest.toString()}`,
  ),
  "length and chunks": raw(
    ({ honest }) =>
      `${head("200 OK", [length(honest), "Transfer-Encoding: chunked"])}${honest.toString()}`,
  ),
  "a chunk as large as numbers go": raw(
    () => `${head("200 OK", ["Transfer-Encoding: chunked"])}FFFFFFFFFFFFFFFF\r\nx`,
  ),
  "a chunk that is none": raw(
    () => `${head("200 OK", ["Transfer-Encoding: chunked"])}zz\r\nx\r\n0\r\n\r\n`,
  ),
  "trailers with prototypes": raw(({ honest }) =>
    Buffer.concat([
      Buffer.from(head("200 OK", ["Transfer-Encoding: chunked"])),
      chunk(honest),
      Buffer.from("0\r\n__proto__: evil\r\nconstructor: evil\r\n\r\n"),
    ]),
  ),
  // Compressed.
  "a gzip bomb": answer("200 OK", ["Content-Encoding: gzip"], () => gzipped),
  "a gzip bomb that is sent in one chunk": raw(() =>
    Buffer.concat([
      Buffer.from(head("200 OK", ["Content-Encoding: gzip", "Transfer-Encoding: chunked"])),
      chunk(gzipped),
      Buffer.from("0\r\n\r\n"),
    ]),
  ),
  "a deflate bomb": answer("200 OK", ["Content-Encoding: deflate"], () => deflated),
  "a brotli bomb": answer("200 OK", ["Content-Encoding: br"], () => brotlied),
  "a bomb packed three times": answer(
    "200 OK",
    ["Content-Encoding: gzip, gzip, gzip"],
    () => thrice,
  ),
  "an answer packed fifty times": answer("200 OK", [
    `Content-Encoding: ${"gzip, ".repeat(49)}gzip`,
  ]),
  "an honest gzip": answer("200 OK", ["Content-Encoding: gzip"], (honest) => gzipSync(honest)),
  "a gzip that is cut": answer("200 OK", ["Content-Encoding: gzip"], (honest) =>
    gzipSync(honest).subarray(0, 30),
  ),
  "a gzip that is none": answer("200 OK", ["Content-Encoding: gzip"]),
  "a gzip and more": answer("200 OK", ["Content-Encoding: gzip"], (honest) =>
    Buffer.concat([gzipSync(honest), Buffer.from("more")]),
  ),
  "an unknown packing": answer("200 OK", ["Content-Encoding: x-evil"]),
  // Redirects.
  ...Object.fromEntries(
    ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"].map((status) => [
      `${status} to another port`,
      redirect(status, ({ canary }) => `${canary}/jsonrpc`),
    ]),
  ),
  "a redirect to itself": redirect("307 Temporary", ({ self }) => `${self}/jsonrpc`),
  "a redirect to the same path": redirect("308 Permanent", () => ""),
  "a redirect to another name": redirect("307 Temporary", ({ canary }) =>
    canary.replace("127.0.0.1", "localhost"),
  ),
  "a redirect without a scheme": redirect("302 Found", ({ canary }) => canary.replace("http:", "")),
  "a redirect with a user": redirect("302 Found", ({ canary }) =>
    canary.replace("//", "//user:password@"),
  ),
  "a redirect to https": redirect("302 Found", ({ canary }) => canary.replace("http:", "https:")),
  "a redirect to a file": redirect("302 Found", () => "file:///etc/passwd"),
  "a redirect to data": redirect("302 Found", () => 'data:application/json,{"version":"19.0"}'),
  "a redirect to a script": redirect("302 Found", () => "javascript:alert(1)"),
  "a redirect to the cloud": redirect(
    "302 Found",
    () => "http://169.254.169.254/latest/meta-data/",
  ),
  "a redirect to nonsense": redirect("302 Found", () => "http://[::1"),
  "two redirects in one": raw(({ canary }) =>
    head("302 Found", ["Location: /a", `Location: ${canary}`, "Content-Length: 0"]),
  ),
  "300 without a place": raw(() => head("300 Multiple Choices", ["Content-Length: 0"])),
  "304": raw(() => head("304 Not Modified")),
  "305": redirect("305 Use Proxy", ({ canary }) => canary),
  "a refresh header": ({ canary, ...visit }) =>
    answer("200 OK", [
      `Refresh: 0;url=${canary}`,
      `Link: <${canary}>; rel=preload`,
      `Alt-Svc: h2="${canary.slice(7)}"`,
    ])({
      canary,
      ...visit,
    }),
  cookies: answer("200 OK", ["Set-Cookie: session=evil; Path=/", "Clear-Site-Data: *"]),
  // Unexpected statuses and headers.
  "a login page": answer("200 OK", ["Content-Type: text/html"], () => page),
  "a login page as data": answer("200 OK", [], () => page),
  "an empty 200": answer("200 OK", [], () => Buffer.alloc(0)),
  "204": raw(() => head("204 No Content")),
  "204 with a body": raw(
    ({ honest }) => `${head("204 No Content", [length(honest)])}${honest.toString()}`,
  ),
  "205": raw(() => head("205 Reset Content", ["Content-Length: 0"])),
  "206": answer("206 Partial Content", ["Content-Range: bytes 0-9/10"]),
  "101": raw(() => head("101 Switching Protocols", ["Upgrade: websocket", "Connection: Upgrade"])),
  "103 and then the answer": (visit) => {
    visit.socket.write(head("103 Early Hints", [`Link: <${visit.canary}>; rel=preload`]));
    answer("200 OK")(visit);
  },
  ...Object.fromEntries(
    [
      "000 Nothing",
      "99 Low",
      "199 Odd",
      "299 Odd",
      "401 Unauthorized",
      "402 Pay",
      "403 Forbidden",
      "407 Proxy",
      "413 Large",
      "418 Teapot",
      "500 Error",
      "502 Gateway",
      "504 Late",
      "599 Odd",
      "600 Odd",
      "999 Odd",
      "2000 Odd",
    ].map((status) => [`status ${status}`, answer(status)]),
  ),
  "401 that asks for another password": answer(
    "401 Unauthorized",
    ["WWW-Authenticate: Basic realm=evil"],
    () => page,
  ),
  "407 that asks for a password": answer(
    "407 Proxy",
    ["Proxy-Authenticate: Basic realm=evil"],
    () => page,
  ),
  ...Object.fromEntries(
    [
      "0",
      "-1",
      "1e9",
      "999999999999",
      "never",
      "",
      "Fri, 31 Dec 9999 23:59:59 GMT",
      "Thu, 01 Jan 1970 00:00:00 GMT",
      "Infinity",
      "1, 2",
    ].map((value) => [`wait for ${value || "nothing"}`, wait(value)]),
  ),
  "503 that waits": wait("30", "503 Unavailable"),
  "no content type": raw(({ honest }) =>
    Buffer.concat([Buffer.from(head("200 OK", [length(honest)])), honest]),
  ),
  ...Object.fromEntries(
    [
      "image/png",
      "text/html",
      "multipart/form-data; boundary=x",
      "application/json; charset=utf-16",
      "text/xml; charset=latin1",
      "x".repeat(5_000),
    ].map((type) => [
      `content type ${type.slice(0, 30)}`,
      answer("200 OK", [`Content-Type: ${type}`]),
    ]),
  ),
  "five thousand headers": answer(
    "200 OK",
    Array.from({ length: 5_000 }, (_, at) => `X-${at}: y`),
  ),
  "a header of a megabyte": answer("200 OK", [`X: ${"y".repeat(1_000_000)}`]),
  "headers with prototypes": answer("200 OK", [
    "__proto__: evil",
    "constructor: evil",
    "Content-Type: application/json",
    "Content-Type: text/html",
    "Date: never",
  ]),
  "a header with a line in it": raw(
    ({ honest }) => `HTTP/1.1 200 OK\r\nX: a\n b\r\n${length(honest)}\r\n\r\n${honest.toString()}`,
  ),
  "a clock from another age": answer("200 OK", ["Date: Fri, 31 Dec 9999 23:59:59 GMT"]),
  // Not HTTP.
  "HTTP/9.9": raw(
    ({ honest }) => `HTTP/9.9 200 OK\r\n${length(honest)}\r\n\r\n${honest.toString()}`,
  ),
  "HTTP/0.9": raw(({ honest }) => honest, "end"),
  ICY: raw(() => "ICY 200 OK\r\n\r\n", "end"),
  noise: raw(
    () => Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256)),
    "end",
  ),
  "a refusal of TLS": raw(() => Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]), "end"),
  // Tricks with a connection that stays open.
  "two answers to one question": raw(({ honest, contentType }) => {
    const one = `${head("200 OK", [`Content-Type: ${contentType}`, length(honest)])}${honest.toString()}`;
    return one + one;
  }),
  "an answer, then a word of its own": raw(
    ({ honest, contentType }) =>
      `${head("200 OK", [`Content-Type: ${contentType}`, length(honest)])}${honest.toString()}${head("408 Timeout", ["Content-Length: 0"])}`,
  ),
  "stays open and closes at once": raw(
    ({ honest, contentType }) =>
      `${head("200 OK", [`Content-Type: ${contentType}`, length(honest), "Connection: keep-alive", "Keep-Alive: timeout=9999"])}${honest.toString()}`,
    "reset",
  ),
  // Bytes that are not text.
  "Latin letters": answer("200 OK", [], (honest) =>
    Buffer.concat([honest.subarray(0, 20), Buffer.from([0xe9, 0xe8]), honest.subarray(20)]),
  ),
  "UTF-16": answer("200 OK", [], (honest) => Buffer.from(`\ufeff${honest.toString()}`, "utf16le")),
  "a mark before the text": answer("200 OK", [], (honest) =>
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), honest]),
  ),
  "half a character at the end": answer("200 OK", [], (honest) =>
    Buffer.concat([honest, Buffer.from([0xf0, 0x9f])]),
  ),
  "nothing but zeros": answer("200 OK", [], (honest) => Buffer.alloc(honest.length)),
};
