// Testing a connection, as it is stored or with typed values: named checks, and the resources that
// it can read.
import type { DiscoverOrder, Typed } from "../../contract/api/connection.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { isSource, templateOf } from "../configurations/catalog.ts";
import { auditRow } from "../db/audit.ts";
import { noteCheck, noteProof } from "../db/connections.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { HttpProblem } from "../http/problem.ts";
import { countAttempt } from "../http/rate-limit.ts";
import { discover, runChecks, type Subject } from "./probe.ts";
import {
  accessOf,
  authorizeConnections,
  knownConnection,
  ownConnection,
  type ConnectionCall,
} from "./scope.ts";
import { asTyped } from "./settings.ts";

/** Calls to other systems are limited, so that nobody can use us to probe them. */
const probes = { max: 30, windowMs: 10 * 60_000 };

/**
 * Checks a connection. The checks run as they are consumed: ending the generator ends them.
 * @throws `not_found`, `connection_shared`, `not_valid`, `address_refused`, `too_many_requests`
 */
export async function checkConnection(
  call: ConnectionCall,
  { connection, typed }: { connection: string; typed: Typed },
): Promise<AsyncGenerator<Check>> {
  authorizeConnections(call, "connection.write");
  const row = await asTyped(call, await ownConnection(call, connection), typed);
  const access = accessOf(call, { ...row, share: null });
  await countProbe(call, row);
  return recorded(call, row, { access, host: row.host });
}

/**
 * The resources that a template can read through a connection. A tenant uses a shared one only with
 * its share, never with typed values: the account belongs to others as well.
 * @throws `not_found`, `connection_shared`, `not_valid`, `address_refused`, `too_many_requests`; a
 * problem of the outside system
 */
export async function discoverResources(
  call: ConnectionCall,
  { connection, order }: { connection: string; order: DiscoverOrder },
): Promise<Discovered[]> {
  authorizeConnections(call, "connection.write");
  const { template, ...typed } = order;
  const known = await knownConnection(call, connection);
  const isOwn = known.share === null;
  if (!isOwn && (typed.settings ?? typed.secret) !== undefined)
    throw new HttpProblem("connection_shared");
  const row = isOwn ? { ...(await asTyped(call, known, typed)), share: null } : known;
  const access = accessOf(call, row);
  if (!isSource(row.kind) || !templateOf(row.kind, template)) throw new HttpProblem("not_found");
  await countProbe(call, row);
  return discover(call.env, { access, host: row.host }, template);
}

const countProbe = (call: ConnectionCall, { id }: ConnectionRow): Promise<void> =>
  countAttempt(call, `check:${id}`, probes);

/**
 * The same checks; once all have been consumed, their outcome is stored, unless they were about
 * typed values.
 */
async function* recorded(
  call: ConnectionCall,
  row: ConnectionRow & { isKept: boolean },
  subject: Subject,
): AsyncGenerator<Check> {
  let passed = true;
  for await (const check of runChecks(call.env, subject)) {
    passed &&= check.status !== "failed";
    yield check;
  }
  const at = call.now();
  if (row.isKept) await noteCheck(call.db, row.tenant, row.id, { at, passed });
  if (row.isKept && passed) await noteProof(call.db, row.id, subject.access.secret, at);
  const facts = { passed: String(passed), ...(row.isKept ? {} : { typed: "true" }) };
  await auditRow(call.db, auditEntry(call, "connection_checked", row.id, facts), at);
}
