// What keeps a run going: the alarm and the sweep find what is silent, and do what is due.
import type { TenantAnswer, TenantCommand } from "../../contract/rpc/tenant.ts";
import { errorLine } from "../../core/error-line.ts";
import type { Stores } from "../stores/stores.ts";
import type { Alarm } from "./alarm.ts";
import type { Commands } from "./commands.ts";
import { earliest, fallbackMs, type DueTimes } from "./due-times.ts";
import type { Housekeeping } from "./housekeeping.ts";
import type { Lanes } from "./lanes.ts";
import type { LiveView } from "./progress-broadcast.ts";
import type { RunLock } from "./run-lock.ts";
import type { CallContext } from "./call-context.ts";
import type { Clock, Transactor } from "./transactor.ts";

type Parts = {
  transactor: Transactor;
  commands: Commands;
  lanes: Lanes;
  runLock: RunLock;
  housekeeping: Housekeeping;
  alarm: Alarm;
  dueTimes: DueTimes;
  subscribers: Pick<LiveView, "closeExpired">;
};

export class Driver {
  readonly #stores: Stores;
  readonly #clock: Clock;
  readonly #parts: Parts;

  constructor(stores: Stores, clock: Clock, parts: Parts) {
    this.#stores = stores;
    this.#clock = clock;
    this.#parts = parts;
  }

  /**
   * Never throws: an alarm that keeps throwing is dropped by the platform, silently and for ever.
   */
  async alarm(): Promise<void> {
    const { alarm } = this.#parts;
    try {
      alarm.forget();
      // Set before anything else: if this life ends here, another looks again.
      if (this.#stores.runs.active() !== null || !this.#stores.outbox.isEmpty())
        alarm.ringBy(this.#clock.now() + fallbackMs);
      this.#doWhatIsDue();
    } catch (error) {
      console.error("the alarm broke", errorLine(error));
      alarm.forget();
      alarm.ringBy(this.#clock.now() + fallbackMs);
    }
  }

  /** The sweep asks: does what is due, in case the alarm was lost. */
  wake({ tenant, jurisdiction }: TenantCommand<"wake">): TenantAnswer<"wake"> {
    const { metadata, runs } = this.#stores;
    this.#parts.transactor.commit(() => metadata.claimTenant({ tenant, jurisdiction }));
    this.#doWhatIsDue();
    return { settingsVersion: metadata.settingsVersion(), active: runs.active() !== null };
  }

  /** Does what is due now, and nothing if nothing is: alarms come late, early and twice. */
  #doWhatIsDue(): void {
    const { transactor, lanes, housekeeping, subscribers, alarm, dueTimes } = this.#parts;
    transactor.commit((call) => lanes.releaseSilent(call));
    transactor.commit((call) => this.#startScheduled(call));
    lanes.callWhereSilent(this.#clock.now());
    if (this.#stores.runs.active() === null)
      transactor.commit(({ now }) => housekeeping.sweep(now));
    const expiresAt = subscribers.closeExpired(this.#clock.now());
    alarm.forget();
    alarm.ringBy(earliest(dueTimes.next(this.#clock.now()), expiresAt));
  }

  /** A scheduled run that finds its tenant busy waits its turn: it stays due. */
  #startScheduled(call: CallContext): void {
    const { runLock, commands } = this.#parts;
    if (!runLock.hasRoomForSchedule(call.now)) return;
    const plan = this.#stores.schedules.due(call.now, runLock.busyConfigurations());
    const identity = this.#stores.metadata.identity();
    if (plan === null || identity === null) return;
    const startedBy = { kind: "schedule" as const, id: "schedule", name: plan.configurationName };
    commands.start(
      { ...identity, plan, resources: null, complete: false, idempotencyKey: null, startedBy },
      call,
    );
  }
}
