// The object's one alarm as the platform keeps it: late, early, twice, lost, and given up for a
// while.
import { Table, type Journal } from "./journal.ts";
import type { World } from "./world.ts";

/** The object whose alarm it is. */
export type Sleeper = {
  /** When it can be called again. */
  upAt: () => number;
  /** Calls it; false when it died before it came to the end. */
  ring: () => boolean;
};

export class SimulatedAlarm {
  readonly #world: World;
  readonly #sleeper: Sleeper;
  readonly #cell: Table<"at", number>;
  /** The alarm that is planned on the agenda; an older plan is void. */
  #planned: number | null = null;
  #plan = 0;
  #abandonedUntil = 0;
  /** A fault has taken the alarm of this moment away, and none has been set since. */
  #takenOf: number | null = null;
  /** It has gone off while the object was away: it goes off again as soon as it can. */
  #ringing = false;

  constructor(world: World, journal: Journal, sleeper: Sleeper) {
    this.#world = world;
    this.#sleeper = sleeper;
    this.#cell = new Table(journal);
  }

  at(): number | null {
    return this.#cell.get("at") ?? null;
  }

  /** Taken back with the transaction it is set in. */
  set(at: number): void {
    this.#cell.set("at", at);
    this.#takenOf = null;
  }

  /** Nobody can be blamed that it is not set. */
  get isExcused(): boolean {
    return this.#takenOf !== null || this.#ringing;
  }

  /**
   * After an order was carried out: an alarm that should have come by now is known to be lost, and
   * set anew.
   */
  noticed(): void {
    if (this.#takenOf !== null && this.#takenOf < this.#world.now) this.#takenOf = null;
  }

  /** Plans what was set last. */
  plan(): void {
    const world = this.#world;
    const at = this.at();
    if (at === this.#planned) return;
    this.#planned = at;
    this.#plan += 1;
    if (at === null) return;
    const plan = this.#plan;
    const late = world.strikes("alarmLate") ? world.span("alarmLate", 10, 60_000) : 0;
    const early =
      late === 0 && at > world.now && world.strikes("alarmEarly")
        ? world.span("alarmEarly", 1, 20_000)
        : 0;
    world.agenda.at(at + late - early, () => {
      if (plan === this.#plan) this.#fire(at);
    });
  }

  #fire(at: number): void {
    const world = this.#world;
    this.#cell.delete("at");
    this.#planned = null;
    if (world.strikes("alarmAbandoned"))
      this.#abandonedUntil = world.now + world.span("alarmAbandoned", 1, 15) * 60_000;
    if (!world.calm && (world.now < this.#abandonedUntil || world.strikes("alarmLost"))) {
      this.#takenOf = Math.max(at, world.now);
      return;
    }
    this.#ring();
    if (world.strikes("alarmDoubled"))
      world.agenda.in(world.span("alarmDoubled", 0, 5_000), () => this.#ring());
  }

  /**
   * An alarm whose handler did not come to its end is still there: it fires again as soon as the
   * object can.
   */
  #ring(): void {
    const world = this.#world;
    const upAt = this.#sleeper.upAt();
    this.#ringing = world.now < upAt;
    if (this.#ringing) {
      world.agenda.at(upAt, () => this.#ring());
      return;
    }
    if (this.#sleeper.ring()) return;
    world.reached("alarmRefired");
    this.#ringing = true;
    world.agenda.in(world.span("crashBeforeCommit", 1_200, 3_000), () => this.#ring());
  }
}
