// What becomes of a batch that failed, was handed back, or was lost with its lane.
import type { BatchKind, Problem } from "../contract/api/run.ts";
import { whileSending } from "../contract/sentences/say.ts";
import type { Failure } from "../contract/source/failure.ts";
import type { Partition } from "../contract/source/partition.ts";
import type { Id } from "../contract/source/record.ts";
import { concernsConnection } from "./connection-failures.ts";
import { endOf } from "./given-up.ts";
import { halve } from "./partitions.ts";
import { problemFrom } from "./problem.ts";
import {
  afterFailure,
  afterHandBack,
  afterLoss,
  type RetryVerdict,
  type WaitLimit,
} from "./retry-policy.ts";
import { freshRetryState, type RetryState } from "./retry.ts";

/**
 * Records of a page when nothing asks for fewer: the connector's own size. A batch in trouble
 * starts cutting from here.
 */
const usualPageSize = 1_000;

/** A batch as these rules see it. */
export type JudgedBatch = {
  resource: string;
  kind: BatchKind;
  partition: Partition | null;
  pageSize: number | null;
  problem: Problem | null;
  retry: RetryState;
};

/** What is kept of a batch after a failure, and what follows for its run. */
export type FailureVerdict = { retry: RetryState; problem: Problem } & (
  | { type: "again"; failure: Failure }
  | { type: "smallerPages"; pageSize: number }
  /** `reason`: what people are told now that no try is left. */
  | { type: "givenUp"; reason: Problem }
  /** A person has to act first. `ends`: what cannot go on until then. */
  | { type: "refused"; ends: "delivery" | "connection" | "resource" }
);

/** @param chance in [0, 1): spreads the pause before the next try */
export function judgeFailure(
  batch: JudgedBatch,
  said: Failure,
  limit: WaitLimit & { chance: number },
): FailureVerdict {
  const failure = withDirection(said, batch);
  const problem = problemFrom(failure, batch.resource);
  const over = { ...batch.retry, claimedUntil: null };
  if (failure.kind === "refused")
    return {
      type: "refused",
      retry: { ...over, status: "permanently_failed" },
      problem,
      ends:
        batch.kind === "deliver"
          ? "delivery"
          : concernsConnection(failure)
            ? "connection"
            : "resource",
    };
  const size = batch.pageSize ?? usualPageSize;
  if (failure.code === "answer_too_large" && batch.kind === "fetch" && size > 1) {
    const retry = { ...over, status: "waiting" as const };
    return { type: "smallerPages", retry, problem, pageSize: Math.max(1, size >> 2) };
  }
  const { kind } = failure;
  return judgeWait(batch, failure, afterFailure(batch.retry, { ...failure, kind }, limit));
}

/** The Gate held the batch up. @param until when it may be tried again */
export function judgeHandBack(
  batch: JudgedBatch,
  said: Failure,
  { until, limit }: { until: number; limit: WaitLimit },
): FailureVerdict {
  const failure = withDirection(said, batch);
  return judgeWait(batch, failure, afterHandBack(batch.retry, until, limit));
}

function judgeWait(batch: JudgedBatch, failure: Failure, verdict: RetryVerdict): FailureVerdict {
  const { retry } = verdict;
  const problem = problemFrom(failure, batch.resource);
  if (verdict.type === "again") return { type: "again", retry, problem, failure };
  // A day's calls that are used up are a reason of their own: asking again today is in vain.
  const code = failure.code === "calls_used_up" ? failure.code : verdict.code;
  const end =
    verdict.code === "waited_too_long"
      ? { code, facts: failure.facts }
      : endOf(failure, batch.resource);
  return { type: "givenUp", retry, problem, reason: problemFrom(end, batch.resource) };
}

/** A failure says whether it was met at the source or at a destination: other things stay as is. */
const withDirection = (failure: Failure, { kind }: Pick<JudgedBatch, "kind">): Failure =>
  kind === "deliver" ? { ...failure, facts: { ...failure.facts, ...whileSending } } : failure;

/** What becomes of a batch whose claim ran out. */
export type LossVerdict =
  | { type: "again"; retry: RetryState }
  /** Too heavy for a lane: smaller batches stand in its place. */
  | { type: "cut"; partitions: Partition[] }
  | { type: "smallerPages"; retry: RetryState; pageSize: number }
  /** One record stops every lane that reads it: it becomes a reject. */
  | { type: "rejected"; id: Id }
  /** `reason`: what a destination said last; null: nobody has said a word. */
  | { type: "givenUp"; retry: RetryState; reason: Problem | null };

/** @param life whether the runtime that gave the claim still lives */
export function judgeLoss(batch: JudgedBatch, life: "sameRuntime" | "restarted"): LossVerdict {
  const { halve: isTooHeavy, ...retry } = afterLoss(batch.retry, life);
  if (!isTooHeavy) return { type: "again", retry };
  const halves = halve(batch.partition);
  if (halves !== null) return { type: "cut", partitions: halves };
  const single = singleId(batch);
  if (single !== null) return { type: "rejected", id: single };
  const size = batch.pageSize ?? usualPageSize;
  if ((batch.kind === "fetch" || batch.kind === "deliver") && size > 1)
    return {
      type: "smallerPages",
      retry: { ...freshRetryState, attempt: retry.attempt },
      pageSize: size >> 1,
    };
  const { kind, problem, resource } = batch;
  const said = kind === "deliver" ? problem : null;
  const reason = said && problemFrom(endOf(said, resource), resource);
  return { type: "givenUp", retry: { ...retry, status: "permanently_failed" }, reason };
}

const singleId = ({ partition }: Pick<JudgedBatch, "partition">): Id | null => {
  if (partition?.type === "ids" && partition.ids.length === 1) return partition.ids[0] ?? null;
  return partition?.type === "range" && partition.from === partition.to ? partition.from : null;
};
