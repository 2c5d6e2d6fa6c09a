// Trying a connection out: named checks, live when the caller can read lines, and what is there to
// be read.
import { z } from "zod";
import { Typed } from "../../contract/api/connection.ts";
import { Check } from "../../contract/source/check.ts";
import { Discovered } from "../../contract/source/resource.ts";
import { isSource, templateOf } from "../configurations/catalog.ts";
import { discover, runChecks, type Subject } from "../connections/checks.ts";
import { asTyped } from "../connections/connections.ts";
import { factory, type AppContext } from "../http/context.ts";
import { takeAttempt } from "../db/rate-limit.ts";
import { auditRow } from "../db/audit.ts";
import { noteCheck, noteProof } from "../db/connections.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { accessFor } from "../connections/connection-access.ts";
import { HttpProblem } from "../http/problem.ts";
import { allow } from "../access/gates.ts";
import { actorOf } from "../access/principal.ts";
import { knownConnection, ownConnection } from "./connections.ts";

const tag = "Settings";
const lines = "application/x-ndjson";
export const DiscoverOrder = Typed.extend({ template: z.string().max(100) });
export const checkWords =
  "With a body, what is tried is what was typed there: it wins over what is kept, and none of it is kept. " +
  "A kept secret never goes to an address that it was not given for.";
/** A door that calls other systems must not become a tool to knock at them. */
const perConnection = { max: 30, windowMs: 10 * 60_000 };

export const checkRoutes = factory.createApp();

checkRoutes.post(
  "/connections/:connection/check",
  declareRoute({
    summary: "Check a connection",
    description: `Named checks, each with its remedy. With \`Accept: ${lines}\` each arrives on a line of its own as it happens; hanging up stops them. ${checkWords}`,
    tag,
    answers: { 200: z.array(Check) },
    alsoAs: [lines],
    refuses: [
      "not_found",
      "not_valid",
      "address_refused",
      "connection_shared",
      "too_many_requests",
    ],
  }),
  allow("connection.write"),
  body(Typed, "optional"),
  async (c) => {
    const row = await asTyped(c, await ownConnection(c), c.req.valid("json"));
    return answerChecks(c, row, {
      access: accessFor(c.var.membership.tenant.id, { ...row, share: null }),
      host: row.host,
    });
  },
);

checkRoutes.post(
  "/connections/:connection/discover",
  declareRoute({
    summary: "What a ready configuration can read through a connection",
    tag,
    answers: { 200: z.array(Discovered) },
    refuses: [
      "not_found",
      "not_valid",
      "address_refused",
      "connection_shared",
      "too_many_requests",
    ],
    ofSource: true,
  }),
  allow("connection.write"),
  body(DiscoverOrder),
  async (c) => {
    // A shared one is looked through as it is shared: what is fixed for this tenant bounds what it
    // sees.
    const { template, ...typed } = c.req.valid("json");
    const known = await knownConnection(c);
    // Its account belongs to others as well: nobody looks through it by settings of their own.
    const isOwn = known.share === null;
    if (!isOwn && (typed.settings ?? typed.secret) !== undefined)
      throw new HttpProblem("connection_shared");
    const row = isOwn ? { ...(await asTyped(c, known, typed)), share: null } : known;
    return answerDiscovered(
      c,
      row,
      { access: accessFor(c.var.membership.tenant.id, row), host: row.host },
      template,
    );
  },
);

/** Runs the checks; each on a line of its own as it happens, where the caller reads lines. */
export async function answerChecks(
  c: AppContext,
  row: ConnectionRow & { isKept: boolean },
  subject: Subject,
): Promise<Response> {
  await takeTurn(c, row);
  const checks = noting(c, row, subject);
  if (c.req.header("accept")?.includes(lines)) {
    return new Response(asLines(checks), {
      headers: { "content-type": `${lines}; charset=utf-8` },
    });
  }
  return c.json(await Array.fromAsync(checks));
}

/** Lists what a template can read there. */
export async function answerDiscovered(
  c: AppContext,
  row: ConnectionRow,
  subject: Subject,
  template: string,
): Promise<Response> {
  if (!isSource(row.kind) || !templateOf(row.kind, template)) throw new HttpProblem("not_found");
  await takeTurn(c, row);
  return c.json(await discover(c.env, subject, template));
}

async function takeTurn(c: AppContext, row: ConnectionRow): Promise<void> {
  const waitSeconds = await takeAttempt(c.var.db, `check:${row.id}`, perConnection, new Date());
  if (waitSeconds !== null)
    throw new HttpProblem("too_many_requests", { headers: { "retry-after": String(waitSeconds) } });
}

/**
 * The same checks; once all have been seen, what came of them is kept, unless they were about
 * something that is not kept itself.
 */
async function* noting(
  c: AppContext,
  row: ConnectionRow & { isKept: boolean },
  subject: Subject,
): AsyncGenerator<Check> {
  let passed = true;
  for await (const check of runChecks(c.env, subject)) {
    passed &&= check.status !== "failed";
    yield check;
  }
  const at = new Date();
  if (row.isKept) await noteCheck(c.var.db, row.tenant, row.id, { at, passed });
  if (row.isKept && passed) await noteProof(c.var.db, row.id, subject.access.secret, at);
  const facts = { passed: String(passed), ...(row.isKept ? {} : { typed: "true" }) };
  await auditRow(
    c.var.db,
    {
      tenant: row.tenant,
      actor: actorOf(c.var.principal),
      action: "connection_checked",
      target: row.id,
      facts,
    },
    at,
  );
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
