// Reads Knack's rate limits from its responses: ten calls a second, and the daily calls of the
// account.
import type { SourceResponse, RateLimitInfo } from "../source-client.ts";

type LimitedResponse = Pick<SourceResponse, "status" | "headers">;

/**
 * `x-planlimit-reset` holds the milliseconds until the daily calls start over, `x-ratelimit-reset`
 * the epoch seconds of the next second.
 */
export const limitHeaders = [
  "x-planlimit-limit",
  "x-planlimit-remaining",
  "x-planlimit-reset",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
] as const;

const dayMs = 86_400_000;
/** A burst is over within a second; a little more, because their clock and ours differ. */
const burstMs = 1_100;

function wholeIn({ headers }: LimitedResponse, name: (typeof limitHeaders)[number]): number | null {
  const text = headers[name]?.trim() ?? "";
  return /^\d{1,13}$/.test(text) ? Number(text) : null;
}

/** The calls left today and the daily limit; null if the response does not state them. */
export function dayIn(answer: LimitedResponse): { remaining: number; limit: number } | null {
  const [remaining, limit] = [
    wholeIn(answer, "x-planlimit-remaining"),
    wholeIn(answer, "x-planlimit-limit"),
  ];
  return remaining === null || limit === null || limit === 0
    ? null
    : { remaining: Math.min(remaining, limit), limit };
}

/** The rate limits of a response, for the Gate of the account. */
export function limitsIn(answer: LimitedResponse, now: number): RateLimitInfo {
  const day = dayIn(answer);
  const silentForMs = silenceAfter(answer, now);
  return { ...(day === null ? {} : { day }), ...(silentForMs === null ? {} : { silentForMs }) };
}

function silenceAfter(answer: LimitedResponse, now: number): number | null {
  const refused = answer.status === 429;
  // Only midnight brings new calls, so any earlier request is wasted.
  if (refused && wholeIn(answer, "x-planlimit-remaining") === 0) return untilTomorrow(answer, now);
  if (refused || wholeIn(answer, "x-ratelimit-remaining") === 0)
    return untilNextSecond(answer, now);
  return null;
}

function untilTomorrow(answer: LimitedResponse, now: number): number {
  const told = wholeIn(answer, "x-planlimit-reset");
  return told !== null && told > 0 && told <= dayMs ? told : dayMs - (now % dayMs);
}

/** Measured by the source's own clock if the response states it, because ours may differ. */
function untilNextSecond(answer: LimitedResponse, now: number): number {
  const resetSeconds = wholeIn(answer, "x-ratelimit-reset");
  const itsNow = Date.parse(answer.headers["date"] ?? "");
  const wait = (resetSeconds ?? 0) * 1_000 - (Number.isNaN(itsNow) ? now : itsNow);
  return wait > 0 && wait <= burstMs ? wait : 1_000;
}
