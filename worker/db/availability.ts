// D1 that is locked or away: every call has a deadline, and temporary errors are distinguished from
// lasting ones.

/** How long one call to D1 may take. */
const longestCallMs = 5_000;

/**
 * D1 did not answer. Nothing follows from it: neither that a row is missing nor that somebody is
 * signed out.
 */
export class DatabaseAway extends Error {
  /** Whether the deadline passed; then D1 may still carry out the call. */
  readonly late: boolean;

  constructor(detail: { late: boolean; cause?: unknown }) {
    super("D1 is away", { cause: detail.cause });
    this.name = "DatabaseAway";
    this.late = detail.late;
  }
}

/**
 * Temporary errors of D1 and of the connection to it, in the words of its own list
 * (https://developers.cloudflare.com/d1/observability/debug-d1/). A refused constraint or a wrong
 * statement is none of them.
 */
const passing =
  /SQLITE_(BUSY|LOCKED|IOERR)|database (table )?is locked|object to be reset|was reset|D1 DB reset|overloaded|transient issue|network connection lost|connection (was )?(closed|reset)|timed? ?out|internal error/i;

/** Whether an error, or a cause of it, is a temporary error of D1. */
export function isAway(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth += 1) {
    if (one instanceof DatabaseAway || passing.test(one.message)) return true;
  }
  return false;
}

/** Whether D1 was away during a request, also where a library swallowed the error. */
export type Watch = { away: DatabaseAway | null };

/**
 * The same database with a deadline on each call. Temporary errors become `DatabaseAway` and are
 * recorded in `watch`.
 */
export function patient(
  binding: D1Database,
  watch: Watch,
  limitMs: number = longestCallMs,
): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const call = <T>(work: () => Promise<T>) =>
    within(work, limitMs).catch((error: unknown) => Promise.reject(noted(error, watch)));

  const wrapped = (statement: D1PreparedStatement): D1PreparedStatement => {
    const own = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrapped(target.bind(...values));
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => call(async () => value.apply(target, given) as unknown);
      },
    });
    originals.set(own, statement);
    return own;
  };

  return new Proxy(binding, {
    get(target, name) {
      if (name === "prepare") return (query: string) => wrapped(target.prepare(query));
      if (name === "batch")
        return (statements: D1PreparedStatement[]) =>
          call(() => target.batch(statements.map((one) => originals.get(one) ?? one)));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function noted(error: unknown, watch: Watch): unknown {
  if (!isAway(error)) return error;
  watch.away =
    error instanceof DatabaseAway ? error : new DatabaseAway({ late: false, cause: error });
  return watch.away;
}

async function within<T>(work: () => Promise<T>, limitMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseAway({ late: true })), limitMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
