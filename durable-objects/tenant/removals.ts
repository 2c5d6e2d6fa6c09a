// Removals that need a person's word: what is asked, what a yes covers, and which questions are
// open.
import { covers, holdsRemovals } from "../../core/guard.ts";
import type { HeldQuestion, HeldRun } from "../../core/run.ts";
import type { Place, Sight } from "../stores/records.ts";
import type { Stores } from "../stores/stores.ts";

type Counts = Parameters<typeof holdsRemovals>[0];

export class Removals {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /**
   * Whether what a run would remove has to wait: too much of it, and more than the question that
   * was answered named.
   */
  mustAsk(run: HeldRun, sight: Sight, counts: Counts): boolean {
    if (!holdsRemovals(counts, run.limits)) return false;
    return !covers(
      this.#stores.questions.covered(sight, run.id),
      this.#stores.records.removals(sight),
    );
  }

  /**
   * A resource was compared whole: what was asked about it before counts no more, and this run may
   * ask anew.
   */
  settle(run: HeldRun, sight: Sight, asks: boolean, now: number): void {
    const { questions, records } = this.#stores;
    this.#replace(sight, now);
    if (asks) questions.ask(sight, run.id, records.removals(sight));
    else questions.drop(sight);
  }

  /** The person's word: the questions are used up, whatever comes of the run that it begins. */
  confirm(
    ended: HeldRun,
    resources: string[],
    { by, run, now }: { by: string; run: string; now: number },
  ): void {
    for (const resource of resources)
      this.#stores.questions.answer({ configuration: ended.configuration, resource }, run);
    this.#note(ended, resources, { type: "confirmed", by, at: now });
  }

  /** Resources of a run about which its question is still open. */
  open(run: HeldRun): string[] {
    return asked(run).filter((resource) => {
      const standing = this.#stores.questions.standing({
        configuration: run.configuration,
        resource,
      });
      return standing !== null && standing.run === run.id && standing.answeredBy === null;
    });
  }

  /** A run that was undone has nothing to ask any more. */
  withdraw(run: HeldRun, now: number): HeldRun {
    const open = this.open(run);
    for (const resource of open)
      this.#stores.questions.drop({ configuration: run.configuration, resource });
    return answered(run, open, { type: "replaced", by: null, at: now });
  }

  #replace(place: Place, now: number): void {
    const standing = this.#stores.questions.standing(place);
    if (standing === null || standing.answeredBy !== null) return;
    const asker = this.#stores.runs.find(standing.run);
    if (asker !== null)
      this.#note(asker, [place.resource], { type: "replaced", by: null, at: now });
  }

  #note(run: HeldRun, resources: string[], answer: NonNullable<HeldQuestion["answer"]>): void {
    const after = { ...answered(run, resources, answer), seq: run.seq + 1 };
    this.#stores.runs.save(after);
    this.#stores.outbox.put(after.id, after.seq);
  }
}

/**
 * Runs that were kept before a run could ask about several resources have no list: their question
 * cannot be answered any more.
 */
const asked = ({ questions = [] }: Partial<HeldRun>): string[] =>
  questions.map(({ resource }) => resource);

const answered = (
  run: HeldRun,
  resources: string[],
  answer: NonNullable<HeldQuestion["answer"]>,
): HeldRun => ({
  ...run,
  questions: (run.questions ?? []).map((one) =>
    resources.includes(one.resource) && one.answer === null ? { ...one, answer } : one,
  ),
});
