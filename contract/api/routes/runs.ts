// Refreshes of one tenant: start, watch, stop, retry, undo and deliver.
import { z } from "zod";
import { wholeNumber } from "../../values/whole-number.ts";
import { longestCursor } from "../paging.ts";
import type { HttpProblemCode } from "../problem-codes.ts";
import {
  Change,
  ConfirmRemovals,
  Nothing,
  Run,
  RunDetail,
  StartDelivery,
  StartRun,
} from "../run.ts";
import { Status } from "../status.ts";
import type { Declarations } from "./route.ts";

const RunListQuery = z.strictObject({
  before: wholeNumber({ min: 1 }).optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(20),
});
const ChangeQuery = z.strictObject({
  after: z.string().max(longestCursor).optional(),
  limit: wholeNumber({ min: 1, max: 500 }).default(100),
});
const RunPage = z.object({ runs: z.array(Run), next: z.string().nullable() });
const ChangePage = z.object({ changes: z.array(Change), next: z.string().nullable() });

/** The codes that every start may be refused with. */
const startCodes = [
  "not_found",
  "already_running",
  "resource_unknown",
  "too_many_starts",
  "connection_not_shared",
  "kind_unknown",
] as const satisfies readonly HttpProblemCode[];

export const runRoutes = {
  startRun: {
    summary: "Start a refresh",
    description: "409 `already_running` carries the run to join.",
    tag: "Refreshes",
    access: { starter: "run.start" },
    body: { schema: StartRun, example: { configuration: "CONFIGURATION" } },
    answers: { 202: Run },
    refuses: startCodes,
    idempotent: true,
  },
  getStatus: {
    summary: "The running refresh, the last one, and how fresh the data is",
    tag: "Refreshes",
    access: { member: ["run.watch"] },
    answers: { 200: Status },
  },
  listRuns: {
    summary: "Refreshes, newest first",
    tag: "Refreshes",
    access: { member: ["history.read"] },
    query: RunListQuery,
    answers: { 200: RunPage },
  },
  getRun: {
    summary: "A refresh with its steps, batches and rejects",
    tag: "Refreshes",
    access: { member: ["history.read"] },
    answers: { 200: RunDetail },
    refuses: ["run_unknown"],
  },
  listChanges: {
    summary: "Records that a refresh added, changed or removed, before and after",
    tag: "Refreshes",
    access: { member: ["history.read", "data.read"] },
    query: ChangeQuery,
    answers: { 200: ChangePage },
    refuses: ["run_unknown", "changes_gone"],
  },
  cancelRun: {
    summary: "Stop a refresh",
    tag: "Refreshes",
    access: { member: ["run.cancel"] },
    answers: { 202: Run },
    refuses: ["run_unknown", "run_ended"],
  },
  retryRun: {
    summary: "Retry what failed",
    description:
      "Starts a refresh, linked to the ended one, that reads only what failed there. It takes no parameters.",
    tag: "Refreshes",
    access: { starter: "run.retry" },
    body: { schema: Nothing, optional: true, example: {} },
    answers: { 202: Run },
    refuses: [...startCodes, "run_unknown", "run_active", "nothing_to_retry"],
    idempotent: true,
  },
  confirmRemovals: {
    summary: "Confirm removals",
    description:
      "Starts a refresh that reads the ids again and removes the records that the ended refresh asked about. `resources` names the " +
      "confirmed questions; it may be left out where there is only one. A confirmation counts once: if more records are gone by then, " +
      "nothing is removed and the new refresh asks again. 409 `question_answered`: it was confirmed before, or a later refresh has " +
      "looked again.",
    tag: "Refreshes",
    access: { member: ["run.undo"] },
    body: { schema: ConfirmRemovals, optional: true, example: { resources: ["contacts"] } },
    answers: { 202: Run },
    refuses: [
      ...startCodes,
      "run_unknown",
      "run_active",
      "nothing_to_confirm",
      "question_answered",
      "questions_unnamed",
    ],
    idempotent: true,
  },
  undoRun: {
    summary: "Undo a refresh: readers see the data from before it again",
    tag: "Refreshes",
    access: { member: ["run.undo"] },
    answers: { 200: Run },
    refuses: ["run_unknown", "run_active", "nothing_to_undo", "undo_too_old"],
  },
  startDelivery: {
    summary: "Send the published data to the destination",
    description:
      "Starts a refresh that reads nothing: it sends what has not arrived yet, or `everything` again, as after the destination was emptied or restored.",
    tag: "Refreshes",
    access: { starter: "run.retry" },
    body: { schema: StartDelivery, example: { everything: true } },
    answers: { 202: Run },
    refuses: [...startCodes, "run_active", "nothing_to_send"],
    idempotent: true,
  },
} as const satisfies Declarations;
