// A group that is refused whole is taken apart until what is refused stands alone; what is left of
// it is sent again.
import { halves } from "../bisect.ts";

/** Something that was refused, and why. */
export type Refused<One, Why> = { one: One; why: Why };

/**
 * What came of a part: why none of it was taken (null: some of it may have been), and what was
 * refused of it.
 */
export type Answered<One, Why> = { whole: Why | null; refused: Refused<One, Why>[] };

/** Requests beyond the first of each group that may still be made; counted down. */
export type Splits = { left: number };

/**
 * Yields each part that is to be sent, is given what came of it, and returns what is refused in the
 * end. Without splits left a part counts as refused for the reason of the one it was cut from.
 * @param about those of a part that a reason names; none where it names nobody
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
