// One request on its way through a sandbox: what it asks for, and the armed faults that apply.
import { faultOf, type Fault, type Faults } from "./faults.ts";
import type { Answer } from "./http.ts";
import type { Facts, LogEntry, RequestLog } from "./log.ts";
import { replacement } from "./sabotage.ts";

/** Thrown when a fault replaces the response, so that the request never reaches the server. */
export class Replaced extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("answered by a fault");
    this.answer = answer;
  }
}

/** A request with its log entry and its faults. */
export class Exchange {
  /** The faults that apply to this request, known once it is clear what it asks for. */
  applied: Fault[] = [];
  readonly #log: RequestLog;
  readonly #faults: Faults;
  readonly entry: LogEntry;

  constructor(log: RequestLog, faults: Faults, entry: LogEntry) {
    this.#log = log;
    this.#faults = faults;
    this.entry = entry;
  }

  /**
   * Records what the request asks for, and applies the armed faults; throws `Replaced` if one takes
   * its place.
   */
  identify(facts: Facts): void {
    this.#log.learn(this.entry, facts);
    this.applied = this.#faults.strike(facts);
    this.entry.faults = this.applied.map((fault) => fault.fault);
    const answer = replacement(this.applied);
    if (answer) throw new Replaced(answer);
  }

  /** The fault of a kind that applies to this request. */
  fault<Name extends Fault["fault"]>(name: Name): Extract<Fault, { fault: Name }> | undefined {
    return faultOf(this.applied, name);
  }
}
