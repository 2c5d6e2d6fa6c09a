// Knack's limits: ten calls per second, and the daily calls of the account, reported with every
// response.

export interface LimitState {
  perSecond: number;
  perDay: number;
}

export type Spent = "burst" | "day" | null;

const dayMs = 86_400_000;

/** Counts calls per second and per UTC day. */
export class CallLimits {
  perSecond: number;
  perDay: number;
  #second = 0;
  #inSecond = 0;
  #day = "";
  #today = 0;

  constructor({ perSecond, perDay }: LimitState) {
    this.perSecond = perSecond;
    this.perDay = perDay;
  }

  /** Counts a call, or returns the limit that refuses it. A refused call is not counted. */
  count(nowMs: number): Spent {
    this.#renew(nowMs);
    if (this.#today >= this.perDay) return "day";
    if (this.#inSecond >= this.perSecond) return "burst";
    this.#inSecond += 1;
    this.#today += 1;
    return null;
  }

  /** Sets how many of today's calls are used, for tests. */
  setUsed(used: number, nowMs: number): void {
    this.#renew(nowMs);
    this.#today = used;
  }

  used(nowMs: number): number {
    this.#renew(nowMs);
    return this.#today;
  }

  /** The six headers. `spent`: the limit that a fault reports as used up. */
  headers(nowMs: number, spent: Spent): Record<string, string> {
    this.#renew(nowMs);
    return {
      "x-planlimit-limit": String(this.perDay),
      "x-planlimit-remaining": String(spent === "day" ? 0 : Math.max(0, this.perDay - this.#today)),
      "x-planlimit-reset": String(dayMs - (nowMs % dayMs)),
      "x-ratelimit-limit": String(this.perSecond),
      "x-ratelimit-remaining": String(
        spent === "burst" ? 0 : Math.max(0, this.perSecond - this.#inSecond),
      ),
      "x-ratelimit-reset": String(Math.floor(nowMs / 1_000) + 1),
    };
  }

  #renew(nowMs: number): void {
    const [second, day] = [Math.floor(nowMs / 1_000), new Date(nowMs).toISOString().slice(0, 10)];
    if (second !== this.#second) [this.#second, this.#inSecond] = [second, 0];
    if (day !== this.#day) [this.#day, this.#today] = [day, 0];
  }
}
