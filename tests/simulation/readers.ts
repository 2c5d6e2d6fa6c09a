// What readers see, held against what the source held: nothing half-shown, nothing invented,
// nothing lost.
import type { Id } from "../../contract/source/record.ts";
import type { PackedPage } from "../../contract/rpc/task.ts";
import { hasEnded, type RunState, type StepState } from "../../core/run.ts";
import type { Publication } from "../../core/publication.ts";
import type { ResourceKey } from "../../durable-objects/stores/records.ts";
import { visibleGeneration } from "../../durable-objects/reading/visible-generation.ts";
import { keyOf } from "./memory-records.ts";
import type { MemoryStores } from "./memory-stores.ts";
import { judgeStep, type Arrival, type Image, type Passage } from "./judgement.ts";
import type { FileTable } from "./files.ts";
import type { SourceTable } from "./source.ts";
import { promise, type World } from "./world.ts";

/** Publications that are never swept, however old. */
const keptAtLeast = 10;

type Shown = { publication: Publication | null; image: Image };

/** What a run was about, remembered for as long as it may be retried. */
export type RunFacts = { mapping: number; readSince: number };

type Sources = {
  tables: ReadonlyMap<string, SourceTable | FileTable>;
  lied: Set<string>;
  swapped: Set<string>;
  twinsOf: (run: string, resource: string) => ReadonlySet<Id>;
  contested: ReadonlySet<string>;
  bad: ReadonlySet<string>;
  unreadable: ReadonlySet<string>;
};

export class ReaderCheck {
  readonly #world: World;
  readonly #stores: MemoryStores;
  readonly #tables: ReadonlyMap<string, SourceTable | FileTable>;
  readonly #sources: Sources;
  readonly #lied: Set<string>;
  readonly #twinsOf: Sources["twinsOf"];
  readonly #contested: Sources["contested"];
  readonly #swapped: Set<string>;
  readonly #places = new Map<string, ResourceKey>();
  readonly #shown = new Map<string, Shown>();
  /** What each generation of a place has shown, and with which publication. */
  readonly #past = new Map<string, Map<number, Shown>>();
  readonly #facts = new Map<string, RunFacts>();
  /** The highest version of each record that arrived in a generation. */
  readonly #versions = new Map<string, Map<Id, Arrival>>();
  #touched = -1;
  readonly #ended = new Set<string>();
  #running: string | null = null;
  #undone = 0;

  constructor(world: World, stores: MemoryStores, sources: Sources) {
    const { tables, lied, swapped, twinsOf, contested } = sources;
    this.#sources = sources;
    this.#world = world;
    this.#stores = stores;
    this.#tables = tables;
    this.#lied = lied;
    this.#twinsOf = twinsOf;
    this.#contested = contested;
    this.#swapped = swapped;
  }

  watch(place: ResourceKey): void {
    this.#places.set(keyOf(place), place);
  }

  /** A page was taken into the store. */
  arrived(run: string, resource: string, page: PackedPage): void {
    const held = this.#stores.runs.find(run);
    const key = `${held?.generation} ${resource}`;
    const versions = this.#versions.get(key) ?? new Map<Id, Arrival>();
    for (const { id, version, hash } of page.records)
      if ((version ?? "") > (versions.get(id)?.version ?? ""))
        versions.set(id, { version: version ?? "", hash });
    this.#versions.set(key, versions);
  }

  /** After each call: what may have changed for readers, and why. */
  look(name: string): void {
    const { runs, records } = this.#stores;
    const last = runs.last();
    if (last !== null && !this.#facts.has(last.id)) this.#remember(last);
    // One call may end a run and begin the next; a run may begin and end in one call.
    const run = this.#running === null ? last : runs.find(this.#running);
    // Readers have the data before it is sent on.
    const isOut = run !== null && (hasEnded(run.status) || run.toDeliver.length > 0);
    const endedNow = isOut && !this.#ended.has(run.id) ? run : null;
    if (endedNow !== null) this.#ended.add(endedNow.id);
    this.#running = runs.active()?.id ?? null;
    const isUndo = name === "undo";
    for (const [key, place] of this.#places) {
      if (name !== "undo" && name !== "forget" && endedNow === null) this.#judgeAsOf(key, place);
      const before = this.#shown.get(key) ?? { publication: null, image: new Map() };
      const publication = this.#stores.publications.current(place);
      if (
        publication === before.publication &&
        records.touched === this.#touched &&
        endedNow === null &&
        !isUndo
      )
        continue;
      const image: Image =
        publication === null ? new Map() : records.seen(place, publication.generation);
      if (publication?.generation === before.publication?.generation)
        promise(
          same(image, before.image),
          () =>
            `S4 generation ${publication?.generation} of ${key} changed under its readers (${name})`,
        );
      else if ((publication?.generation ?? 0) < (before.publication?.generation ?? 0))
        this.#judgeReturn(key, publication, { image, name });
      else this.#judgeAdvance(key, publication, endedNow);
      if (endedNow !== null && endedNow.configuration === place.configuration && name !== "forget")
        this.#judgeEnded(endedNow, place, before, { publication, image });
      if (publication !== null)
        promise(
          publication.records === image.size,
          () => `${key} is said to have ${publication.records} records and has ${image.size}`,
        );
      this.#show(key, { publication, image });
    }
    this.#touched = records.touched;
  }

  /**
   * Somebody names a generation, or reads on in the one where a reading began: only what was shown
   * and is kept answers.
   */
  #judgeAsOf(key: string, place: ResourceKey): void {
    const chance = this.#world.chance("asOf");
    if (!chance.happens(0.1)) return;
    const { runs, publications, records } = this.#stores;
    const newest = runs.last()?.generation ?? 0;
    const named = chance.happens(0.5)
      ? newest + chance.pick([0, 0, 1, 1_000])
      : chance.pick([...Array(newest + 1).keys()]);
    const shown = visibleGeneration(publications, place, named);
    this.#world.reached(shown === null ? "asOfRefused" : "asOfAnswered");
    if (shown === null) return;
    const past = this.#past.get(key)?.get(named);
    promise(
      shown.generation === named &&
        past !== undefined &&
        same(past.image, records.seen(place, named)),
      () =>
        `S4 ${key} is shown as of ${named}, which ${past === undefined ? "nobody has ever been shown" : "was something else"}`,
    );
  }

  #show(key: string, shown: Shown): void {
    this.#shown.set(key, shown);
    if (shown.publication === null) return;
    const past = this.#past.get(key) ?? new Map<number, Shown>();
    past.set(shown.publication.generation, shown);
    this.#past.set(key, past);
  }

  #remember(run: RunState): void {
    const plan = this.#stores.runs.plan(run.id);
    const mapping = Number(plan?.access.settings["mapping"] ?? 0);
    const parent = run.retryOf === null ? undefined : this.#facts.get(run.retryOf);
    // A retry goes on with what its parent has read.
    const reopened =
      run.retryOf !== null && this.#stores.runs.find(run.retryOf)?.generation === run.generation;
    const goesOn =
      parent !== undefined && (reopened || run.steps.some((step) => step.horizon !== null));
    this.#facts.set(run.id, { mapping, readSince: goesOn ? parent.readSince : run.startedAt });
  }

  /** Readers went back: only an undo may do that, and exactly to what was seen before. */
  #judgeReturn(
    key: string,
    publication: Publication | null,
    { image, name }: { image: Image; name: string },
  ): void {
    if (name === "forget")
      return promise(publication === null, () => `a deleted configuration is still read at ${key}`);
    promise(
      name === "undo",
      () => `S4 ${key} went back to generation ${publication?.generation} by ${name}`,
    );
    this.#undone += 1;
    this.#forgetAfter(key, publication?.generation ?? 0);
    const past = publication === null ? null : this.#past.get(key)?.get(publication.generation);
    promise(
      publication === null || (past !== undefined && past !== null && same(image, past.image)),
      () => `undo shows something else at ${key}`,
    );
    const then = past?.publication ?? null;
    promise(
      JSON.stringify(publication) === JSON.stringify(then),
      () =>
        `undo of ${key} gives back ${JSON.stringify(publication)} instead of ${JSON.stringify(then)}`,
    );
  }

  /** What was undone is nobody's to go back to. */
  #forgetAfter(key: string, generation: number): void {
    const past = this.#past.get(key);
    for (const one of [...(past?.keys() ?? [])]) if (one > generation) past?.delete(one);
  }

  #judgeAdvance(key: string, publication: Publication | null, ended: RunState | null): void {
    const mine =
      ended !== null &&
      ended.published &&
      publication?.run === ended.id &&
      publication.generation === ended.generation;
    promise(
      mine,
      () => `S4 ${key} shows generation ${publication?.generation} without a run that published it`,
    );
  }

  #judgeEnded(run: RunState, place: ResourceKey, before: Shown, after: Shown): void {
    const key = keyOf(place);
    const step = run.steps.find((one) => one.resource === place.resource);
    // A run that only sends on reads nothing, and leaves everything as it is for those who read
    // here.
    const sends = run.purpose === "delivery";
    const untouched =
      sends || step === undefined || !(step.status === "completed" || step.status === "incomplete");
    if (untouched || !run.published) {
      promise(
        same(before.image, after.image),
        () =>
          `S4 ${run.id} is ${run.status}, published ${run.published}, and changed what readers see of ${key}`,
      );
      if (untouched)
        return promise(
          before.publication === after.publication,
          () => `${run.id} is ${run.status} and changed the publication of ${key}`,
        );
    }
    const rejected = this.#stores.rejects.ids(run.id, place.resource);
    const named = this.#stores.rejects.unnamed(run.id, place.resource) === 0;
    this.#judgeCursor(
      run,
      { ...step, status: named ? step.status : "incomplete" },
      before.publication,
      after.publication,
    );
    const table = this.#tables.get(place.resource);
    const facts = this.#facts.get(run.id);
    if (table === undefined || facts === undefined) return;
    const honest =
      this.#world.strengths.pageOmits === 0 && this.#world.strengths.listCutShort === 0;
    if (!("clearUp" in table)) this.#judgeListed(run, place.resource, rejected);
    const passage: Passage = {
      run,
      step,
      key,
      table,
      rejected: new Set(rejected),
      before: before.image,
      after: after.image,
      mapping: facts.mapping,
      from: facts.readSince,
      until: this.#world.now,
      twins: [...this.#twinsOf(run.id, place.resource)],
      wasContested: (id) => this.#contested.has(`${place.resource} ${id}`),
      asked: run.retryOf === null ? null : this.#stores.questions.askedBy(place, run.retryOf),
      versions: this.#versions.get(`${run.generation} ${place.resource}`) ?? new Map<Id, Arrival>(),
      written: (id) => this.#stores.records.versionIn(place, id, run.generation),
      trusted:
        named &&
        !(run.retryOf !== null && this.#world.strengths.pageOmits > 0) &&
        (!this.#lied.has(`${run.id} ${place.resource}`) || step.coverage !== "changes") &&
        // One record more that was never stamped, and one that went: counts agree by accident, and
        // the next complete pass tells.
        (this.#twinsOf(run.id, place.resource).size === 0 ||
          step.coverage !== "changes" ||
          step.complete) &&
        // As many records went as came between two pages: the next run finds what slipped through.
        (!this.#swapped.has(`${run.id} ${place.resource}`) || step.coverage !== "pages"),
      mapsAnew: before.publication !== null && before.publication.fingerprint !== step.fingerprint,
      honest,
      steady:
        honest && (step.coverage !== "pages" || !this.#swapped.has(`${run.id} ${place.resource}`)),
    };
    judgeStep(passage);
    this.#note(run, step);
  }

  /**
   * One bad record costs one record: what is listed really could not be read. Where lanes die,
   * their batches are cut and set aside too.
   */
  #judgeListed(run: RunState, resource: string, rejected: Id[]): void {
    const {
      recordSpoilsAnswer,
      recordKillsLane,
      laneDiesWithClaim,
      laneDiesReading,
      laneSleeps,
      renewalLost,
    } = this.#world.strengths;
    const { bad, unreadable } = this.#sources;
    if (
      recordSpoilsAnswer === 0 ||
      recordKillsLane + laneDiesWithClaim + laneDiesReading + laneSleeps + renewalLost > 0
    )
      return;
    const sound = rejected.filter(
      (id) => ![bad, unreadable, this.#contested].some((some) => some.has(`${resource} ${id}`)),
    );
    promise(
      sound.length === 0,
      () => `S6 ${run.id} lists ${sound.join()} of ${resource} as unusable, which could be read`,
    );
  }

  /**
   * A step with a hole keeps its cursor, and so does one that has only compared ids; one that came
   * whole moves it.
   */
  #judgeCursor(
    run: RunState,
    step: StepState,
    before: Publication | null,
    after: Publication | null,
  ): void {
    const files = step.coverage === "files";
    const refusedFile = files && this.#stores.rejects.count(run.id, step.resource) > 0;
    const moves = step.status === "completed" && !refusedFile && step.reads === "records";
    // What was read in part under another mapping begins anew.
    const stays = before !== null && before.fingerprint === step.fingerprint ? before.cursor : null;
    const wanted = moves ? step.cursor : stays;
    promise(
      JSON.stringify(after?.cursor ?? null) === JSON.stringify(wanted),
      () =>
        `the cursor of ${step.resource} of ${run.id} (${step.status}) is ${JSON.stringify(after?.cursor)}, not ${JSON.stringify(wanted)}`,
    );
  }

  #note(run: RunState, step: StepState): void {
    const world = this.#world;
    world.reached(run.published ? "published" : "nothingChanged");
    if (step.holes > 0) world.reached("publishedWithHole");
    if (step.round > 0 && step.holes === 0) world.reached("repaired");
    if (step.problem?.code === "source_disagrees") world.reached("sourceDisagreed");
    if (run.confirms.length > 0 && step.tally.removed > 0) world.reached("removalsConfirmed");
    if (run.questions.length > 0) world.reached("removalsHeld");
    if (this.#stores.rejects.claims(run.id, step.resource).length > 0)
      world.reached("keyContested");
    if (this.#undone > 0) world.reached("refreshedAfterUndo");
    this.#undone = 0;
  }

  /** The newest generations can still be asked for, and every one that can shows what it showed. */
  judgePast(): void {
    for (const [key, place] of this.#places) {
      const kept = this.#stores.publications.shelf.rows(key);
      const newest = [...(this.#past.get(key)?.keys() ?? [])]
        .sort((a, b) => b - a)
        .slice(0, keptAtLeast);
      const lost = kept.size === 0 ? [] : newest.filter((generation) => !kept.has(generation));
      promise(lost.length === 0, () => `the data of ${key} as of ${lost.join()} is gone`);
      for (const { generation } of kept.values()) {
        const past = this.#past.get(key)?.get(generation);
        promise(
          past !== undefined && same(past.image, this.#stores.records.seen(place, generation)),
          () => `the data of ${key} as of ${generation} is not what it was`,
        );
      }
    }
  }

  image(place: ResourceKey): Image {
    return this.#shown.get(keyOf(place))?.image ?? new Map<Id, string>();
  }
}

function same(one: Image, other: Image): boolean {
  if (one.size !== other.size) return false;
  for (const [id, text] of one) if (other.get(id) !== text) return false;
  return true;
}
