// Takes a refused group apart until each refused item stands alone, and sends the rest again.
import { halves } from "../bisect.ts";

/** A refused item and the reason. */
export type Refused<One, Why> = { one: One; why: Why };

/**
 * The outcome of a part. `whole`: why all of it was refused; null if some of it may have been
 * saved. `refused`: the items that were refused.
 */
export type Answered<One, Why> = { whole: Why | null; refused: Refused<One, Why>[] };

/** How many more requests may be made, besides the first of each group. Counted down. */
export type Splits = { left: number };

/**
 * Yields the next part to send; the caller answers with its outcome. Returns the refused items.
 * Once no splits are left, a part counts as refused for the reason of the part it was cut from.
 * @param about the items of a part that a reason names; empty if it names none
 */
export function* splitRefused<One, Why>(
  group: One[],
  splits: Splits,
  about: (part: One[], why: Why) => ReadonlySet<One>,
): Generator<One[], Refused<One, Why>[], Answered<One, Why>> {
  const refusals: Refused<One, Why>[] = [];
  const waiting: { part: One[]; cut: { why: Why } | null }[] = [{ part: group, cut: null }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { part, cut } = next;
    if (cut !== null && splits.left <= 0) {
      refusals.push(...part.map((one) => ({ one, why: cut.why })));
      continue;
    }
    if (cut !== null) splits.left -= 1;
    const { whole, refused } = yield part;
    if (whole === null || part.length === 1) {
      refusals.push(...refused);
      continue;
    }
    const named = about(part, whole);
    refusals.push(...[...named].map((one) => ({ one, why: whole })));
    const rest = part.filter((one) => !named.has(one));
    waiting.unshift(
      ...(named.size > 0 ? [rest] : halves(rest))
        .filter(({ length }) => length > 0)
        .map((smaller) => ({ part: smaller, cut: { why: whole } })),
    );
  }
  return refusals;
}
