// People and the world around them: who presses what, who edits the source, what the machines below
// do.
import type { Refusal, Started, StartLimited } from "../../contract/rpc/start.ts";
import { isOwed } from "../../core/delivery.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import type { Lanes } from "./lanes.ts";
import type { MemoryStores } from "./memory-stores.ts";
import { lost, type TenantObject } from "./object.ts";
import type { ReaderCheck } from "./readers.ts";
import { tenant, type Settings } from "./settings.ts";
import { promise, type World } from "./world.ts";

type Scene = {
  world: World;
  object: TenantObject;
  stores: MemoryStores;
  settings: Settings;
  lanes: Lanes;
  readers: ReaderCheck;
  resources: readonly string[];
};

const person = { kind: "person", id: "p1", name: "Marie" } as const;

/** Its destination said that it does not hold what it was sent. */
export const isLost = ({ problems }: RunState): boolean =>
  problems.some(({ code }) => code === "destination_differs" || code === "destination_older");

export class People {
  readonly #scene: Scene;
  #keys = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** A new configuration, whose data is watched from now on. */
  setUp(): void {
    const { settings, readers, object, resources } = this.#scene;
    const id = settings.create();
    for (const resource of resources) readers.watch({ configuration: id, resource });
    settings.push(object);
  }

  /** One thing that somebody does. */
  act(): void {
    const { world, settings, stores } = this.#scene;
    const chance = world.chance("people");
    const configuration = chance.pick([...settings.configurations.keys()]);
    // “Try again” is what a run that ended badly offers, and what people press first.
    if (chance.happens(this.#wishToTryAgain())) return this.#again("retry");
    // So is the question whether records are really gone, sooner or later.
    const last = stores.runs.last();
    if (last !== null && last.questions.length > 0 && chance.happens(0.2))
      return this.#again("confirm", last);
    // Where the refresh that a yes began came to nothing, people go back to the question and say
    // yes once more.
    const asker =
      last === null || last.confirms.length === 0 || last.published
        ? null
        : stores.runs.find(last.retryOf ?? "");
    if (asker !== null && chance.happens(0.3)) return this.#again("confirm", asker);
    // A destination that does not hold what it was sent is sent everything again.
    if (
      last !== null &&
      isLost(last) &&
      settings.configurations.has(last.configuration) &&
      chance.happens(0.4)
    )
      return void this.send(last.configuration, { everything: true });
    const deed = chance.next();
    if (deed < 0.5) this.#press(configuration);
    else if (deed < 0.6) this.#cancel();
    else if (deed < 0.7) this.#undo();
    else if (deed < 0.8) this.#again("retry");
    else if (deed < 0.86) this.#again("confirm");
    else if (deed < 0.95) this.#edit(configuration);
    else this.#remove(configuration);
  }

  /** Once, or as often as an impatient hand presses. */
  #press(configuration: string): void {
    const { world } = this.#scene;
    const chance = world.chance("people");
    const times = chance.happens(0.02) ? chance.between(2, 50) : 1;
    const key = chance.happens(0.3)
      ? `k${chance.happens(0.3) ? this.#keys : (this.#keys += 1)}`
      : null;
    const complete = chance.happens(0.25);
    for (let time = 0; time < times; time += 1) this.start(configuration, { key, complete });
  }

  start(
    configuration: string,
    { key, complete }: { key: string | null; complete: boolean },
  ): Started | Refusal | StartLimited | typeof lost {
    const { object, settings, stores, world } = this.#scene;
    const holder = stores.runs.active();
    const aside = stores.runs.setAside().find((run) => run.configuration === configuration);
    const plan = settings.plan(configuration);
    const answer = object.commit("start", ({ commands }, call) =>
      commands.start(
        {
          ...tenant,
          plan,
          resources: null,
          complete,
          startedBy: person,
          idempotencyKey: key,
        },
        call,
      ),
    );
    if (answer === lost) return answer;
    world.tell(
      () =>
        `start ${configuration}: ${answer.type} ${"run" in answer ? answer.run.executionId : ""}`,
    );
    if (answer.type === "alreadyRunning") {
      promise(
        answer.run.executionId === (aside ?? holder)?.id,
        () => `S1 a refusal names ${answer.run.executionId}, ${holder?.id} holds the lock`,
      );
      world.reached(holder?.waiting === null ? "startRefused" : "startRefusedWhileWaiting");
    } else if (answer.type === "repeated") world.reached("startRepeated");
    else
      promise(
        answer.type !== "started" ||
          holder === null ||
          (holder.waiting !== null && holder.configuration !== configuration),
        () => `S1 ${holder?.id} was running when another run began`,
      );
    return answer;
  }

  /**
   * Everything anew, to a destination that does not hold what it was sent; or what it still lacks.
   */
  send(
    configuration: string,
    { everything }: { everything: boolean },
  ): Started | Refusal | StartLimited | typeof lost {
    const { object, settings, world } = this.#scene;
    const order = {
      ...tenant,
      plan: settings.plan(configuration),
      startedBy: person,
      idempotencyKey: null,
      everything,
    };
    const answer = object.commit("send", ({ commands }, call) => commands.send(order, call));
    if (answer !== lost && answer.type === "started" && everything) world.reached("sentAnew");
    return answer;
  }

  #cancel(): void {
    const { object, stores, world } = this.#scene;
    const chance = world.chance("people");
    const run = chance.happens(0.3)
      ? (stores.runs.setAside()[0] ?? stores.runs.active())
      : stores.runs.active();
    if (run === null) return;
    const out = stores.batches.claims(run.id).length > 0;
    const answer = object.commit("cancel", ({ commands }, call) =>
      commands.cancel({ run: run.id, by: "Marie" }, call),
    );
    if (answer === lost || answer.type !== "cancelling") return;
    world.reached(out ? "cancelledWithLanesOut" : "cancelledAtOnce");
    const after = stores.runs.find(run.id);
    promise(
      after?.status === "cancelling" || after?.status === "cancelled",
      () => `S13 ${run.id} was stopped and is ${after?.status}`,
    );
  }

  #undo(): void {
    const { object, world } = this.#scene;
    const run = this.#someRun();
    if (run === null) return;
    const answer = object.commit("undo", ({ commands }, call) =>
      commands.undo({ run: run.id, by: "Marie" }, call),
    );
    if (answer === lost || answer.type !== "undone") return;
    world.reached("undone");
    // Some want back at once what they have just taken away.
    if (world.chance("people").happens(0.4)) this.#again("retry");
  }

  /** Most of all where nothing but time seems to be missing. */
  #wishToTryAgain(): number {
    const last = this.#scene.stores.runs.last();
    if (last === null || !hasEnded(last.status) || last.status === "completed") return 0;
    return last.problems.some(({ code }) => code === "source_disagrees") ? 0.7 : 0.25;
  }

  /** The last run, mostly. */
  #someRun(): RunState | null {
    const { stores, world } = this.#scene;
    const chance = world.chance("people");
    const { runs } = stores.runs.page(null, 5);
    return runs.length === 0 ? null : chance.happens(0.7) ? (runs[0] ?? null) : chance.pick(runs);
  }

  #again(deed: "retry" | "confirm", run = this.#someRun()): void {
    if (run !== null && this.#scene.settings.configurations.has(run.configuration))
      this.again(deed, run);
  }

  /** @param named the resources that a yes is about */
  again(
    deed: "retry" | "confirm",
    run: RunState,
    named = this.#named(run),
  ): Started | Refusal | StartLimited | typeof lost {
    const { object, settings, stores, world } = this.#scene;
    const wasLast = stores.runs.last()?.id === run.id;
    const order = {
      ...tenant,
      plan: settings.plan(run.configuration),
      startedBy: person,
      idempotencyKey: null,
      run: run.id,
    };
    const answer = object.commit(deed, ({ commands }, call) =>
      deed === "retry"
        ? commands.retry(order, call)
        : commands.confirmRemovals({ ...order, resources: named }, call),
    );
    if (answer === lost || answer.type !== "started") return answer;
    world.tell(() => `${deed} of ${run.id}: ${answer.run.executionId}`);
    const begun = stores.runs.find(answer.run.executionId);
    if (deed === "retry" && begun !== null) this.#judgeRetry(run, begun, wasLast);
    if (deed === "confirm" && begun !== null) this.#judgeYes(run, begun);
    return answer;
  }

  /** A yes counts once, however often it is said. */
  #judgeYes(asker: RunState, begun: RunState): void {
    const { runs } = this.#scene.stores.runs.page(null, 100_000);
    const earlier = new Set(
      runs
        .filter(({ id, retryOf }) => retryOf === asker.id && id !== begun.id)
        .flatMap(({ confirms }) => confirms),
    );
    const twice = begun.confirms.filter((resource) => earlier.has(resource));
    promise(
      twice.length === 0,
      () => `S7 the yes to ${asker.id} about ${twice.join()} was used again by ${begun.id}`,
    );
  }

  /** Mostly all that was asked, by name; sometimes one of them, and sometimes nothing is named. */
  #named(run: RunState): string[] | null {
    const asked = run.questions.map(({ resource }) => resource);
    const chance = this.#scene.world.chance("people");
    return asked.length === 0 || chance.happens(0.1)
      ? null
      : chance.happens(0.2)
        ? [chance.pick(asked)]
        : asked;
  }

  /** A retry reads only what failed, as long as nothing else has been published since. */
  #judgeRetry(run: RunState, begun: RunState, wasLast: boolean): void {
    const { stores, world } = this.#scene;
    const goesOn = begun.steps.some((step) => step.horizon !== null);
    if (begun.toDeliver.length > 0) world.reached("retryDelivers");
    world.reached(
      begun.generation === run.generation ? "retryReopened" : goesOn ? "retryFresh" : "retryAnew",
    );
    if (!wasLast || run.undone) return;
    // What was read in one round and given up in the next is not done.
    const last = new Map(
      stores.batches
        .all(run.id)
        .filter(({ kind }) => kind === "fetch")
        .map(({ resource, partition, retry }) => [
          `${resource} ${JSON.stringify(partition)}`,
          retry.status,
        ]),
    );
    const done = new Set([...last].filter(([, status]) => status === "done").map(([read]) => read));
    const again = stores.batches
      .all(begun.id)
      .filter(
        ({ kind, resource, partition }) =>
          kind === "fetch" &&
          partition?.type !== "ids" &&
          done.has(`${resource} ${JSON.stringify(partition)}`),
      );
    promise(
      again.length === 0,
      () => `the retry of ${run.id} reads ${again.length} batches again that were done`,
    );
    const failed = (one: RunState["steps"][number]) =>
      one.status === "failed" ||
      one.status === "cancelled" ||
      one.holes > 0 ||
      one.tally.rejected > 0 ||
      isOwed(run, one);
    const needless = begun.steps.filter(
      ({ resource }) => !run.steps.some((one) => one.resource === resource && failed(one)),
    );
    promise(
      needless.length === 0,
      () => `the retry of ${run.id} reads ${needless.map((one) => one.resource).join()} again`,
    );
  }

  #edit(configuration: string): void {
    const { settings, object } = this.#scene;
    settings.edit(configuration);
    settings.push(object);
  }

  #remove(configuration: string): void {
    const { settings, object, stores, world } = this.#scene;
    const active = stores.runs.active();
    const during = active?.configuration === configuration && !hasEnded(active.status);
    settings.remove(configuration);
    object.commit("forget", ({ settings }, call) => settings.forget({ configuration }, call));
    if (during) world.reached("forgottenDuringRun");
    if (settings.configurations.size === 0) this.setUp();
    settings.push(object);
  }
}
