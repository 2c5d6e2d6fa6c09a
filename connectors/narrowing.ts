// What it may cost to find the few records that cannot be read: a budget of each resource and run, and the words when it is spent.
import { z } from "zod";
import type { Instant } from "../contract/json.ts";
import { ConnectorError, type Link } from "./connector.ts";

/**
 * Points of one resource in one run. A question that only narrowing asks is one; an answer that was too large is four,
 * because eight megabytes came for nothing. Honest sources with some wide or damaged records stay far below.
 */
const most = 240;
const points = { question: 1, tooLarge: 4 } as const;

type Memory = Pick<Link<unknown>, "recall" | "remember" | "host">;

const Spent = z.object({ horizon: z.string(), points: z.number() });

/** @param of what is narrowed, in the source's words, for the person who looks for the damaged records there. */
export class NarrowingBudget {
  readonly #link: Memory;
  readonly #key: string;
  readonly #horizon: Instant | null;
  readonly #of: string;
  #points = 0;

  constructor(link: Memory, order: { resource: string; horizon: Instant | null; of: string }) {
    this.#link = link;
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
    if (this.#horizon !== null) this.#link.remember(this.#key, { horizon: this.#horizon, points: this.#points });
    if (this.#points <= most) return;
    throw new ConnectorError("broken", "narrowing_given_up", { facts: { host: this.#link.host, model: this.#of } });
  }
}
