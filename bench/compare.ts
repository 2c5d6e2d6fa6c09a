// Compares a connector with its floor: the same data, only fetched and parsed, in the same run of the
// benchmark.
import { median, type Harness } from "./harness.ts";

/** Names of a benchmark's tenants: one for warming up and one per round. */
export const roundsOf = (name: string, rounds = 3): string[] =>
  ["warm", ...Array.from({ length: rounds }, (_, at) => String(at))].map((at) => `${name}-${at}`);

export type Floor = { ms: number; records: number };

export type Comparison = {
  tenants: string[];
  /** Fetches and parses the data, without the product. */
  floor: () => Promise<Floor>;
  /** Creates a configuration that has read nothing yet; returns its id. */
  configure: (tenant: string) => Promise<string>;
  /** Requests that the source has answered so far; left out where a connector sends none. */
  calls?: () => Promise<number>;
};

/**
 * Measures floor and refreshes in turns, so that a slow moment of the machine affects both. The first
 * round warms both up and is not counted.
 */
export async function compareWithFloor(
  harness: Harness,
  { tenants, floor, configure, calls = async () => 0 }: Comparison,
): Promise<object> {
  const [floors, first, again, asked]: [number[], number[], number[], number[]] = [[], [], [], []];
  let facts: object = {};
  let [records, floorRecords] = [0, 0];
  for (const [round, tenant] of tenants.entries()) {
    const bare = await floor();
    const configuration = await configure(tenant);
    const before = await calls();
    const loaded = await harness.refresh(tenant, configuration);
    const after = await calls();
    const unchanged = await harness.refresh(tenant, configuration);
    ({ read: records } = loaded.run.counts);
    floorRecords = bare.records;
    const { status, rowsWritten, problems } = loaded.run;
    facts = {
      status,
      rowsWritten,
      unchangedStatus: unchanged.run.status,
      unchangedRowsWritten: unchanged.run.rowsWritten,
    };
    if (problems.length > 0)
      throw new Error(`the refresh had problems: ${JSON.stringify(problems)}`);
    if (round === 0) continue;
    floors.push(bare.ms);
    first.push(loaded.ms);
    again.push(unchanged.ms);
    asked.push(after - before);
  }
  return {
    records,
    ...facts,
    ...figuresOf({ records, floorRecords, floors, first, again, calls: median(asked) }),
  };
}

type Figures = {
  records: number;
  floorRecords: number;
  floors: number[];
  first: number[];
  again: number[];
  calls: number;
};

function figuresOf({ records, floorRecords, floors, first, again, calls }: Figures): object {
  const [floorMs, firstMs] = [median(floors), median(first)];
  return {
    floorRecords,
    floorMs,
    floorRecordsPerSecond: perSecond(floorRecords, floorMs),
    firstMs,
    allFirstMs: first.map(Math.round),
    recordsPerSecond: perSecond(records, firstMs),
    unchangedMs: median(again),
    // Compares times, not records: a refresh may make several records of one row.
    ofFloor: hundredths(floorMs / firstMs),
    ...(calls === 0 ? {} : { calls, leastMsByPace: leastMsByPace(calls) }),
  };
}

/** The time that rate limiting alone takes, in ms: ten requests a second after a burst of ten. */
const leastMsByPace = (calls: number): number => Math.floor(Math.max(0, calls - 1) / 10) * 1_000;

export const perSecond = (count: number, ms: number): number =>
  Math.round(count / (Math.max(1, ms) / 1_000));
export const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Works through a list in parallel lanes; returns the sum of the results. */
export async function inLanes<T>(
  work: T[],
  lanes: number,
  each: (one: T) => Promise<number>,
): Promise<number> {
  const waiting = [...work];
  let sum = 0;
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const brought = await each(one);
      sum += brought;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return sum;
}

/** Requests that a sandbox system has answered, from its log. */
export async function callsOf(source: string): Promise<number> {
  const answer = await fetch(`${new URL(source).origin}/sandbox/log?limit=1`);
  return ((await answer.json()) as { total: number }).total;
}
