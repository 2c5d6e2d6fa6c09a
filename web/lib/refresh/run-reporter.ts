// Tells people what happens to a tenant's refreshes: in words for screen readers, and in a notice
// when their own refresh has ended.
import type { Run } from "../../../contract/api/run.ts";
import type { Resource } from "../../../contract/source/resource.ts";
import { announcer } from "../announcer.svelte.ts";
import { i18n } from "../i18n/i18n.svelte.ts";
import { notices } from "../notices.svelte.ts";
import { milestone } from "./milestones.ts";
import type { PanelState } from "./panel-state.svelte.ts";
import { elapsedSeconds, milestoneText, outcomeText } from "./run-text.ts";

type Options = {
  personId: () => string;
  panel: PanelState;
  /** The data sources of a run's configuration. */
  resourcesOf: (run: Run) => Resource[];
  onended: (run: Run) => void;
};

export class RunReporter {
  #before: Run | null = null;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Another tenant is shown: its first message is no news. */
  restart(): void {
    this.#before = null;
  }

  /** @param nowMs by the server's clock */
  report(run: Run, nowMs: number): void {
    const { panel } = this.#options;
    const isFirst = this.#before === null;
    const happened = milestone(this.#before, run, elapsedSeconds(run, nowMs));
    this.#before = run;
    if (isFirst) panel.reopen(run);
    if (!happened || (isFirst && happened.type === "started")) return;
    announcer.say(milestoneText(run, happened, this.#options.resourcesOf(run)));
    if (happened.type === "started" && !this.#isOwn(run)) panel.joinedText = null;
    if (happened.type === "ended") this.#ended(run);
  }

  #ended(run: Run): void {
    const { panel, resourcesOf, onended } = this.#options;
    onended(run);
    panel.forget();
    if (panel.isOpen || !this.#isOwn(run)) return;
    const m = i18n.messages;
    const outcome = outcomeText(run, resourcesOf(run));
    if (run.status === "failed") void notices.show("error", outcome, m.outcome.kept);
    else if (run.status === "completed_with_problems")
      void notices.show("warning", m.status.completed_with_problems, outcome);
    else void notices.show("success", outcome);
  }

  #isOwn(run: Run): boolean {
    return run.startedBy.id === this.#options.personId();
  }
}
