// Trying a connection out: named checks, live when the caller can read lines, and what is there to be read.
import { z } from "zod";
import { Check, Discovered } from "../../contract/source.ts";
import { templateOf } from "../catalog.ts";
import { discover, runChecks } from "../checks.ts";
import { factory, type HouseContext } from "../context.ts";
import { take } from "../db/allowance.ts";
import { auditRow } from "../db/audit.ts";
import { noteCheck, type ConnectionRow } from "../db/connections.ts";
import { body, describe } from "../describe.ts";
import { DoorProblem } from "../problem.ts";
import { allow } from "../session.ts";
import { knownConnection } from "./connections.ts";

const tag = "Settings";
const lines = "application/x-ndjson";
const DiscoverOrder = z.strictObject({ template: z.string().max(100) });
/** A door that calls other systems must not become a tool to knock at them. */
const perConnection = { max: 30, windowMs: 10 * 60_000 };

export const checkRoutes = factory.createApp();

checkRoutes.post(
  "/connections/:connection/check",
  describe({
    summary: "Check a connection",
    description: `Named checks, each with its remedy. With \`Accept: ${lines}\` each arrives on a line of its own as it happens; hanging up stops them.`,
    tag,
    answers: { 200: z.array(Check) },
    alsoAs: [lines],
  }),
  allow("connection.write"),
  async (c) => {
    const row = await knownConnection(c);
    await takeTurn(c, row);
    const checks = noting(c, row, runChecks(c.env, row));
    if (c.req.header("accept")?.includes(lines)) {
      return new Response(asLines(checks), { headers: { "content-type": `${lines}; charset=utf-8` } });
    }
    return c.json(await Array.fromAsync(checks));
  },
);

checkRoutes.post(
  "/connections/:connection/discover",
  describe({ summary: "What a ready configuration can read through a connection", tag, answers: { 200: z.array(Discovered) } }),
  allow("connection.write"),
  body(DiscoverOrder),
  async (c) => {
    const row = await knownConnection(c);
    const { template } = c.req.valid("json");
    if (!templateOf(row.kind, template)) throw new DoorProblem("not_found");
    await takeTurn(c, row);
    return c.json(await discover(c.env, row, template));
  },
);

async function takeTurn(c: HouseContext, row: ConnectionRow): Promise<void> {
  const waitSeconds = await take(c.var.db, `check:${row.id}`, perConnection, new Date());
  if (waitSeconds !== null) throw new DoorProblem("too_many_requests", { headers: { "retry-after": String(waitSeconds) } });
}

/** The same checks; once all have been seen, what came of them is kept. */
async function* noting(c: HouseContext, row: ConnectionRow, checks: AsyncIterable<Check>): AsyncGenerator<Check> {
  let passed = true;
  for await (const check of checks) {
    passed &&= check.status !== "failed";
    yield check;
  }
  const at = new Date();
  await noteCheck(c.var.db, row.tenant, row.id, { at, passed });
  const facts = { passed: String(passed) };
  await auditRow(c.var.db, { tenant: row.tenant, person: c.var.caller.person, deed: "connection_checked", thing: row.id, facts }, at);
}

function asLines(checks: AsyncGenerator<Check>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await checks.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      await checks.return(undefined);
    },
  });
}
