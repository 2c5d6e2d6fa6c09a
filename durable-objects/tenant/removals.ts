// Removals that need a person's word: what is asked, what a yes covers, and which questions are
// open.
import type { Confirmation } from "../../core/publishing.ts";
import type { QuestionState, RunState } from "../../core/run.ts";
import type { ResourceKey, ReadView } from "../stores/records.ts";
import type { Stores } from "../stores/stores.ts";

export class Removals {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /** What a yes to this run named, and what the run would remove. */
  confirmation(run: RunState, view: ReadView): Confirmation {
    return {
      named: this.#stores.questions.covered(view, run.id),
      removed: this.#stores.records.removals(view),
    };
  }

  /**
   * A resource was compared whole: what was asked about it before counts no more, and this run may
   * ask anew.
   */
  settle(run: RunState, view: ReadView, asks: boolean, now: number): void {
    const { questions, records } = this.#stores;
    this.#replace(view, now);
    if (asks) questions.ask(view, run.id, records.removals(view));
    else questions.drop(view);
  }

  /** The person's word: the questions are used up, whatever comes of the run that it begins. */
  confirm(
    ended: RunState,
    resources: string[],
    { by, run, now }: { by: string; run: string; now: number },
  ): void {
    for (const resource of resources)
      this.#stores.questions.answer({ configuration: ended.configuration, resource }, run);
    this.#note(ended, resources, { type: "confirmed", by, at: now });
  }

  /** Resources of a run about which its question is still open. */
  open(run: RunState): string[] {
    return asked(run).filter((resource) => {
      const standing = this.#stores.questions.standing({
        configuration: run.configuration,
        resource,
      });
      return standing !== null && standing.run === run.id && standing.answeredBy === null;
    });
  }

  /** A run that was undone has nothing to ask any more. */
  withdraw(run: RunState, now: number): RunState {
    const open = this.open(run);
    for (const resource of open)
      this.#stores.questions.drop({ configuration: run.configuration, resource });
    return answered(run, open, { type: "replaced", by: null, at: now });
  }

  #replace(place: ResourceKey, now: number): void {
    const standing = this.#stores.questions.standing(place);
    if (standing === null || standing.answeredBy !== null) return;
    const asker = this.#stores.runs.find(standing.run);
    if (asker !== null)
      this.#note(asker, [place.resource], { type: "replaced", by: null, at: now });
  }

  #note(run: RunState, resources: string[], answer: NonNullable<QuestionState["answer"]>): void {
    const after = { ...answered(run, resources, answer), seq: run.seq + 1 };
    this.#stores.runs.save(after);
    this.#stores.outbox.put(after.id, after.seq);
  }
}

const asked = ({ questions }: RunState): string[] => questions.map(({ resource }) => resource);

const answered = (
  run: RunState,
  resources: string[],
  answer: NonNullable<QuestionState["answer"]>,
): RunState => ({
  ...run,
  questions: run.questions.map((one) =>
    resources.includes(one.resource) && one.answer === null ? { ...one, answer } : one,
  ),
});
