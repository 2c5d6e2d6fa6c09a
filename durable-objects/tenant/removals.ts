// Removals that need a person's word: the questions as the stores keep them, and the answers.
import type { Confirmation } from "../../core/publishing.ts";
import { openQuestions, withAnswer } from "../../core/removal-questions.ts";
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
   * A resource was compared whole: an earlier question about it counts no more, and this run may ask
   * anew.
   */
  settle(run: RunState, view: ReadView, asks: boolean, now: number): void {
    const { questions, records } = this.#stores;
    this.#replace(view, now);
    if (asks) questions.ask(view, run.id, records.removals(view));
    else questions.drop(view);
  }

  /** Takes a person's yes: the questions are used up, whatever comes of the run that it begins. */
  confirm(
    ended: RunState,
    resources: string[],
    { by, run, now }: { by: string; run: string; now: number },
  ): void {
    for (const resource of resources)
      this.#stores.questions.answer({ configuration: ended.configuration, resource }, run);
    this.#answer(ended, resources, { type: "confirmed", by, at: now });
  }

  /** Resources of a run about which its question is still open. */
  open(run: RunState): string[] {
    const { configuration } = run;
    return openQuestions(run, (resource) =>
      this.#stores.questions.standing({ configuration, resource }),
    );
  }

  /** Drops the open questions of a run that is undone. @returns the run without them */
  withdraw(run: RunState, now: number): RunState {
    const open = this.open(run);
    for (const resource of open)
      this.#stores.questions.drop({ configuration: run.configuration, resource });
    return withAnswer(run, open, { type: "replaced", by: null, at: now });
  }

  #replace(key: ResourceKey, now: number): void {
    const standing = this.#stores.questions.standing(key);
    if (standing === null || standing.answeredBy !== null) return;
    const asker = this.#stores.runs.find(standing.run);
    if (asker !== null)
      this.#answer(asker, [key.resource], { type: "replaced", by: null, at: now });
  }

  #answer(run: RunState, resources: string[], answer: NonNullable<QuestionState["answer"]>): void {
    const after = { ...withAnswer(run, resources, answer), seq: run.seq + 1 };
    this.#stores.runs.save(after);
    this.#stores.outbox.put(after.id, after.seq);
  }
}
