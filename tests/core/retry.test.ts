import { describe, expect, it } from "vitest";
import { concernsConnection } from "../../core/connection-failures.ts";
import {
  afterFailure,
  afterHandBack,
  afterLoss,
  maxBusyMs,
  maxFailures,
  pauseMs,
} from "../../core/retry-policy.ts";
import { claimed, freshRetryState } from "../../core/retry.ts";
import { noon } from "./builders.ts";

const broken = {
  kind: "broken" as const,
  code: "answer_unreadable",
  facts: {},
  retryAfterMs: null,
};
const busy = { kind: "busy" as const, code: "source_busy", facts: {}, retryAfterMs: null };
const at = { now: noon, chance: 0.5, limitMs: maxBusyMs.person, since: null };

describe("answered failures", () => {
  it("are tried again with longer and longer pauses, and given up at the fourth", () => {
    const pauses: number[] = [];
    let retry = freshRetryState;
    for (let failure = 1; failure < maxFailures; failure += 1) {
      const verdict = afterFailure(retry, broken, at);
      expect(verdict.type).toBe("again");
      pauses.push(verdict.retry.notBefore - noon);
      retry = verdict.retry;
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    expect(afterFailure(retry, broken, at)).toMatchObject({
      type: "givenUp",
      code: "answer_unreadable",
      retry: { status: "permanently_failed", failures: 4 },
    });
  });

  it("are not silenced for a day: at most five minutes, then the source is asked again", () => {
    const { type, retry } = afterFailure(
      freshRetryState,
      { ...busy, retryAfterMs: 86_400_000 },
      at,
    );
    expect([type, retry.notBefore]).toEqual(["again", noon + 300_000]);
  });

  it("never come back sooner than the source asked", () => {
    expect(
      afterFailure(freshRetryState, { ...busy, retryAfterMs: 45_000 }, at).retry.notBefore,
    ).toBe(noon + 45_000);
  });

  it.each([
    [0, 750],
    [0.5, 1_000],
    [0.999, 1_250],
  ])("are spread by chance: %f gives %i ms", (chance, ms) => {
    expect(pauseMs("broken", 1, null, chance)).toBe(ms);
  });

  it("that say busy count towards a limit of time, not of tries", () => {
    let retry = freshRetryState;
    for (let now = noon, tries = 0; tries < 20; tries += 1, now += 60_000) {
      const verdict = afterFailure(retry, busy, { ...at, now });
      expect(verdict).toMatchObject({ type: "again", retry: { failures: 0 } });
      retry = verdict.retry;
    }
    expect(afterFailure(retry, busy, { ...at, now: noon + maxBusyMs.person })).toMatchObject({
      type: "givenUp",
      code: "waited_too_long",
    });
  });

  it("end the count of busy answers when one makes no sense", () => {
    const waited = afterFailure(freshRetryState, busy, at).retry;
    expect(afterFailure(waited, broken, at).retry).toMatchObject({
      busy: 0,
      busySince: null,
      failures: 1,
    });
  });
});

describe("claims", () => {
  it("are numbered without limit: kills cost nothing", () => {
    let retry = freshRetryState;
    for (let kill = 0; kill < 50; kill += 1) retry = afterLoss(claimed(retry, noon), "restarted");
    expect(retry).toMatchObject({ status: "waiting", attempt: 50, failures: 0, lost: 0 });
  });

  it("that are lost three times in one life of the runtime ask for a smaller batch", () => {
    const lose = (retry: typeof freshRetryState) => afterLoss(claimed(retry, noon), "sameRuntime");
    expect(
      [lose(freshRetryState), lose(lose(freshRetryState)), lose(lose(lose(freshRetryState)))].map(
        ({ halve }) => halve,
      ),
    ).toEqual([false, false, true]);
  });

  it("handed back by order of the Gate count as no failure, but their time counts", () => {
    const { retry } = afterHandBack(claimed(freshRetryState, noon), noon + 500, at);
    expect(retry).toMatchObject({
      status: "waiting",
      failures: 0,
      busy: 0,
      busySince: noon,
      notBefore: noon + 500,
    });
    const late = { ...at, now: noon + maxBusyMs.person };
    expect(afterHandBack(claimed(retry, late.now), late.now + 500, late)).toMatchObject({
      type: "givenUp",
      code: "waited_too_long",
    });
    // So does that of the whole run: a batch that begins to wait late waits no longer.
    expect(afterHandBack(freshRetryState, late.now + 500, { ...late, since: noon })).toMatchObject({
      type: "givenUp",
    });
  });
});

it.each([
  ["sign_in_refused", true],
  ["rights_missing", false],
])("%s concerns the whole connection: %s", (code, whole) => {
  expect(concernsConnection({ kind: "refused", code, facts: {}, retryAfterMs: null })).toBe(whole);
});
