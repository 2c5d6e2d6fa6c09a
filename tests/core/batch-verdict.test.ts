import { describe, expect, it } from "vitest";
import {
  judgeFailure,
  judgeHandBack,
  judgeLoss,
  type FailureVerdict,
  type JudgedBatch,
  type LossVerdict,
} from "../../core/batch-verdict.ts";
import { maxFailures, maxLost } from "../../core/retry-policy.ts";
import { freshRetryState } from "../../core/retry.ts";
import { noon } from "./builders.ts";

const aBatch = (over: Partial<JudgedBatch> = {}): JudgedBatch => ({
  resource: "sales",
  kind: "fetch",
  partition: { type: "range", from: 1, to: 100 },
  pageSize: null,
  problem: null,
  retry: { ...freshRetryState, status: "claimed", attempt: 3, claimedUntil: noon + 1 },
  ...over,
});
const failure = (kind: "busy" | "broken" | "refused", code: string) => ({
  kind,
  code,
  facts: {},
  retryAfterMs: null,
});
const limit = { now: noon, limitMs: 60_000, since: null };
const judge = (batch: JudgedBatch, kind: "busy" | "broken" | "refused", code: string) =>
  judgeFailure(batch, failure(kind, code), { ...limit, chance: 0.5 });
const lastTry = { ...aBatch().retry, failures: maxFailures - 1 };

describe("a batch that failed", () => {
  it.each<[string, FailureVerdict, object]>([
    [
      "is tried again later",
      judge(aBatch(), "broken", "answer_unreadable"),
      { type: "again", retry: { status: "waiting", failures: 1, claimedUntil: null } },
    ],
    [
      "is given up after its last try, in the words of an end",
      judge(aBatch({ retry: lastTry }), "broken", "answer_unreadable"),
      {
        type: "givenUp",
        retry: { status: "permanently_failed" },
        problem: { code: "answer_unreadable" },
        reason: { code: "given_up_unreadable", facts: { resource: "sales" } },
      },
    ],
    [
      "asks for a quarter of a page that was too large",
      judge(aBatch({ pageSize: 100 }), "broken", "answer_too_large"),
      { type: "smallerPages", pageSize: 25, retry: { status: "waiting", failures: 0 } },
    ],
    [
      "counts a failure where a page of one record is too large",
      judge(aBatch({ pageSize: 1 }), "broken", "answer_too_large"),
      { type: "again", retry: { failures: 1 } },
    ],
    [
      "stops its resource when the source refuses it",
      judge(aBatch(), "refused", "access_denied"),
      { type: "refused", ends: "resource", retry: { status: "permanently_failed" } },
    ],
    [
      "stops the run when the source refuses the connection",
      judge(aBatch(), "refused", "key_refused"),
      { type: "refused", ends: "connection" },
    ],
    [
      "stops the delivery when the destination refuses it, and says so",
      judge(aBatch({ kind: "deliver", partition: null }), "refused", "key_refused"),
      { type: "refused", ends: "delivery", problem: { facts: { while: "sending" } } },
    ],
  ])("%s", (_, verdict, expected) => {
    expect(verdict).toMatchObject(expected);
  });
});

describe("a batch that the Gate handed back", () => {
  const handBack = (code: string, waitMs: number) =>
    judgeHandBack(aBatch(), failure("busy", code), { until: noon + waitMs, limit });
  it.each([
    [
      "waits",
      handBack("gate_closed", 5_000),
      { type: "again", retry: { notBefore: noon + 5_000 } },
    ],
    [
      "is given up when it would wait too long",
      handBack("gate_closed", 60_001),
      { type: "givenUp", reason: { code: "waited_too_long" } },
    ],
  ])("%s", (_, verdict, expected) => {
    expect(verdict).toMatchObject(expected);
  });
});

describe("a batch that was lost with its lane", () => {
  const lost = { ...aBatch().retry, lost: maxLost - 1 };
  const range = (from: number, to: number) => ({ type: "range" as const, from, to });
  it.each<[string, LossVerdict, object]>([
    [
      "is tried again",
      judgeLoss(aBatch(), "sameRuntime"),
      { type: "again", retry: { status: "waiting", lost: 1 } },
    ],
    [
      "is tried again however often the runtime died with it",
      judgeLoss(aBatch({ retry: lost }), "restarted"),
      { type: "again", retry: { lost: maxLost - 1 } },
    ],
    [
      "is cut when it has cost too many lanes",
      judgeLoss(aBatch({ retry: lost }), "sameRuntime"),
      { type: "cut", partitions: [range(1, 50), range(51, 100)] },
    ],
    [
      "becomes a reject when it is a single record",
      judgeLoss(aBatch({ retry: lost, partition: range(7, 7) }), "sameRuntime"),
      { type: "rejected", id: 7 },
    ],
    [
      "reads smaller pages when it cannot be cut",
      judgeLoss(aBatch({ retry: lost, partition: { type: "page", page: 2 } }), "sameRuntime"),
      { type: "smallerPages", pageSize: 500, retry: { attempt: 3, lost: 0 } },
    ],
    [
      "is given up when nothing is left to cut",
      judgeLoss(aBatch({ retry: lost, kind: "verify", partition: null }), "sameRuntime"),
      { type: "givenUp", retry: { status: "permanently_failed" }, reason: null },
    ],
    [
      "is given up with the last words of its destination",
      judgeLoss(
        aBatch({
          retry: lost,
          kind: "deliver",
          partition: null,
          pageSize: 1,
          problem: { code: "destination_failed", facts: {}, resource: "sales" },
        }),
        "sameRuntime",
      ),
      { type: "givenUp", reason: { code: "given_up_taking" } },
    ],
  ])("%s", (_, verdict, expected) => {
    expect(verdict).toMatchObject(expected);
  });
});
