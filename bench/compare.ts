// A connector beside its own floor: the same data, fetched and parsed and forgotten, in the same
// run of the benchmark.
import { median, type Harness } from "./harness.ts";

/** Tenants of a bench: one to warm up with, and one for each round. */
export const roundsOf = (name: string, rounds = 3): string[] =>
  ["warm", ...Array.from({ length: rounds }, (_, at) => String(at))].map((at) => `${name}-${at}`);

export type Floor = { ms: number; records: number };

export type Beside = {
  tenants: string[];
  /** Only what nobody can leave out. */
  floor: () => Promise<Floor>;
  /** A configuration that has read nothing yet. */
  configure: (tenant: string) => Promise<string>;
  /** Questions that the source has been asked so far; left out where it is asked none. */
  calls?: () => Promise<number>;
};

/**
 * Floor and refreshes take turns, so that a slow moment of the machine meets both; neither is
 * measured while its code is still being compiled.
 */
export async function besideFloor(
  harness: Harness,
  { tenants, floor, configure, calls = async () => 0 }: Beside,
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
    // By time: the floor asks for the same rows, of which a refresh may make more than one record
    // each.
    ofFloor: hundredths(floorMs / firstMs),
    ...(calls === 0 ? {} : { calls, leastMsByPace: leastMsByPace(calls) }),
  };
}

/**
 * Ten questions a second are what these accounts bear, and ten may be asked at once: so long the
 * pace alone makes them last.
 */
const leastMsByPace = (calls: number): number => Math.floor(Math.max(0, calls - 1) / 10) * 1_000;

export const perSecond = (count: number, ms: number): number =>
  Math.round(count / (Math.max(1, ms) / 1_000));
export const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Does the work of a list over several connections, as lanes do; adds up what each brought. */
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

/** Questions that a pretend system has answered, by its own log. */
export async function callsOf(source: string): Promise<number> {
  const answer = await fetch(`${new URL(source).origin}/sandbox/log?limit=1`);
  return ((await answer.json()) as { total: number }).total;
}
