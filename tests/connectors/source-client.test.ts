// The source client: deadlines, sizes, redirects, rate limits, and where secrets may go, against a
// server that behaves well or not.
import { createServer, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Permit } from "../../contract/rpc/gate.ts";
import type { ConnectorError } from "../../connectors/connector-error.ts";
import type { ClientLimits } from "../../worker/outbound/client-limits.ts";
import type { GateClient } from "../../worker/outbound/permit.ts";
import { retryAfterMs } from "../../worker/outbound/retry-after.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";

const responses: Record<string, (response: ServerResponse) => void> = {
  "/ok": (response) =>
    response.writeHead(200, { "Content-Type": "text/plain", "X-Other": "no" }).end("é"),
  "/404": (response) => response.writeHead(404).end("gone"),
  "/wait": (response) => response.writeHead(429, { "Retry-After": "7" }).end("slow down"),
  "/closed": (response) => response.writeHead(503).end("later"),
  "/elsewhere": (response) =>
    response.writeHead(302, { Location: "https://elsewhere.example/ok" }).end(),
  "/sign-in": (response) => response.writeHead(303, { Location: "/web/login?redirect=x" }).end(),
  "/nowhere": (response) => response.writeHead(301).end(),
  "/large": (response) => response.writeHead(200).end("x".repeat(5_000)),
  "/bomb": (response) =>
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("x".repeat(2_000_000))),
  "/latin": (response) => response.writeHead(200).end(Buffer.from([0x63, 0xe9])),
  "/hang": () => undefined,
  "/drip": (response) => void response.writeHead(200).write("a"),
  "/endless": (response) => {
    response.writeHead(200);
    const timer = setInterval(
      () => (response.destroyed ? clearInterval(timer) : response.write(".")),
      20,
    );
  },
  "/cut": (response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write("half", () => response.destroy());
  },
};

let server: Server;
let address = "";
const seen: { url: string; authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ url: request.url ?? "", authorization: request.headers.authorization });
    (responses[request.url ?? ""] ?? ((one) => one.writeHead(200).end(request.url)))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Order = {
  base?: string;
  gate?: GateClient | null;
  privateAddresses?: string;
  limits?: Partial<ClientLimits>;
};

const aClient = ({
  base = "",
  gate = null,
  privateAddresses = "127.0.0.1:*",
  limits = {},
}: Order = {}) =>
  openSourceClient({
    connector: {
      address: () => new URL(base.includes("://") ? base : address + base),
      account: () => "account",
      pace: { callsPerSecond: 9, parallelCalls: 2, callsPerDay: null, dayReserve: 0 },
    },
    settings: { base },
    secret: "secret",
    tenant: "tenant",
    gate,
    privateAddresses,
    // Short, yet long enough for an honest response on a busy machine.
    limits: { headersMs: 1_200, idleMs: 800, totalMs: 2_400, answerBytes: 4_000, ...limits },
  });

const get = (path: string, order: Order = {}) => aClient(order).call({ method: "GET", path });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error as ConnectorError).failure,
  );

describe("a call", () => {
  it("returns status, body and the few headers that are needed", async () => {
    const { headers, ...answer } = await get("/ok");
    expect(answer).toEqual({ status: 200, body: "é" });
    expect(Object.keys(headers).sort()).toEqual(["content-type", "date"]);
  });

  it("leaves it to the connector which records contain invalid bytes", async () => {
    expect((await get("/latin")).body).toBe("c\udfff\udfff");
  });

  it("leaves other statuses to the connector", async () => {
    expect(await get("/404")).toMatchObject({ status: 404, body: "gone" });
  });

  it.each([
    ["/wait", "busy", "source_busy", 7_000],
    ["/closed", "busy", "source_busy", null],
    ["/elsewhere", "refused", "address_moved", null],
    ["/sign-in", "refused", "not_that_system", null],
    ["/nowhere", "refused", "not_that_system", null],
    ["/large", "broken", "answer_too_large", null],
    ["/bomb", "broken", "answer_too_large", null],
    ["/hang", "busy", "source_timeout", null],
    ["/drip", "busy", "source_timeout", null],
    ["/endless", "busy", "source_timeout", null],
    ["/cut", "busy", "source_unreachable", null],
  ])("%s is %s: %s", async (path, kind, code, wait) => {
    expect(await failureOf(get(path))).toEqual({
      kind,
      code,
      facts: { host: new URL(address).host },
      retryAfterMs: wait,
    });
  });

  it("to nobody is unreachable", async () => {
    expect(await failureOf(get("/", { base: "http://127.0.0.1:1" }))).toMatchObject({
      kind: "busy",
      code: "source_unreachable",
    });
  });

  it("waits as long as the request allows, within the client's own limit", async () => {
    const started = performance.now();
    expect(
      await failureOf(aClient().call({ method: "GET", path: "/hang", timeoutMs: 60_000 })),
    ).toMatchObject({ code: "source_timeout" });
    expect(performance.now() - started).toBeGreaterThan(2_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("joins its path to the address", async () => {
    expect((await get("/a/b?c=d", { base: "/erp/" })).body).toBe("/erp/a/b?c=d");
  });

  it.each([
    "a",
    "//elsewhere.example/x",
    "/../x",
    "/a/../../x",
    "/a/%2e%2e/x",
    "\\\\elsewhere.example",
    "/\\elsewhere.example",
    "https://elsewhere.example/",
    "@elsewhere.example/x",
    ":1/x",
    ".elsewhere.example/",
  ])("with the path %s is never sent", async (path) => {
    const before = seen.length;
    expect(await failureOf(get(path, { base: "/erp" }))).toMatchObject({
      kind: "refused",
      code: "address_refused",
    });
    expect(seen.length).toBe(before);
  });

  it("to a private address that nobody allowed is never sent", async () => {
    const before = seen.length;
    expect(await failureOf(get("/ok", { privateAddresses: "" }))).toMatchObject({
      kind: "refused",
      code: "address_refused",
    });
    expect(seen.length).toBe(before);
  });
});

describe("a remembered fact", () => {
  it("outlives the client, for the same account and settings only", () => {
    aClient({ base: "/one" }).remember("version", "19.0");
    expect(aClient({ base: "/one" }).recall("version")).toBe("19.0");
    expect(aClient({ base: "/two" }).recall("version")).toBeNull();
    aClient({ base: "/one" }).remember("version", null);
    expect(aClient({ base: "/one" }).recall("version")).toBeNull();
  });
});

describe("the Gate", () => {
  /** A Gate that answers from a list, and then lets everything pass. */
  const aGate = (answers: Permit[], leaving: () => Promise<void> = () => Promise.resolve()) => {
    const heard: unknown[] = [];
    const gate: GateClient = {
      acquire: (request) => (
        heard.push(["enter", request.tenant, request.limits.callsPerSecond]),
        Promise.resolve(answers.shift() ?? { type: "go", permit: "p" })
      ),
      release: (report) => (heard.push(["leave", report]), leaving()),
    };
    return { gate, heard };
  };

  it("grants a permit before the call and gets it back afterwards", async () => {
    const { gate, heard } = aGate([]);
    await get("/ok", { gate });
    expect(heard).toEqual([
      ["enter", "tenant", 9],
      ["leave", { permit: "p" }],
    ]);
  });

  it("gets it back after a failure too, with the silence that the source asked for", async () => {
    const { gate, heard } = aGate([]);
    await failureOf(get("/wait", { gate }));
    const [, [, { silentUntil }]] = heard as [unknown, [string, { silentUntil: number }]];
    expect(silentUntil - Date.now()).toBeGreaterThan(6_000);
  });

  it("that says soon is waited for, so that work of several calls finishes", async () => {
    const { gate, heard } = aGate([
      { type: "notBefore", at: Date.now() + 30, why: "pace" },
      { type: "notBefore", at: Date.now() + 60, why: "pace" },
    ]);
    expect((await get("/ok", { gate })).status).toBe(200);
    expect(heard).toHaveLength(4);
  });

  it.each([
    ["pace", "gate_wait"],
    ["silence", "gate_silent"],
    ["day", "calls_used_up"],
  ] as const)(
    "that says later ends the work before the call, with the reason: %s",
    async (why, code) => {
      const before = seen.length;
      const { gate } = aGate([{ type: "notBefore", at: Date.now() + 60_000, why }]);
      const failure = await failureOf(get("/ok", { gate }));
      expect(failure).toMatchObject({ kind: "busy", code });
      expect(failure?.retryAfterMs).toBeGreaterThan(59_000);
      expect(seen.length).toBe(before);
    },
  );

  it("that fails afterwards costs no response", async () => {
    const { gate } = aGate([], () => Promise.reject(new Error("gone")));
    expect((await get("/ok", { gate })).status).toBe(200);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  it.each<[Record<string, string>, number | null]>([
    [{ "retry-after": "30" }, 30_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Sun, 22 Nov 2026 12:01:00 GMT" }, 60_000],
    [
      { "retry-after": "Sun, 22 Nov 2026 13:01:00 GMT", date: "Sun, 22 Nov 2026 13:00:00 GMT" },
      60_000,
    ],
    [{ "retry-after": "Sun, 22 Nov 2020 12:00:00 GMT" }, 0],
    [{ "retry-after": "999999999" }, 86_400_000],
    [{ "retry-after": "9".repeat(400) }, 86_400_000],
    [{ "retry-after": "Sunday, 22-Nov-26 12:01:00 GMT" }, 60_000],
    [{ "retry-after": "Sun Nov 22 12:01:00 2026 GMT" }, 60_000],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "-5" }, null],
    [{ "retry-after": "1.5" }, null],
    [{ "retry-after": "+10" }, null],
    [{ "retry-after": "1e3" }, null],
    [{ "retry-after": "Sun, 99 Nov 2026 12:01:00 GMT" }, null],
    [{}, null],
  ])("%j is %s ms", (headers, ms) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(ms);
  });
});
