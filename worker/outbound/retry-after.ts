// The Retry-After header, in both of its forms.

const dayMs = 86_400_000;

/**
 * Milliseconds until the next attempt, at most a day; null without a usable Retry-After. A date is
 * compared with the source's own clock (its Date header), and with `now` only when that is missing
 * (RFC 9110, 10.2.3).
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, dayMs);
  // `Date.parse` would accept "-5" and "1.5" as dates.
  const until = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  const sourceNow = Date.parse(headers.get("date") ?? "");
  return text === "" || Number.isNaN(until)
    ? null
    : Math.min(Math.max(0, until - (Number.isNaN(sourceNow) ? now : sourceNow)), dayMs);
}
