// Runs of one tenant: start, watch, stop, try again, undo. The tenant's object decides; these doors
// parse, allow and translate.
import { z } from "zod";
import type { Action } from "../../contract/api/access.ts";
import type { StartLimited, Refusal, Started } from "../../contract/rpc/start.ts";
import type { Status } from "../../contract/api/status.ts";
import { Freshness } from "../../contract/api/record.ts";
import {
  Change,
  ConfirmRemovals,
  LastRun,
  Nothing,
  Run,
  RunDetail,
  StartDelivery,
  StartRun,
  type StartedBy,
} from "../../contract/api/run.ts";
import type { Json } from "../../contract/values/json.ts";
import { citiesInEnglish } from "../../contract/values/cities/en.ts";
import { citiesInFrench } from "../../contract/values/cities/fr.ts";
import { withZone } from "../../contract/values/zone.ts";
import { may } from "../access/permissions.ts";
import { factory, type AppContext } from "../http/context.ts";
import { auditRow, type AuditAction } from "../db/audit.ts";
import { findConfiguration, type ConfigurationRow } from "../db/configurations.ts";
import { body, declareRoute, query } from "../http/declare-route.ts";
import { tenantRpc } from "../stubs.ts";
import { idempotencyHeader } from "../../contract/api/idempotency.ts";
import { readKey, requestOf } from "../http/idempotency.ts";
import { longestCursor } from "../../contract/api/paging.ts";
import { openCursor, sealCursor } from "../http/cursor.ts";
import { wholeNumber } from "../../contract/values/whole-number.ts";
import { issueMessage } from "../http/language.ts";
import { isReachable, planRun } from "../runs/plan.ts";
import { HttpProblem } from "../http/problem.ts";
import { allow } from "../access/session.ts";
import { viewRun, viewRunDetail } from "../runs/view.ts";

const tag = "Refreshes";
const Current = z.object({
  active: Run.nullable(),
  last: Run.nullable(),
  setAside: z.array(Run),
  freshness: z.array(Freshness),
  lastRuns: z.array(LastRun),
});
const RunPage = z.object({ runs: z.array(Run), next: z.string().nullable() });
const ChangePage = z.object({ changes: z.array(Change), next: z.string().nullable() });
const RunListQuery = z.strictObject({
  before: wholeNumber({ min: 1 }).optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(20),
});
const ChangeQuery = z.strictObject({
  after: z.string().max(longestCursor).optional(),
  limit: wholeNumber({ min: 1, max: 500 }).default(100),
});

const cities = { en: citiesInEnglish, fr: citiesInFrench };

export const runRoutes = factory.createApp();

runRoutes.post(
  "/runs",
  declareRoute({
    summary: "Start a refresh",
    description: "409 `already_running` carries the run to join.",
    tag,
    answers: { 202: Run },
    refuses: [
      "not_allowed",
      "not_found",
      "already_running",
      "resource_unknown",
      "too_many_starts",
      "connection_not_shared",
      "idempotency_key_wrong",
      "idempotency_key_reused",
    ],
    headers: { "Idempotency-Key": idempotencyHeader },
  }),
  body(StartRun),
  async (c) => {
    const order = c.req.valid("json");
    const configuration = await startable(c, "run.start", order.configuration);
    const started = await door(c).start({
      ...(await orderFacts(c, configuration, order)),
      resources: order.resources ?? null,
      complete: order.complete ?? false,
    });
    return answerStarted(c, started, "run_started");
  },
);

runRoutes.get(
  "/runs/current",
  declareRoute({
    summary: "The running refresh, the last one, and how fresh the data is",
    tag,
    answers: { 200: Current },
  }),
  allow("run.watch"),
  async (c) => {
    const { active, last, setAside, freshness, lastRuns }: Status = await door(c).status();
    return c.json({
      active: active && viewRun(active, c.var.locale),
      last: last && viewRun(last, c.var.locale),
      setAside: setAside.map((run) => viewRun(run, c.var.locale)),
      freshness,
      lastRuns: lastRuns.map((run) => viewRun(run, c.var.locale)),
    });
  },
);

runRoutes.get(
  "/runs",
  declareRoute({ summary: "Refreshes, newest first", tag, answers: { 200: RunPage } }),
  allow("history.read"),
  query(RunListQuery),
  async (c) => {
    const { before, limit } = c.req.valid("query");
    const page = await door(c).runs({
      before: before === undefined ? null : String(before),
      limit,
    });
    return c.json({ runs: page.runs.map((run) => viewRun(run, c.var.locale)), next: page.next });
  },
);

runRoutes.get(
  "/runs/:run",
  declareRoute({
    summary: "A refresh with its steps, batches and rejects",
    tag,
    answers: { 200: RunDetail },
    refuses: ["run_unknown"],
  }),
  allow("history.read"),
  async (c) => {
    const detail = await knownRun(c);
    return c.json(
      viewRunDetail(detail, {
        locale: c.var.locale,
        withSamples: may(c.var.membership, "data.read"),
      }),
    );
  },
);

runRoutes.get(
  "/runs/:run/changes",
  declareRoute({
    summary: "Records that a refresh added, changed or removed, before and after",
    tag,
    answers: { 200: ChangePage },
    refuses: ["run_unknown"],
  }),
  allow("history.read"),
  allow("data.read"),
  query(ChangeQuery),
  async (c) => {
    const { after, limit } = c.req.valid("query");
    const run = c.req.param("run");
    const reading = ["changes", c.var.membership.tenant.id, run];
    const place = after === undefined ? null : await openCursor(c, reading, after);
    if (after !== undefined && place === null) {
      const errors = [{ path: "after", message: issueMessage("invalid_value", c.var.locale) }];
      throw new HttpProblem("not_valid", { extra: { errors } });
    }
    const page = await door(c).changes({ run, after: place, limit });
    if ("type" in page) throw new HttpProblem(page.code);
    return c.json({
      ...page,
      next: page.next === null ? null : await sealCursor(c, reading, page.next),
    });
  },
);

runRoutes.post(
  "/runs/:run/cancel",
  declareRoute({
    summary: "Stop a refresh",
    tag,
    answers: { 202: Run },
    refuses: ["run_unknown", "run_ended"],
  }),
  allow("run.cancel"),
  async (c) => {
    const answer = await door(c).cancel({
      run: c.req.param("run"),
      by: c.var.principal.person.name,
    });
    if (answer.type === "refused") throw new HttpProblem(answer.code);
    await note(c, "run_cancelled", answer.run.executionId);
    return c.json(viewRun(answer.run, c.var.locale), 202);
  },
);

runRoutes.post(
  "/runs/:run/retry",
  declareRoute({
    summary: "Read again what failed",
    description: "A new refresh, linked to the ended one. It takes nothing but the address.",
    tag,
    answers: { 202: Run },
    refuses: [
      "run_unknown",
      "not_allowed",
      "not_found",
      "run_active",
      "already_running",
      "nothing_to_retry",
      "resource_unknown",
      "too_many_starts",
      "connection_not_shared",
      "idempotency_key_wrong",
      "idempotency_key_reused",
    ],
    headers: { "Idempotency-Key": idempotencyHeader },
  }),
  body(Nothing, "optional"),
  async (c) => {
    const ended = await knownRun(c);
    const configuration = await startable(c, "run.retry", ended.configuration);
    const started = await door(c).retry({
      ...(await orderFacts(c, configuration)),
      run: ended.executionId,
    });
    return answerStarted(c, started, "run_retried");
  },
);

runRoutes.post(
  "/runs/:run/confirm-removals",
  declareRoute({
    summary: "Yes, they are gone",
    description:
      "A new refresh that reads the ids again and removes those that the questions named. `resources` says which questions the yes " +
      "is about; it may be left out where there is one only. A yes counts once: should more be gone meanwhile, nothing is removed " +
      "and the new refresh asks anew. 409 `question_answered`: it was given before, or a later refresh has looked again.",
    tag,
    answers: { 202: Run },
    refuses: [
      "run_unknown",
      "not_found",
      "run_active",
      "already_running",
      "nothing_to_confirm",
      "question_answered",
      "questions_unnamed",
      "resource_unknown",
      "too_many_starts",
      "connection_not_shared",
      "idempotency_key_wrong",
      "idempotency_key_reused",
    ],
    headers: { "Idempotency-Key": idempotencyHeader },
  }),
  allow("run.undo"),
  body(ConfirmRemovals, "optional"),
  async (c) => {
    const { resources = null } = c.req.valid("json");
    const ended = await knownRun(c);
    const configuration = await startable(c, "run.start", ended.configuration);
    const started = await door(c).confirmRemovals({
      ...(await orderFacts(c, configuration, { resources })),
      run: ended.executionId,
      resources,
    });
    return answerStarted(c, started, "removals_confirmed");
  },
);

runRoutes.post(
  "/configurations/:configuration/deliveries",
  declareRoute({
    summary: "Send what is published to the destination",
    description:
      "A refresh that reads nothing: it sends on what has not arrived, or `everything` anew, as after a destination was emptied or restored.",
    tag,
    answers: { 202: Run },
    refuses: [
      "not_allowed",
      "not_found",
      "run_active",
      "already_running",
      "nothing_to_send",
      "resource_unknown",
      "too_many_starts",
      "connection_not_shared",
      "idempotency_key_wrong",
      "idempotency_key_reused",
    ],
    headers: { "Idempotency-Key": idempotencyHeader },
  }),
  body(StartDelivery),
  async (c) => {
    const configuration = await startable(c, "run.retry", c.req.param("configuration"));
    const { everything } = c.req.valid("json");
    const started = await door(c).send({
      ...(await orderFacts(c, configuration, { everything })),
      everything,
    });
    return answerStarted(c, started, "delivery_started");
  },
);

runRoutes.post(
  "/runs/:run/undo",
  declareRoute({
    summary: "Show the data from before this refresh again",
    tag,
    answers: { 200: Run },
    refuses: ["run_unknown", "run_active", "nothing_to_undo", "undo_too_old"],
  }),
  allow("run.undo"),
  async (c) => {
    const answer = await door(c).undo({ run: c.req.param("run"), by: c.var.principal.person.name });
    if (answer.type === "refused") throw new HttpProblem(answer.code);
    await note(c, "run_undone", answer.run.executionId);
    await sendBack(c, answer.run.configuration);
    return c.json(viewRun(answer.run, c.var.locale));
  },
);

const door = (c: AppContext) => tenantRpc(c.env, c.var.membership.tenant);

/** The configuration, when it is of this tenant and the caller may start it. */
async function startable(c: AppContext, action: Action, id: string): Promise<ConfigurationRow> {
  const configuration = await findConfiguration(c.var.db, c.var.membership.tenant.id, id);
  // Who may start nothing at all learns nothing about which configurations exist.
  if (!may(c.var.membership, action, configuration ?? { startedBy: ["viewer", "staff"] }))
    throw new HttpProblem("not_allowed");
  if (!configuration) throw new HttpProblem("not_found");
  return configuration;
}

/** @param asked the body of the order; the path names the rest of what is asked for */
async function orderFacts(c: AppContext, configuration: ConfigurationRow, asked: Json = null) {
  const { tenant } = c.var.membership;
  const { id, name } = c.var.principal.person;
  const startedBy: StartedBy = { kind: "person", id, name };
  return {
    tenant: tenant.id,
    jurisdiction: tenant.jurisdiction,
    plan: planRun(tenant, configuration),
    startedBy,
    idempotencyKey: readKey(c),
    request: requestOf(c, asked),
  };
}

/**
 * A destination is given the earlier data, too. Where that cannot begin now, the next refresh sends
 * it.
 */
async function sendBack(c: AppContext, id: string): Promise<void> {
  const configuration = await findConfiguration(c.var.db, c.var.membership.tenant.id, id);
  if (!configuration || configuration.destined === null || !isReachable(configuration)) return;
  const started = await door(c).send({
    ...(await orderFacts(c, configuration)),
    idempotencyKey: null,
    everything: false,
  });
  if (started.type === "started") await note(c, "delivery_started", started.run.executionId);
}

async function knownRun(c: AppContext): Promise<RunDetail> {
  const detail = await door(c).run({ run: c.req.param("run") ?? "" });
  if (!detail) throw new HttpProblem("run_unknown");
  return detail;
}

async function answerStarted(
  c: AppContext,
  started: Started | Refusal | StartLimited,
  action: AuditAction,
) {
  switch (started.type) {
    case "started":
      await note(c, action, started.run.executionId);
      return c.json(viewRun(started.run, c.var.locale), 202);
    case "repeated":
      return c.json(viewRun(started.run, c.var.locale), 202);
    case "alreadyRunning":
      throw alreadyRunning(c, started.run);
    case "refused":
      throw new HttpProblem(started.code);
    case "tooManyStarts": {
      const seconds = Math.ceil(started.retryAfterMs / 1000);
      const facts = { minutes: String(Math.ceil(seconds / 60)) };
      throw new HttpProblem("too_many_starts", {
        facts,
        headers: { "retry-after": String(seconds) },
      });
    }
  }
}

function alreadyRunning(c: AppContext, run: Run): HttpProblem {
  const { timeZone } = c.var.membership.tenant;
  const clock = new Intl.DateTimeFormat(c.var.locale, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  const since = withZone(clock.format(new Date(run.startedAt)), timeZone, cities[c.var.locale]);
  return new HttpProblem("already_running", {
    facts: { who: run.startedBy.name, since, percent: String(Math.floor(run.progressPercentage)) },
    extra: { run: viewRun(run, c.var.locale) },
  });
}

const note = (c: AppContext, action: AuditAction, run: string) =>
  auditRow(
    c.var.db,
    { tenant: c.var.membership.tenant.id, actor: c.var.principal.person, action, target: run },
    new Date(),
  );
