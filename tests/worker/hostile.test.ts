// Hostile sources in the real runtime: the client against misbehaving servers, and whole refreshes
// against a source that turns hostile.
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { say } from "../../contract/sentences/say.ts";
import { isCode } from "../../contract/sentences/sentences.ts";
import type { Problem } from "../../contract/api/run.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import { defaultLimits } from "../../worker/outbound/client-limits.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";
import {
  anOrder,
  aPlan,
  ended,
  sandbox,
  tenantDoor,
  templateOf,
} from "../durable-objects/source.ts";

const { url, names } = inject("hostile");

/**
 * Short patience, the same for lanes: they run in this isolate. In all it is long enough for a busy
 * machine to read as many bytes as a body may have.
 */
const usual = { ...defaultLimits };
/** A rejection that nobody heard is a lane that died in silence. */
const unheard: unknown[] = [];
addEventListener("unhandledrejection", ({ reason }) => void unheard.push(reason));
beforeAll(async () => {
  Object.assign(defaultLimits, { headersMs: 3_000, totalMs: 20_000, idleMs: 2_000 });
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});
afterAll(() => {
  Object.assign(defaultLimits, usual);
  expect(unheard.map(String)).toEqual([]);
});

const secret = "a-secret-that-stays-0123456789abcdef";

/** Calls a server that has one bad manner, with the secret in the header. */
async function meet(manner: string): Promise<string> {
  const client = openSourceClient({
    connector: {
      address: () => new URL(`${url}/${names.indexOf(manner)}`),
      account: () => manner,
      pace: { callsPerSecond: 99, parallelCalls: 9, callsPerDay: null, dayReserve: 0 },
    },
    settings: {},
    secret,
    tenant: "hostile",
    gate: null,
    privateAddresses: "127.0.0.1:*",
  });
  try {
    const { status } = await client.call({
      method: "POST",
      path: "/call",
      headers: { authorization: `bearer ${secret}` },
      body: "{}",
    });
    return `answered ${status}`;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const { kind, code, facts } = error.failure;
    expect(sentencesOf(code, facts)).not.toMatch(/…|\{\w+\}/);
    expect(JSON.stringify([error.message, facts])).not.toContain(secret);
    return `${kind}: ${code}`;
  }
}

const sentencesOf = (code: string, facts: Record<string, string>): string =>
  isCode(code)
    ? `${say(code, facts, "en")} ${say(code, facts, "fr")}`
    : `… no sentence for ${code}`;

describe("the client, inside the runtime", () => {
  const outcomes = new Map<string, string>();

  it("ends every encounter in time, in an answer or in words", async () => {
    const waiting = [...names];
    const lanes = Array.from({ length: 5 }, async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const t = Date.now();
        outcomes.set(name, await meet(name));
        console.log("T", name, Date.now() - t);
      }
    });
    await Promise.all(lanes);
    expect(outcomes.size).toBe(names.length);
  }, 120_000);

  it.each([
    ["an endless body of blanks", "broken: answer_too_large"],
    ["an endless body of data", "broken: answer_too_large"],
    ["a body of fifty megabytes", "broken: answer_too_large"],
    ["a gzip bomb", "broken: answer_too_large"],
    ["one byte after another", "busy: source_timeout"],
    ["headers that never come", "busy: source_timeout"],
    ["half a body and silence", "busy: source_timeout"],
    ["302 Found to another port", "refused: address_moved"],
    ["308 Permanent to another port", "refused: address_moved"],
    ["a redirect to itself", "refused: not_that_system"],
    ["a redirect to another name", "refused: address_moved"],
    ["a redirect to a file", "refused: address_moved"],
    ["a redirect to the cloud", "refused: address_moved"],
    ["wait for 999999999999", "busy: source_busy"],
    // The bytes become half characters, which the reader of each record refuses by itself.
    ["Latin letters", "answered 200"],
  ])("%s is %s", (manner, outcome) => expect(outcomes.get(manner)).toBe(outcome));

  it("was followed by nobody, and has let go of what never ends", async () => {
    const until = Date.now() + 15_000;
    for (;;) {
      const { followed, open } = (await (await fetch(`${url}/leaked`)).json()) as {
        followed: number;
        open: string[];
      };
      expect(followed).toBe(0);
      const endless = open.filter((name) => /endless|without end|very fast/.test(name));
      if (endless.length === 0) return;
      if (Date.now() > until) throw new Error(`still listens to ${endless.join(", ")}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, 20_000);
});

/** `code`: what the run says of its wait, or a batch of its last try. */
type Turn = { fault: object; code: string; waits: boolean };

const turns: Record<string, Turn> = {
  garbage: { fault: { fault: "garbage" }, code: "answer_unreadable", waits: false },
  html: { fault: { fault: "html" }, code: "answer_unreadable", waits: false },
  wrong_types: { fault: { fault: "wrong_types" }, code: "answer_unreadable", waits: false },
  server_error: { fault: { fault: "server_error" }, code: "source_server_error", waits: false },
  endless: { fault: { fault: "endless" }, code: "answer_too_large", waits: false },
  redirect: { fault: { fault: "redirect" }, code: "address_moved", waits: false },
  no_rights: { fault: { fault: "no_rights" }, code: "rights_missing", waits: false },
  access_denied: { fault: { fault: "access_denied" }, code: "sign_in_refused", waits: false },
  truncated: { fault: { fault: "truncated" }, code: "source_unreachable", waits: true },
  reset: { fault: { fault: "reset" }, code: "source_unreachable", waits: true },
  bad_gateway: { fault: { fault: "bad_gateway" }, code: "source_server_error", waits: true },
  too_many_requests: {
    fault: { fault: "too_many_requests", retryAfterSeconds: 600 },
    code: "source_busy",
    waits: true,
  },
  hang: { fault: { fault: "hang" }, code: "source_timeout", waits: true },
  byte_by_byte: {
    fault: { fault: "byte_by_byte", delayMs: 500 },
    code: "source_timeout",
    waits: true,
  },
};

describe("a refresh of a source that turns", () => {
  const resource = templateOf("treasury").resources.find(({ key }) => key === "local_sales");
  // The files of this world share one sandbox: these databases are nobody else's.
  const databaseOf = (name: string) => `trading-${2_000 + Object.keys(turns).indexOf(name)}`;

  const seen = async (tenant: string) => {
    const page = await tenantDoor(tenant).records({
      configuration: "f1",
      resource: "local_sales",
      after: null,
      limit: 500,
      search: null,
      asOf: null,
      sort: null,
    });
    if ("type" in page) throw new Error(page.code);
    return JSON.stringify([page.generation, page.records]);
  };

  async function firstRefresh(name: string) {
    if (resource === undefined) throw new Error("no resource");
    const tenant = `turns-${name}`;
    const plan = await aPlan(tenant, { database: databaseOf(name), resources: [resource] });
    await tenantDoor(tenant).start(anOrder(tenant, plan));
    expect((await ended(tenantDoor(tenant))).status).toBe("completed");
    return { tenant, plan, before: await seen(tenant) };
  }

  /** Stops the run at its first wait, for people would have to wait for half an hour. */
  async function waitOf(tenant: string): Promise<Problem> {
    const until = Date.now() + 30_000;
    for (;;) {
      const { active } = await tenantDoor(tenant).status();
      if (active?.waiting) {
        const { code, facts } = active.waiting;
        await tenantDoor(tenant).cancel({ run: active.executionId, by: "Marie" });
        return { code, facts, resource: null };
      }
      if (Date.now() > until) throw new Error(`never waited: ${JSON.stringify(active)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it.concurrent.each(Object.keys(turns))(
    "%s leaves what people had, and says why",
    async (name) => {
      const { fault, code, waits } = turns[name] as Turn;
      const { tenant, plan, before } = await firstRefresh(name);
      await sandbox("faults", {
        ...fault,
        database: databaseOf(name),
        method: "search_read",
        from: 1,
        times: "always",
      });
      await tenantDoor(tenant).start(anOrder(tenant, plan));
      const waited = waits ? await waitOf(tenant) : null;
      const run = await ended(tenantDoor(tenant), 50_000);
      expect(run.status, JSON.stringify(run.problems)).not.toBe("completed");
      expect(run.published).toBe(false);
      const detail = await tenantDoor(tenant).run({ run: run.executionId });
      const problems = [
        waited,
        ...run.problems,
        ...(detail?.batches.map(({ lastFailure }) => lastFailure) ?? []),
      ].filter((problem) => problem !== null);
      expect(problems.map((problem) => problem.code)).toContain(code);
      for (const problem of problems)
        expect(sentencesOf(problem.code, problem.facts)).not.toMatch(/…|\{\w+\}/);
      expect(await seen(tenant)).toBe(before);
    },
    80_000,
  );

  it("lying_counts is found out, and removes nothing", async () => {
    const name = "lying_counts";
    const { tenant, plan, before } = await firstRefresh(name);
    await sandbox("faults", {
      fault: "lying_counts",
      by: 5,
      database: databaseOf(name),
      method: "search_count",
      from: 1,
      times: "always",
    });
    await tenantDoor(tenant).start(anOrder(tenant, plan));
    const run = await ended(tenantDoor(tenant), 50_000);
    expect(run.status).toBe("completed_with_problems");
    for (const problem of run.problems)
      expect(sentencesOf(problem.code, problem.facts)).not.toMatch(/…|\{\w+\}/);
    expect(await seen(tenant)).toBe(before);
  }, 80_000);
});
