// How the few records are found that cannot be read, and what that may cost: a budget of each
// resource and run.
import { z } from "zod";
import type { Instant } from "../contract/values/json.ts";
import { bisect } from "./bisect.ts";
import { ConnectorError } from "./connector-error.ts";
import type { SourceClient } from "./source-client.ts";

/**
 * Points of one resource in one run. A question that only narrowing asks is one; an answer that was
 * too large is four, because eight megabytes came for nothing. Honest sources with some wide or
 * damaged records stay far below.
 */
const most = 240;
const points = { question: 1, tooLarge: 4 } as const;

type Memory = Pick<SourceClient<unknown>, "recall" | "remember" | "host">;

const Spent = z.object({ horizon: z.string(), points: z.number() });

/**
 * @param of what is narrowed, in the source's words, for the person who looks for the damaged
 * records there.
 */
export class NarrowingBudget {
  readonly #memory: Memory;
  readonly #key: string;
  readonly #horizon: Instant | null;
  readonly #of: string;
  #points = 0;

  constructor(link: Memory, order: { resource: string; horizon: Instant | null; of: string }) {
    this.#memory = link;
    this.#key = `narrowing:${order.resource}`;
    this.#horizon = order.horizon;
    this.#of = order.of;
    const known = Spent.safeParse(link.recall(this.#key));
    // Without a clock of the source no two batches are known to be of one run.
    if (known.success && known.data.horizon === order.horizon) this.#points = known.data.points;
  }

  /** Counts what was spent; throws once it is too much. */
  spend(kind: keyof typeof points): void {
    this.#points += points[kind];
    if (this.#horizon !== null)
      this.#memory.remember(this.#key, { horizon: this.#horizon, points: this.#points });
    if (this.#points <= most) return;
    throw new ConnectorError("broken", "narrowing_given_up", {
      facts: { host: this.#memory.host, model: this.#of },
    });
  }
}

/**
 * When this many records fail alone and not one can be read, the source fails and not its records.
 */
const allBad = 12;

/**
 * Finds the records that make a response unreadable. Yields the part to request next; the caller
 * answers with the number of records read, or null if that part is unreadable too. Returns the
 * unreadable records; null if no record is to blame.
 */
export function* findSpoiled<Item>(all: Item[]): Generator<Item[], Item[] | null, number | null> {
  const parts = bisect([all]);
  let [sound, alone] = [0, 0];
  let step = parts.next();
  while (step.done !== true) {
    const part = step.value;
    const read = yield part;
    if (read !== null) sound += read;
    else if (part.length === 1) alone += 1;
    if (sound === 0 && alone >= Math.min(allBad, all.length)) return null;
    step = parts.next(read === null ? part : []);
  }
  return step.value;
}
