// The common part of all starts: the access check, the command to the tenant's object, and the
// meaning of its answer.
import type { Action } from "../../contract/api/access.ts";
import { idempotencyHeader } from "../../contract/api/idempotency.ts";
import type { Run, RunDetail } from "../../contract/api/run.ts";
import type { Refusal, StartCommand, Started, StartLimited } from "../../contract/rpc/start.ts";
import { citiesInEnglish } from "../../contract/values/cities/en.ts";
import { citiesInFrench } from "../../contract/values/cities/fr.ts";
import { withZone } from "../../contract/values/zone.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import { startedByOf } from "../access/principal.ts";
import { auditRow, type AuditAction } from "../db/audit.ts";
import { findConfiguration, type ConfigurationRow } from "../db/configurations.ts";
import { HttpProblem } from "../http/problem.ts";
import { tenantRpc } from "../stubs.ts";
import { planRun } from "./plan.ts";
import { viewRun } from "./view.ts";

/**
 * Makes a start repeatable: the same key with the same request starts nothing again. The key is the
 * caller's own text, checked by `commandFor`; null: none.
 */
export type Idempotency = Pick<StartCommand, "idempotencyKey" | "request">;

const longestKey = idempotencyHeader.maxLength;

/** For starts that no caller repeats. */
export const notRepeated: Idempotency = { idempotencyKey: null };

/** The object of the call's tenant. */
export const tenantOf = ({ env, membership }: TenantCall) => tenantRpc(env, membership.tenant);

/**
 * A configuration of the tenant that the principal may start.
 * @throws `not_allowed`, `not_found`
 */
export async function startable(
  call: TenantCall,
  action: Action,
  id: string,
): Promise<ConfigurationRow> {
  const configuration = await findConfiguration(call.db, call.membership.tenant.id, id);
  // Callers who may start nothing at all do not learn which configurations exist.
  authorize(call, action, configuration ?? { id, startedBy: ["viewer", "staff"] });
  if (!configuration) throw new HttpProblem("not_found");
  return configuration;
}

/**
 * The command for a configuration that the principal may start.
 * @throws `idempotency_key_wrong`; `connection_not_shared` when its connection was taken back
 */
export function commandFor(
  { membership: { tenant }, principal }: TenantCall,
  configuration: ConfigurationRow,
  idempotency: Idempotency,
): Omit<StartCommand, "resources" | "complete"> {
  checkKey(idempotency.idempotencyKey);
  return {
    tenant: tenant.id,
    jurisdiction: tenant.jurisdiction,
    plan: planRun(tenant, configuration),
    startedBy: startedByOf(principal),
    ...idempotency,
  };
}

/** A key is taken whole or refused, never cut: two long keys may begin alike. */
function checkKey(key: string | null): void {
  if (key === null || (key.length <= longestKey && /^[\x20-\x7e]+$/.test(key))) return;
  throw new HttpProblem("idempotency_key_wrong", { facts: { most: String(longestKey) } });
}

/** An ended or running run of the tenant. @throws `run_unknown` */
export async function knownRun(call: TenantCall, run: string): Promise<RunDetail> {
  const detail = await tenantOf(call).run({ run });
  if (!detail) throw new HttpProblem("run_unknown");
  return detail;
}

/**
 * The run that was started, which goes into the audit under `action`; or the run that the same
 * request started before, which is no new action.
 * @throws the problem that prevented the start
 */
export async function startedRun(
  call: TenantCall,
  started: Started | Refusal | StartLimited,
  action: AuditAction,
): Promise<Run> {
  switch (started.type) {
    case "started":
      await recordRun(call, action, started.run);
      return started.run;
    case "repeated":
      return started.run;
    case "alreadyRunning":
      throw alreadyRunning(call, started.run);
    case "refused":
      throw new HttpProblem(started.code);
    case "tooManyStarts":
      throw tooManyStarts(started);
  }
}

/** Writes an action on a run into the audit. */
export async function recordRun(call: TenantCall, action: AuditAction, run: Run): Promise<void> {
  await auditRow(call.db, auditEntry(call, action, run.executionId), call.now());
}

const cities = { en: citiesInEnglish, fr: citiesInFrench };

function alreadyRunning({ locale, membership }: TenantCall, run: Run): HttpProblem {
  const { timeZone } = membership.tenant;
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone });
  const since = withZone(clock.format(new Date(run.startedAt)), timeZone, cities[locale]);
  return new HttpProblem("already_running", {
    facts: { who: run.startedBy.name, since, percent: String(Math.floor(run.progressPercentage)) },
    extra: { run: viewRun(run, locale) },
  });
}

function tooManyStarts({ retryAfterMs }: StartLimited): HttpProblem {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new HttpProblem("too_many_starts", {
    facts: { minutes: String(Math.ceil(seconds / 60)) },
    headers: { "retry-after": String(seconds) },
  });
}
