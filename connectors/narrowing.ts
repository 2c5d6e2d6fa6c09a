// Finds the few records that cannot be read, within a budget per resource and run.
import { z } from "zod";
import type { Instant } from "../contract/values/json.ts";
import { bisect } from "./bisect.ts";
import { ConnectorError } from "./connector-error.ts";
import type { SourceClient } from "./source-client.ts";

/**
 * Points per resource and run. A request that only narrowing makes costs one; a response that was
 * too large costs four, because eight megabytes were transferred for nothing. Honest sources with a
 * few wide or damaged records stay far below.
 */
const maxPoints = 240;
const points = { request: 1, tooLarge: 4 } as const;

type Memory = Pick<SourceClient<unknown>, "recall" | "remember" | "host">;

const Spent = z.object({ horizon: z.string(), points: z.number() });

/**
 * The budget of narrowing for one resource in one run.
 * @param of what is narrowed, in the source's words, for the person who looks for the damaged
 * records there
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
    // Without the source's clock, nobody knows whether two batches belong to one run.
    if (known.success && known.data.horizon === order.horizon) this.#points = known.data.points;
  }

  /** Spends points; throws `ConnectorError` (`narrowing_given_up`) once the budget is used up. */
  spend(kind: keyof typeof points): void {
    this.#points += points[kind];
    if (this.#horizon !== null)
      this.#memory.remember(this.#key, { horizon: this.#horizon, points: this.#points });
    if (this.#points <= maxPoints) return;
    throw new ConnectorError("broken", "narrowing_given_up", {
      facts: { host: this.#memory.host, model: this.#of },
    });
  }
}

/**
 * When this many records fail alone and not one can be read, the source fails and not its records.
 */
const hopelessAfter = 12;

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
    if (sound === 0 && alone >= Math.min(hopelessAfter, all.length)) return null;
    step = parts.next(read === null ? part : []);
  }
  return step.value;
}
