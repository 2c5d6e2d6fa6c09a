// What people can ask of a tenant's refreshes: start, stop, confirm removals, send again. Each
// command ends in the live view or in a notice.
import type { Run, StartRun } from "../../../contract/api/run.ts";
import { announcer } from "../announcer.svelte.ts";
import { api, ApiProblem } from "../api.ts";
import { i18n } from "../i18n/i18n.svelte.ts";
import { newIdempotencyKey } from "../idempotency-key.ts";
import type { Live } from "../live.svelte.ts";
import { notices } from "../notices.svelte.ts";
import { userActivity } from "../user-activity.ts";
import type { PanelState } from "./panel-state.svelte.ts";
import { startedByName } from "./run-text.ts";

type Context = { tenantId: () => string; live: Live; panel: PanelState };

export class RunCommands {
  /** True between the click and the server's answer. */
  starting: boolean = $state(false);
  /** The refresh that somebody wants to stop and has not confirmed yet. */
  stopping: Run | null = $state.raw(null);
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  async start(order: StartRun): Promise<void> {
    const { panel, tenantId } = this.#context;
    if (this.starting) return;
    this.starting = true;
    panel.joinedText = null;
    userActivity.reset();
    try {
      const idempotencyKey = newIdempotencyKey();
      this.#show(await api.startRun({ tenant: tenantId(), body: order, idempotencyKey }));
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.details.run) this.#join(problem.details.run);
      else notifyProblem(problem);
    } finally {
      this.starting = false;
    }
  }

  async confirmStop(): Promise<void> {
    const run = this.stopping;
    this.stopping = null;
    if (!run) return;
    const { live, tenantId } = this.#context;
    try {
      live.accept(await api.cancelRun({ tenant: tenantId(), run: run.executionId }));
    } catch (problem) {
      notifyProblem(problem);
    }
  }

  confirmRemovals(run: Run, resources: string[]): Promise<void> {
    const tenant = this.#context.tenantId();
    return this.follow(api.confirmRemovals({ tenant, run: run.executionId, body: { resources } }));
  }

  sendAgain(configuration: string): Promise<void> {
    const tenant = this.#context.tenantId();
    return this.follow(api.startDelivery({ tenant, configuration, body: { everything: true } }));
  }

  /** Opens the panel on the run that an order answers with. */
  async follow(order: Promise<Run>): Promise<void> {
    try {
      this.#show(await order);
    } catch (problem) {
      notifyProblem(problem);
    }
  }

  #show(run: Run): void {
    this.#context.live.accept(run);
    this.#context.panel.open(run);
  }

  /** Somebody else was first: the panel shows their refresh and says so. */
  #join(run: Run): void {
    const sentence = i18n.messages.refresh.already(
      startedByName(run),
      i18n.format.time(run.startedAt),
      i18n.format.percent(run.progressPercentage),
    );
    this.#context.panel.joinedText = sentence;
    announcer.alert(sentence);
    this.#show(run);
  }
}

function notifyProblem(problem: unknown): void {
  const m = i18n.messages.problem;
  const sentence =
    problem instanceof ApiProblem && problem.code !== "offline"
      ? problem.message
      : `${m.offline}. ${m.offlineLead}`;
  void notices.show("error", sentence);
}
