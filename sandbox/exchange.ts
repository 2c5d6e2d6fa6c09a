// One request on its way through a sandbox: what it asks, and which armed faults strike it.
import { faultOf, type Fault, type Faults } from "./faults.ts";
import type { Answer } from "./http.ts";
import type { Facts, LogEntry, RequestLog } from "./log.ts";
import { replacement } from "./sabotage.ts";

/** Thrown when a fault answers in place of the server: the request never reaches it. */
export class Replaced extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("answered by a fault");
    this.answer = answer;
  }
}

export class Exchange {
  /** The faults that strike this request, known once it has said what it asks. */
  struck: Fault[] = [];
  readonly #log: RequestLog;
  readonly #faults: Faults;
  readonly entry: LogEntry;

  constructor(log: RequestLog, faults: Faults, entry: LogEntry) {
    this.#log = log;
    this.#faults = faults;
    this.entry = entry;
  }

  /**
   * Tells the log and the armed faults what the request asks; throws when a fault takes its place.
   */
  asks(facts: Facts): void {
    this.#log.learn(this.entry, facts);
    this.struck = this.#faults.strike(facts);
    this.entry.faults = this.struck.map((fault) => fault.fault);
    const answer = replacement(this.struck);
    if (answer) throw new Replaced(answer);
  }

  /** The fault of a kind that strikes this request. */
  fault<Name extends Fault["fault"]>(name: Name): Extract<Fault, { fault: Name }> | undefined {
    return faultOf(this.struck, name);
  }
}
