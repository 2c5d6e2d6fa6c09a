// Lanes and the queue that brings them: they claim, read and report, die at any point, and come
// back as old holders.
import type { Assignment, Claim, Fence, Outcome, Task } from "../../contract/rpc/task.ts";
import { claimMs } from "../../core/retry.ts";
import type { Checker } from "./checker.ts";
import type { SimulatedConnector } from "./connector.ts";
import type { SimulatedDestination } from "./destination.ts";
import { lost, type TenantObject } from "./object.ts";
import type { World } from "./world.ts";

const renewMs = claimMs / 3;
/** The client gives up on a source that never answers. */
const silenceMs = 60_000;

type Lane = { task: Task; endsAt: number; killed: boolean };
type Scene = {
  world: World;
  object: TenantObject;
  connector: SimulatedConnector;
  destinations: Map<string, SimulatedDestination>;
  checker: Checker;
  sliceMs: number;
  deadly: string | null;
};

export class Lanes {
  readonly #scene: Scene;
  readonly #alive = new Set<Lane>();
  /** Messages of an earlier runtime are gone. */
  #runtime = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** The queue: drops, repeats, delays and shuffles. */
  send(task: Task): void {
    const { world } = this.#scene;
    if (world.strikes("queueDropped")) return;
    const copies = world.strikes("queueDoubled") ? world.span("queueDoubled", 2, 5) : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const shuffle = world.strikes("queueReordered") ? world.span("queueReordered", 1, 3_000) : 0;
      const delay = world.strikes("queueDelayed")
        ? world.span("queueDelayed", 1, 1_800) * 1_000
        : 0;
      const runtime = this.#runtime;
      world.agenda.in(10 + shuffle + delay, () => {
        if (runtime === this.#runtime) this.start(task);
      });
    }
  }

  start(task: Task): void {
    const { world, object } = this.#scene;
    const lane: Lane = { task, endsAt: world.now + this.#scene.sliceMs, killed: false };
    this.#alive.add(lane);
    const assignment = object.commit("claim", ({ lanes }, call) => lanes.claim(task, call));
    this.#go(lane, assignment);
  }

  /** The runtime dies: every lane with it, and every message. */
  killAll(): void {
    for (const lane of this.#alive) lane.killed = true;
    this.#alive.clear();
    this.#runtime += 1;
  }

  get working(): number {
    return this.#alive.size;
  }

  #go(lane: Lane, assignment: Assignment | typeof lost): void {
    if (assignment === lost || assignment.type === "idle") {
      this.#alive.delete(lane);
      return;
    }
    this.#work(lane, assignment.claim);
  }

  #work(lane: Lane, claim: Claim): void {
    const { world, checker, connector } = this.#scene;
    checker.claimed(claim);
    if (world.strikes("laneDiesWithClaim") || this.#meetsDeadlyRecord(claim))
      return this.#die(lane);
    if (world.strikes("gateClosed")) {
      const until = world.now + world.span("gateClosed", 50, 20_000);
      const failure = {
        kind: "busy",
        code: "gate_wait",
        facts: {},
        retryAfterMs: until - world.now,
      } as const;
      return this.#report(lane, claim, { type: "handedBack", until, failure });
    }
    if (world.strikes("callsUsedUp")) {
      const until = world.now + world.span("callsUsedUp", 1, 1_440) * 60_000;
      const failure = {
        kind: "busy",
        code: "calls_used_up",
        facts: {},
        retryAfterMs: until - world.now,
      } as const;
      return this.#report(lane, claim, { type: "handedBack", until, failure });
    }
    const silent = world.strikes("sourceSilent");
    const tookMs = silent
      ? silenceMs
      : world.strikes("sourceSlow")
        ? world.span("sourceSlow", 2_000, 40_000)
        : world.chance("latency").between(20, 900);
    const sleeps = world.strikes("laneSleeps") ? world.span("laneSleeps", 1, 300) * 1_000 : 0;
    // A lane that falls asleep before it writes is the old holder that writes late.
    const before =
      claim.kind !== "deliver"
        ? 0
        : world.strikes("deliveryLate")
          ? world.span("deliveryLate", 5, 200) * 1_000
          : sleeps;
    if (sleeps + before === 0) this.#renewEvery(lane, claim.fence, world.now + tookMs);
    world.agenda.in(tookMs / 2 + before, () => {
      if (lane.killed) return;
      const outcome: Outcome = silent
        ? timeout
        : claim.kind === "deliver"
          ? this.#deliver(claim)
          : connector.answer(claim);
      if (world.strikes("laneDiesReading")) return this.#die(lane);
      world.agenda.in(tookMs / 2 + Math.max(0, sleeps - before), () =>
        this.#report(lane, claim, outcome),
      );
    });
  }

  #deliver(claim: Claim): Outcome {
    const destination = this.#scene.destinations.get(claim.delivery?.destination.connection ?? "");
    if (destination === undefined)
      throw new Error(`nothing is known of ${claim.delivery?.destination.connection}`);
    return destination.answer(claim);
  }

  #meetsDeadlyRecord(claim: Claim): boolean {
    const { world, deadly, connector } = this.#scene;
    if (
      deadly === null ||
      world.calm ||
      claim.kind !== "fetch" ||
      !connector.wouldRead(claim, deadly)
    )
      return false;
    world.struck("recordKillsLane");
    return true;
  }

  #die(lane: Lane): void {
    lane.killed = true;
    this.#alive.delete(lane);
  }

  #renewEvery(lane: Lane, fence: Fence, until: number): void {
    const { world, object } = this.#scene;
    if (world.now + renewMs >= until) return;
    world.agenda.in(renewMs, () => {
      if (lane.killed || !this.#alive.has(lane)) return;
      const held = world.strikes("renewalLost")
        ? lost
        : object.commit("renew", ({ lanes }, call) => lanes.renew(fence, call));
      // Overtaken: leaves without another word. No answer: the claim outlasts a renewal or two.
      if (held === false) this.#die(lane);
      else this.#renewEvery(lane, fence, until);
    });
  }

  #report(lane: Lane, claim: Claim, outcome: Outcome): void {
    const { world, object, checker } = this.#scene;
    if (lane.killed) return;
    const then = world.now < lane.endsAt ? "next" : "resend";
    const report = { fence: claim.fence, outcome, then } as const;
    const say = () => {
      checker.reporting(report);
      const answer = object.commit("apply", ({ lanes }, call) => lanes.apply(report, call));
      checker.reported();
      return answer;
    };
    const answer = say();
    if (world.strikes("reportRepeated"))
      world.agenda.in(world.span("reportRepeated", 1, 20_000), () => void say());
    if (world.strikes("laneDiesAfterwards")) return this.#die(lane);
    this.#go(lane, answer);
  }
}

const timeout: Outcome = {
  type: "failed",
  failure: { kind: "busy", code: "source_timeout", facts: { host: "h" }, retryAfterMs: null },
};
