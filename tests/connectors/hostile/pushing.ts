// A destination's work as scripts: each page is pushed to its end, and the outcome compared with
// the honest one.
import type { Destination } from "../../../connectors/connector.ts";
import type { SourceClient } from "../../../connectors/source-client.ts";
import type { PushOrder } from "../../../connectors/push-order.ts";
import type { Json } from "../../../contract/values/json.ts";
import { Delivered, Pending } from "../../../contract/source/delivery.ts";
import { mustBeSaid, Wrong } from "./judge.ts";
import type { Script } from "./world.ts";

/**
 * How often a destination that works in the background is polled; the engine's own limit is a time.
 */
const maxPolls = 12;

/**
 * A page to push: once against an honest destination, then any number of times against spoiled
 * responses.
 */
export function pushScript<S>(
  connector: Destination<S>,
  name: string,
  order: PushOrder,
): Script<S> {
  let honest: Delivered | null = null;
  const run = async (client: SourceClient<S>) => {
    const outcome = await pushed(connector, client, order);
    if (outcome === "still at work") return;
    judgeDelivered(outcome, order, (honest ??= outcome));
  };
  return { name, run };
}

async function pushed<S>(
  connector: Destination<S>,
  client: SourceClient<S>,
  order: PushOrder,
): Promise<Delivered | "still at work"> {
  let task: Json | null = null;
  for (let looks = 0; looks < maxPolls; looks += 1) {
    const outcome = await connector.push(client, { ...order, task });
    if (outcome.type === "delivered") return outcome;
    if (
      !Pending.safeParse(outcome).success ||
      outcome.retryAfterMs < 1 ||
      outcome.retryAfterMs > 60_000
    )
      throw new Wrong(`no way to wait: ${JSON.stringify(outcome).slice(0, 300)}`);
    ({ task } = outcome);
  }
  return "still at work";
}

/** Every record is accounted for once, and no more was done than by the honest destination. */
function judgeDelivered(outcome: Delivered, { deliveries }: PushOrder, honest: Delivered): void {
  const must = (holds: boolean, what: string) => {
    if (!holds) throw new Wrong(`${what}: ${JSON.stringify(outcome).slice(0, 400)}`);
  };
  must(Delivered.safeParse(outcome).success, "a result against the contract");
  const { created, updated, unchanged, removed, refused } = outcome;
  must(
    created + updated + unchanged + removed + refused.length === deliveries.length,
    `not ${deliveries.length} records`,
  );
  must(created <= honest.created, `counts as created what was not (${honest.created} were)`);
  must(created + updated <= honest.created + honest.updated, "counts as written what was not");
  must(removed <= honest.removed, `counts as removed what was not (${honest.removed} were)`);
  const ids = new Set(deliveries.map(({ id }) => id));
  for (const { id, code, facts, sample } of refused) {
    must(id !== null && ids.delete(id), `refuses ${String(id)}, which was not sent, or twice`);
    must(sample.isWellFormed(), "a sample with half a character");
    mustBeSaid(code, facts);
  }
}
