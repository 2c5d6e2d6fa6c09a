// A tenant's object, put together from its stores and the world outside. The simulation puts it
// together the same way.
import type { LaneRpc } from "../../contract/rpc/lane.ts";
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import type { StartLimit } from "../../core/admission.ts";
import type { Stores } from "../stores/stores.ts";
import { Alarm } from "./alarm.ts";
import { Commands } from "./commands.ts";
import { Driver } from "./driver.ts";
import { DueTimes } from "./due-times.ts";
import { History } from "./history.ts";
import { Housekeeping } from "./housekeeping.ts";
import { Lanes } from "./lanes.ts";
import { ProgressBroadcast, type LiveView } from "./progress-broadcast.ts";
import { RunLock } from "./run-lock.ts";
import { RunTransitions } from "./run-transitions.ts";
import { SettingsCopy } from "./settings-copy.ts";
import { TaskDispatcher, type TaskQueue } from "./task-dispatcher.ts";
import { Transactor, type Clock, type Platform } from "./transactor.ts";

export type Outside = {
  platform: Platform;
  clock: Clock;
  /** How many refreshes people and programs may start. */
  startLimit: StartLimit;
  tasks: TaskQueue;
  lane: () => LaneRpc;
  ledger: () => LedgerRpc;
  subscribers: LiveView;
  /** Records of one page on its way to a destination; left out, as many as usual. */
  deliveryPageRecords?: number;
};

export type TenantParts = {
  /** Everything that writes is called inside one of its transactions. */
  transactor: Transactor;
  commands: Commands;
  lanes: Lanes;
  settings: SettingsCopy;
  driver: Driver;
  alarm: Alarm;
};

export function assembleTenant(stores: Stores, outside: Outside): TenantParts {
  const { platform, clock, subscribers } = outside;
  const transitions = new RunTransitions(stores);
  const runLock = new RunLock(stores, transitions);
  const commands = new Commands(stores, { transitions, runLock, startLimit: outside.startLimit });
  const dispatcher = new TaskDispatcher(outside.tasks, outside.lane, platform.waitUntil);
  const lanes = new Lanes(
    stores,
    { transitions, dispatcher, deliveryPageRecords: outside.deliveryPageRecords },
    { life: clock.newId(), now: clock.now() },
  );
  const housekeeping = new Housekeeping(stores);
  const history = new History(stores, outside.ledger, clock.now);
  const alarm = new Alarm(platform.storage, clock.now);
  const dueTimes = new DueTimes(stores, { runLock, dispatcher, history, housekeeping });
  const broadcast = new ProgressBroadcast(stores, subscribers, clock.now);
  const transactor = new Transactor(platform, clock, {
    transitions,
    runLock,
    alarm,
    dueTimes,
    lanes,
    broadcast,
    history,
  });
  const settings = new SettingsCopy(stores, { transitions, runLock, commands, housekeeping });
  const driver = new Driver(stores, clock, {
    transactor,
    commands,
    lanes,
    runLock,
    housekeeping,
    alarm,
    dueTimes,
    subscribers,
  });
  return { transactor, commands, lanes, settings, driver, alarm };
}
