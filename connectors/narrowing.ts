// How the few records are found that cannot be read, and what that may cost: a budget of each
// resource and run.
import { z } from "zod";
import type { Instant } from "../contract/values/json.ts";
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
 * So many records that fail alone, and none that does not: it is the source that fails, not its
 * records.
 */
const allBad = 12;

/**
 * Halves the records of an answer that cannot be read until those that spoil it stand alone. Yields
 * the part to ask for, is told how many records came of it (null: it cannot be read either), and
 * returns those that cannot be read. null: it is no record's fault.
 */
export function* findSpoiled<One>(all: One[]): Generator<One[], One[] | null, number | null> {
  const spoiled: One[] = [];
  const waiting = [all];
  let sound = 0;
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const came = yield part;
    if (came !== null) sound += came;
    else if (part.length > 1)
      waiting.push(part.slice(0, part.length >> 1), part.slice(part.length >> 1));
    else spoiled.push(...part);
    if (sound === 0 && spoiled.length >= Math.min(allBad, all.length)) return null;
  }
  return spoiled;
}
