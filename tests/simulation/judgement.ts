// One resource of one published run: its removals, its figures, and each record against the source.
import type { Id } from "../../contract/source/record.ts";
import type { KeptVersion } from "../../core/difference.ts";
import type { RunState, StepState } from "../../core/run.ts";
import { contentOf, mappingIn, type FileTable } from "./files.ts";
import { textOf, versionOf, type Held, type SourceTable } from "./source.ts";
import { promise } from "./world.ts";

/** Records by id, as readers get them. */
export type Image = Map<Id, string>;

/** A record as a page brought it. */
export type Arrival = { version: string; hash: string };

export type Passage = {
  run: RunState;
  step: StepState;
  key: string;
  table: SourceTable | FileTable;
  rejected: Set<Id>;
  before: Image;
  after: Image;
  mapping: number;
  /** When the run, or the one it goes on with, began to look; and when it was published. */
  from: number;
  until: number;
  /** Ids that two records of the source claimed while the run looked. */
  twins: Id[];
  /** Two records have claimed it in this world, in whichever run. */
  wasContested: (id: Id) => boolean;
  /** What the run that this one answers had asked about; null: nothing. */
  asked: ReadonlySet<Id> | null;
  /** The newest arrival of each record that arrived in this generation. */
  versions: Map<Id, Arrival>;
  /** What the generation has written of a record. */
  written: (id: Id) => KeptVersion | null;
  /** The source told no lie that nobody could find out. */
  trusted: boolean;
  /** What was published was read under another mapping. */
  mapsAnew: boolean;
  /** The source never leaves out records or ids that it has. */
  honest: boolean;
  /** Nor did it change in a way that no page could tell. */
  steady: boolean;
};

type Difference = { added: Id[]; changed: Id[]; removed: Id[] };

export function judgeStep(passage: Passage): void {
  const { run, step, key, before, after } = passage;
  const difference = differenceOf(before, after);
  judgeFigures(passage, difference);
  if (step.status === "incomplete")
    promise(
      difference.removed.length === 0,
      () => `S7 ${run.id} removed ${difference.removed.length} records of ${key} past a hole`,
    );
  judgeGuard(passage, difference.removed);
  judgeContested(passage);
  judgeRejected(passage);
  judgeRemovals(passage, difference.removed);
  const { table } = passage;
  if ("clearUp" in table) return judgeDocuments({ ...passage, table }, difference);
  // Where one of two that claim an id came without it, the other is shown, and the lost one is
  // listed.
  const own = [...difference.added, ...difference.changed].filter(
    (id) => !passage.wasContested(id),
  );
  for (const id of own) judgeOrigin({ ...passage, table }, id);
  if (step.status === "completed" && passage.trusted) judgeWhole({ ...passage, table });
}

/**
 * Documents never go and never change; of a run that read them whole each is there, as its file has
 * it.
 */
function judgeDocuments(
  passage: Passage & { table: FileTable },
  { added, changed, removed }: Difference,
): void {
  const { run, step, key, table, before, after, mapping, from, until } = passage;
  promise(
    removed.length === 0,
    () => `S7 ${run.id} removed ${removed.join()} of ${key}, which files never do`,
  );
  for (const id of [...added, ...changed]) {
    const text = after.get(id) ?? "";
    promise(
      table.wasEver(id, text, mapping),
      () => `S2 ${run.id} shows ${text} as ${key} ${id}, which no file ever held`,
    );
    const old = before.get(id);
    promise(
      old === undefined || (contentOf(old) === contentOf(text) && passage.mapsAnew),
      () => `S3 ${run.id} shows ${text} in the place of ${old} as ${key} ${id}`,
    );
  }
  if (step.status !== "completed" || !passage.trusted || step.tally.rejected > 0) return;
  for (const { id, content } of table.steady(from, until)) {
    const text = after.get(id);
    promise(
      // What was mapped before its own file was thrown away stays as it is: the first of two stays.
      text !== undefined &&
        contentOf(text) === content &&
        (mappingIn(text) === mapping || !table.holds(text, from)),
      () => `S2 ${run.id} ended with ${text ?? "nothing"} as ${key} ${id}; a file has ${content}`,
    );
  }
}

function differenceOf(before: Image, after: Image): Difference {
  const difference: Difference = { added: [], changed: [], removed: [] };
  for (const [id, text] of after) {
    const old = before.get(id);
    if (old === undefined) difference.added.push(id);
    else if (old !== text) difference.changed.push(id);
  }
  for (const id of before.keys()) if (!after.has(id)) difference.removed.push(id);
  return difference;
}

/** The figures of a step are what really changed for readers. */
function judgeFigures(
  { run, step: { tally }, key }: Passage,
  { added, changed, removed }: Difference,
): void {
  const said = [tally.added, tally.changed, tally.removed].join();
  const was = [added.length, changed.length, removed.length].join();
  promise(
    said === was,
    () => `S3 ${run.id} says ${said} of ${key} (added, changed, removed), readers see ${was}`,
  );
}

/**
 * What is taken from readers was really gone for a moment, whatever else of the run could not be
 * used.
 */
function judgeRemovals({ run, key, table, from, until, steady }: Passage, removed: Id[]): void {
  if (!steady || "clearUp" in table) return;
  const there = removed.filter(
    (id) => !table.wasEver(table.numberOf(id), from, until, (value) => value === null),
  );
  promise(
    there.length === 0,
    () => `S2 ${run.id} removed ${there.join()} of ${key}, which were there all the time`,
  );
}

/** A record that could not be used counts as present: what readers had of it stays. */
function judgeRejected({ run, key, before, after, rejected, honest }: Passage): void {
  const gone = honest ? [...rejected].filter((id) => before.has(id) && !after.has(id)) : [];
  promise(
    gone.length === 0,
    () => `S6 ${run.id} took ${gone.join()} of ${key} from its readers, which could not be used`,
  );
}

/** Where two records claim one id, readers keep what they had of it, and the run says so. */
function judgeContested({
  run,
  step,
  key,
  table,
  before,
  after,
  twins,
  rejected,
  honest,
  trusted,
  from,
  until,
}: Passage): void {
  if (!honest || !trusted || step.status !== "completed" || "clearUp" in table) return;
  for (const id of twins) {
    if (table.wasEver(table.numberOf(id), from, until, (value) => value === null)) continue;
    promise(
      rejected.has(id) && run.status !== "completed",
      () => `S6 two records claim ${id} of ${key}, and ${run.id} (${run.status}) lists neither`,
    );
    promise(
      before.get(id) === after.get(id),
      () => `S6 two records claim ${id} of ${key}, and ${run.id} shows ${after.get(id)}`,
    );
  }
}

/** No mass removal without a person's word. */
function judgeGuard({ run, step, key, before, after, asked }: Passage, removed: Id[]): void {
  if (removed.length === 0) return;
  const { removalCount, removalShare } = run.limits;
  const mass = removed.length > removalCount && removed.length > before.size * removalShare;
  if (!mass && after.size > 0) return;
  const said = run.confirms.includes(step.resource) ? asked : null;
  promise(
    said !== null,
    () => `S7 ${run.id} removed ${removed.length} of ${before.size} records of ${key} unasked`,
  );
  const others = removed.filter((id) => !(said?.has(id) ?? false));
  promise(
    others.length === 0,
    () =>
      `S7 ${run.id} removed ${removed.length} of ${key}; the yes was about others than ${others.join()}`,
  );
}

/**
 * What readers get anew is what the source held while the run looked, in its newest version that
 * arrived.
 */
type Living = Passage & { table: SourceTable };

function judgeOrigin(
  { run, key, table, after, mapping, from, until, versions, written }: Living,
  id: Id,
): void {
  const text = after.get(id);
  const held = table.wasEver(
    table.numberOf(id),
    from,
    until,
    (value) => value !== null && textOf(value, mapping) === text,
  );
  promise(
    held,
    () => `S2 ${run.id} shows ${text} as ${key} ${id}, which the source never held meanwhile`,
  );
  const [arrived, kept] = [versions.get(id), written(id)];
  // What came again as it was keeps the version it came with first.
  const newest =
    arrived === undefined ||
    kept === null ||
    kept.hash === arrived.hash ||
    (kept.version ?? "") >= arrived.version;
  promise(
    newest,
    () => `S2 ${key} ${id} is kept as of ${kept?.version}, ${arrived?.version} had arrived`,
  );
}

/**
 * A resource that came whole: every record is as it was at the source at some moment of the run.
 */
function judgeWhole({
  run,
  step,
  key,
  table,
  rejected,
  after,
  mapping,
  from,
  until,
}: Living): void {
  const horizon = step.coverage === "changes" ? Date.parse(step.horizon?.at ?? "") : Infinity;
  // Stamped after the run had looked: it is the next run's.
  const changedMeanwhile = (id: number) =>
    table.wasEver(id, from, until, (value) => value !== null && value.stamp > horizon);
  for (const id of new Set<Id>([...table.everyId(), ...after.keys()])) {
    if (rejected.has(id) || changedMeanwhile(table.numberOf(id))) continue;
    const text = after.get(id);
    // A run that only compares ids says nothing of what the records hold.
    const is = (value: Held | null) =>
      value === null || step.reads === "ids"
        ? (value === null) === (text === undefined)
        : textOf(value, mapping) === text;
    promise(
      table.wasEver(table.numberOf(id), from, until, is),
      () =>
        `S2 ${run.id} ended with ${text ?? "nothing"} as ${key} ${id}; the source has ${show(table.records.get(table.numberOf(id)))}`,
    );
  }
}

const show = (held: Held | undefined): string =>
  held === undefined ? "nothing" : `${held.name} of ${versionOf(held)}`;
