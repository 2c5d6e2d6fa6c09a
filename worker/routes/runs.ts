// Runs of one tenant: start, watch, stop, retry, undo. The tenant's object decides.
import { z } from "zod";
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
} from "../../contract/api/run.ts";
import { idempotencyHeader } from "../../contract/api/idempotency.ts";
import { longestCursor } from "../../contract/api/paging.ts";
import { wholeNumber } from "../../contract/values/whole-number.ts";
import { allow } from "../access/gates.ts";
import { may } from "../access/permissions.ts";
import { factory, tenantCallOf } from "../http/context.ts";
import { openCursor, sealCursor } from "../http/cursor.ts";
import { body, declareRoute, query } from "../http/declare-route.ts";
import { idempotencyOf } from "../http/idempotency.ts";
import { issueMessage } from "../http/language.ts";
import { HttpProblem } from "../http/problem.ts";
import { knownRun, tenantOf } from "../runs/command.ts";
import { startDelivery } from "../runs/deliver.ts";
import { confirmRemovals, retryRun, startRun } from "../runs/start.ts";
import { cancelRun, undoRun } from "../runs/stop.ts";
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
    const run = await startRun(tenantCallOf(c), order, idempotencyOf(c, order));
    return c.json(viewRun(run, c.var.locale), 202);
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
    const { active, last, setAside, freshness, lastRuns }: Status = await tenantOf(
      tenantCallOf(c),
    ).status();
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
    const page = await tenantOf(tenantCallOf(c)).runs({
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
    const detail = await knownRun(tenantCallOf(c), c.req.param("run"));
    const withSamples = may(c.var.principal, c.var.membership, "data.read");
    return c.json(viewRunDetail(detail, { locale: c.var.locale, withSamples }));
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
    const page = await tenantOf(tenantCallOf(c)).changes({ run, after: place, limit });
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
    const run = await cancelRun(tenantCallOf(c), { run: c.req.param("run") });
    return c.json(viewRun(run, c.var.locale), 202);
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
    const order = { run: c.req.param("run") };
    const run = await retryRun(tenantCallOf(c), order, idempotencyOf(c));
    return c.json(viewRun(run, c.var.locale), 202);
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
    const order = { run: c.req.param("run"), ...(resources === null ? {} : { resources }) };
    const run = await confirmRemovals(tenantCallOf(c), order, idempotencyOf(c, { resources }));
    return c.json(viewRun(run, c.var.locale), 202);
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
    const { everything } = c.req.valid("json");
    const order = { configuration: c.req.param("configuration"), everything };
    const run = await startDelivery(tenantCallOf(c), order, idempotencyOf(c, { everything }));
    return c.json(viewRun(run, c.var.locale), 202);
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
    const run = await undoRun(tenantCallOf(c), { run: c.req.param("run") });
    return c.json(viewRun(run, c.var.locale));
  },
);
