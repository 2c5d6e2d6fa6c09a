// The request log: a bounded record of who asked for what, when, and how many at once.

/** What a request asks for, as far as its protocol tells. */
export interface Facts {
  protocol: string;
  database: string | null;
  model: string | null;
  method: string;
  /** The arguments in short, for a person who reads the log. */
  detail: string;
}

export interface LogEntry extends Facts {
  seq: number;
  /** By the machine's clock and not the sandbox's, because the spacing must be real. */
  at: number;
  /** Null while the request is running. */
  ms: number | null;
  status: number | null;
  bytes: number;
  /** Requests in flight when this one began, including itself. */
  concurrency: number;
  faults: string[];
}

export interface LogSummary {
  total: number;
  running: number;
  peakConcurrency: number;
  peakConcurrencyByDatabase: Record<string, number>;
  countByMethod: Record<string, number>;
  countByModel: Record<string, number>;
  /** Milliseconds between the starts of consecutive requests. */
  spacingMs: { min: number; mean: number } | null;
}

const unknownFacts: Facts = {
  protocol: "http",
  database: null,
  model: null,
  method: "?",
  detail: "",
};

/** Keeps the last entries and the totals of all. */
export class RequestLog {
  readonly #capacity: number;
  #entries: LogEntry[] = [];
  #total = 0;
  #running = 0;
  #peak = 0;
  #runningByDatabase = new Map<string, number>();
  #peakByDatabase = new Map<string, number>();
  #byMethod = new Map<string, number>();
  #byModel = new Map<string, number>();

  constructor(capacity = 20_000) {
    this.#capacity = capacity;
  }

  /** Notes that a request began. */
  begin(at: number): LogEntry {
    this.#total += 1;
    this.#running += 1;
    this.#peak = Math.max(this.#peak, this.#running);
    const entry = {
      ...unknownFacts,
      seq: this.#total,
      at,
      ms: null,
      status: null,
      bytes: 0,
      concurrency: this.#running,
      faults: [],
    };
    this.#entries.push(entry);
    // Cutting in large pieces keeps the cost per request constant.
    if (this.#entries.length > this.#capacity * 2)
      this.#entries = this.#entries.slice(-this.#capacity);
    return entry;
  }

  /** Adds what the protocol has found out about a running request. */
  learn(entry: LogEntry, facts: Facts): void {
    Object.assign(entry, facts);
    increase(this.#byMethod, facts.method);
    if (facts.model) increase(this.#byModel, facts.model);
    if (!facts.database) return;
    const running = increase(this.#runningByDatabase, facts.database);
    this.#peakByDatabase.set(
      facts.database,
      Math.max(running, this.#peakByDatabase.get(facts.database) ?? 0),
    );
  }

  /** Notes that a request ended, complete or cut off. */
  end(entry: LogEntry, at: number): void {
    if (entry.ms !== null) return;
    entry.ms = at - entry.at;
    this.#running = Math.max(0, this.#running - 1);
    if (entry.database) {
      this.#runningByDatabase.set(
        entry.database,
        Math.max(0, (this.#runningByDatabase.get(entry.database) ?? 1) - 1),
      );
    }
  }

  /** The entries after `since`, the newest last. */
  entries({
    since = 0,
    limit = 1_000,
    matches = () => true,
  }: {
    since?: number;
    limit?: number;
    matches?: (entry: LogEntry) => boolean;
  }): LogEntry[] {
    return this.#entries
      .slice(-this.#capacity)
      .filter((entry) => entry.seq > since && matches(entry))
      .slice(-limit);
  }

  /** Totals, peaks and spacing over the given entries. */
  summary(entries: LogEntry[]): LogSummary {
    const gaps = entries.slice(1).map((entry, at) => entry.at - (entries[at]?.at ?? entry.at));
    return {
      total: this.#total,
      running: this.#running,
      peakConcurrency: this.#peak,
      peakConcurrencyByDatabase: Object.fromEntries(this.#peakByDatabase),
      countByMethod: Object.fromEntries(this.#byMethod),
      countByModel: Object.fromEntries(this.#byModel),
      spacingMs:
        gaps.length === 0
          ? null
          : { min: Math.min(...gaps), mean: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length },
    };
  }

  /** Forgets everything that has ended; requests in flight still count. */
  clear(): void {
    this.#entries = this.#entries.filter((entry) => entry.ms === null);
    this.#total = this.#entries.length;
    this.#peak = this.#running;
    this.#peakByDatabase = new Map(this.#runningByDatabase);
    this.#byMethod.clear();
    this.#byModel.clear();
  }
}

function increase(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
