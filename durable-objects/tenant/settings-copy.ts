// The object's copy of the tenant's settings: schedules, what connections it may use, and which
// configurations are deleted.
import type { TenantAnswer, TenantCommand } from "../../contract/rpc/tenant.ts";
import type { Stores } from "../stores/stores.ts";
import type { Commands } from "./commands.ts";
import type { Housekeeping } from "./housekeeping.ts";
import type { RunLock } from "./run-lock.ts";
import type { RunTransitions } from "./run-transitions.ts";
import type { CallContext } from "./call-context.ts";

type Parts = {
  transitions: RunTransitions;
  runLock: RunLock;
  commands: Commands;
  housekeeping: Housekeeping;
};

export class SettingsCopy {
  readonly #stores: Stores;
  readonly #parts: Parts;

  constructor(stores: Stores, parts: Parts) {
    this.#stores = stores;
    this.#parts = parts;
  }

  /** Takes over a new copy. Runs whose connection was taken from the tenant end. */
  setSchedules(
    { tenant, jurisdiction, settingsVersion, plans, connections }: TenantCommand<"setSchedules">,
    call: CallContext,
  ): TenantAnswer<"setSchedules"> {
    const { metadata, schedules } = this.#stores;
    metadata.claimTenant({ tenant, jurisdiction });
    // An older copy that comes late changes nothing.
    if (settingsVersion >= metadata.settingsVersion()) {
      schedules.replace(plans, call.now);
      metadata.keepSettingsVersion(settingsVersion);
      if (connections !== undefined) this.#parts.commands.endRunsWithoutAccess(connections, call);
    }
    return { due: schedules.list() };
  }

  /** A configuration is deleted: its runs are cancelled, and nobody can read it any more. */
  forget({ configuration }: TenantCommand<"forget">, call: CallContext): void {
    const { runLock, commands, housekeeping, transitions } = this.#parts;
    for (const run of runLock.unended())
      if (run.configuration === configuration) commands.cancel({ run: run.id, by: "" }, call);
    housekeeping.forget(configuration);
    transitions.tellFresh("progress");
  }
}
