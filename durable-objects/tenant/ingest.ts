// What lanes report of a batch they have read: surveys, pages, counts and ids, compared with the store
// and kept.
import type { Id } from "../../contract/source/record.ts";
import type { IdRange } from "../../contract/source/partition.ts";
import { conflictRuleOf, rulesOf, wholeRange } from "../../core/coverage.ts";
import type { ConflictRule } from "../../core/difference.ts";
import type { Outcome, PackedPage } from "../../contract/rpc/task.ts";
import { foundInStore } from "../../core/findings.ts";
import { setAside } from "../../core/pack.ts";
import { otherTotal, pagesAgree } from "../../core/page-totals.ts";
import type { PlannedBatch } from "../../core/plan.ts";
import { addTally, type RunState, type StepState } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import { Collisions, type Arrival } from "./collisions.ts";
import type { RunTransitions } from "./run-transitions.ts";
import { nothingWritten, type ReadView, type Written } from "../stores/records.ts";
import type { Stores } from "../stores/stores.ts";

type Brought<Type extends Outcome["type"]> = Extract<Outcome, { type: Type }>;

export class Ingest {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;
  readonly #collisions: Collisions;

  constructor(stores: Stores, transitions: RunTransitions) {
    this.#stores = stores;
    this.#transitions = transitions;
    this.#collisions = new Collisions(stores);
  }

  takeSurvey(
    run: RunState,
    batch: BatchState,
    { survey, fingerprint }: Brought<"surveyed">,
    now: number,
  ): void {
    const { resource } = batch;
    this.#stores.batches.done(batch, 0);
    // A run that surveys again reads everything again: its earlier rejects and ids are listed anew.
    this.#stores.rejects.forget(run.id, resource);
    this.#stores.seenIds.drop(run.id, resource);
    const rejectsOf = this.#stores.publications.current({
      configuration: run.configuration,
      resource,
    })?.rejectsOf;
    const rejectedIds =
      rejectsOf === undefined ? [] : this.#stores.rejects.ids(rejectsOf, resource);
    this.#transitions.applyEvent(
      run,
      { type: "surveyed", resource, survey, fingerprint, rejectedIds },
      now,
    );
  }

  takeSmaller(
    run: RunState,
    batch: BatchState,
    { partitions }: Brought<"smaller">,
    now: number,
  ): void {
    this.#stores.batches.replace(batch, partitions);
    this.#transitions.applyEvent(
      run,
      { type: "batchCut", resource: batch.resource, more: partitions.length },
      now,
    );
  }

  takePage(run: RunState, batch: BatchState, packed: PackedPage, now: number): void {
    const { resource } = batch;
    const view = this.#transitions.readView(run, resource);
    const arrival: Arrival = {
      run: run.id,
      step: stepOf(run, resource),
      batch,
      view,
      page: packed,
    };
    const originsHeard = this.#collisions.originsHeard(arrival);
    const applied = this.#stores.records.apply(
      view,
      packed.records,
      this.#ruleOf(run, resource),
      originsHeard,
    );
    const settled = this.#collisions.settle(
      { ...arrival, page: setAside(packed, applied.conflicts, arrival.step.idTakenCode) },
      applied,
    );
    const { page, written, ask } = settled;
    const range = wholeRange(arrival.step, batch.partition, page.covers);
    const { tally, changed, rowsWritten } =
      range === null ? written : this.#removeAbsent(view, page, range, written);
    const rejected = this.#keepRejects({ ...arrival, page });
    this.#keepList(run, batch, page);
    this.#stores.changes.keep(
      { ...view, generation: run.generation, run: run.id, batch: batch.batch },
      changed,
    );
    this.#stores.batches.done(batch, page.read);
    const rest: PlannedBatch[] =
      page.rest === null ? [] : [{ resource, kind: "fetch", partition: page.rest }];
    this.#stores.batches.add(
      run.id,
      [...rest, ...ask].map((planned) => ({ ...planned, pageSize: batch.pageSize })),
    );
    const more = rest.length + ask.length;
    // A record read again by a repair counts as read only once.
    const named = batch.partition?.type === "ids";
    const read = named && stepOf(run, resource).status === "verifying" ? 0 : page.read;
    const found = page.found === undefined ? {} : { found: page.found };
    const warning = this.#noteWarning(run, batch, page);
    const brings = {
      tally: { ...tally, read, rejected },
      byName: named ? read : 0,
      more,
      rowsWritten,
      ...found,
      ...warning,
    };
    this.#transitions.applyEvent(run, { type: "pageApplied", resource, ...brings }, now);
    if (more > 0) this.#transitions.wantLanes();
  }

  /** Keeps what a file warns of for the list of files, until the file is read again. */
  #noteWarning(
    run: RunState,
    { resource, partition }: BatchState,
    { warning }: PackedPage,
  ): Pick<PackedPage, "warning"> {
    if (warning === undefined || partition?.type !== "file") return {};
    this.#stores.fileWarnings.note(
      { configuration: run.configuration, resource },
      partition.file,
      warning?.count ?? 0,
    );
    return { warning };
  }

  /**
   * Which of two records with one id stays. What was kept under another mapping may be mapped anew.
   */
  #ruleOf(run: RunState, resource: string): ConflictRule {
    const published = this.#stores.publications.current({
      configuration: run.configuration,
      resource,
    });
    return conflictRuleOf(stepOf(run, resource), published?.fingerprint);
  }

  /** Keeps the ids that a page brought, where only all the pages together show what is there. */
  #keepList(run: RunState, { resource, batch, partition }: BatchState, page: PackedPage): void {
    if (rulesOf(stepOf(run, resource)).listsIds) return;
    this.#stores.seenIds.keep(run.id, resource, batch, {
      ids: idsOf(page),
      numbered: partition?.type === "page",
      total: page.total ?? null,
      rows: page.rows ?? null,
    });
  }

  /** Absence inside a page means "gone" only where the page answers for a whole range of ids. */
  #removeAbsent(view: ReadView, page: PackedPage, range: IdRange, written: Written): Written {
    const rejected = page.rejects.flatMap(({ id }) => (id === null ? [] : [id]));
    const removed = this.#stores.records.removeAbsent(view, range, [...idsOf(page), ...rejected]);
    return {
      ...written,
      tally: addTally(written.tally, removed.tally),
      changed: {
        ...written.changed,
        removed: [...written.changed.removed, ...removed.changed.removed],
      },
      rowsWritten: written.rowsWritten + removed.rowsWritten,
    };
  }

  /**
   * Keeps the page's rejects, and clears those of records that it brought in order.
   * @returns how many rejects there are more
   */
  #keepRejects(arrival: Arrival): number {
    const { run, step, batch, page } = arrival;
    const { resource } = step;
    const had = this.#stores.rejects.count(run, resource);
    if (had === 0 && page.rejects.length === 0) return 0;
    const { rejectKind } = rulesOf(step);
    if (rejectKind === "record") this.#stores.rejects.acquit(run, resource, idsOf(page));
    this.#collisions.forgetDecided(arrival);
    this.#stores.rejects.add(run, resource, batch.batch, page.rejects, rejectKind);
    return this.#stores.rejects.count(run, resource) - had;
  }

  /** Ids of rejected records, and how many records that is: several may claim one id. */
  #named(run: RunState, resource: string): { ids: Id[]; records: number } {
    const { rejects } = this.#stores;
    return {
      ids: rejects.ids(run.id, resource),
      records: rejects.count(run.id, resource) - rejects.unnamed(run.id, resource),
    };
  }

  takeCount(run: RunState, batch: BatchState, count: number | null, now: number): void {
    const { verification } = rulesOf(stepOf(run, batch.resource));
    if (verification === "totals") return this.#comparePages(run, batch, count, now);
    if (verification === "stored") return this.#compareStored(run, batch, now);
    const view = this.#transitions.readView(run, batch.resource);
    const { records, highest } = this.#stores.records.census(view);
    const rejected = this.#named(run, batch.resource);
    // A rejected record exists at the source, whether an earlier version of it is kept or not. Each
    // counts once, even where several share an id.
    const shown = rejected.ids.length - this.#stores.records.lacking(view, rejected.ids).length;
    const kept = records - shown + rejected.records;
    this.#stores.batches.done(batch, 0);
    this.#transitions.applyEvent(
      run,
      { type: "counted", resource: batch.resource, count, kept, highestKept: highest },
      now,
    );
  }

  /**
   * All pages are in. What none of them listed is gone, provided that they agree with one another,
   * with the count and with the store.
   */
  #comparePages(run: RunState, batch: BatchState, count: number | null, now: number): void {
    const { resource } = batch;
    const view = this.#transitions.readView(run, resource);
    const collided = this.#collisions.settlePages(
      { run: run.id, step: stepOf(run, resource), view },
      "all",
    );
    const { ids: rejected, records: named } = this.#named(run, resource);
    const unnamed = this.#stores.rejects.unnamed(run.id, resource);
    const { listed: ids, lacking } = this.#stores.records.listing(view, run.id, rejected);
    const listed = ids - rejected.length + named + unnamed;
    const rows = this.#stores.seenIds.rows(run.id, resource);
    const totals = {
      count,
      totals: this.#stores.seenIds.totals(run.id, resource),
      listed: rows ?? listed,
    };
    const agrees = pagesAgree(totals);
    // A record without an id may be any of those that no page listed.
    const goes = agrees && unnamed === 0 && lacking === 0;
    const { tally, changed, rowsWritten } = goes
      ? this.#stores.records.removeUnlisted(view, run.id, rejected)
      : nothingWritten();
    this.#stores.changes.keep(
      { ...view, generation: run.generation, run: run.id, batch: batch.batch },
      changed,
    );
    this.#stores.batches.done(batch, 0);
    const seen = agrees
      ? { counted: listed, listed }
      : { counted: otherTotal(totals), listed: totals.listed };
    const compared = { missing: lacking, tally: addTally(collided, tally), rowsWritten };
    this.#transitions.applyEvent(
      run,
      { type: "pagesCompared", resource, ...seen, ...compared },
      now,
    );
  }

  /**
   * Every record that was read is in the store, or among the rejects: no source has to be asked
   * for that.
   */
  #compareStored(run: RunState, batch: BatchState, now: number): void {
    const { resource } = batch;
    const read = this.#stores.batches
      .all(run.id)
      .reduce(
        (sum, one) => sum + (one.resource === resource && one.kind === "fetch" ? one.read : 0),
        0,
      );
    const { lacking } = this.#stores.records.listing(
      this.#transitions.readView(run, resource),
      run.id,
      [],
    );
    const stored = this.#stores.seenIds.countIds(run.id, resource) - lacking;
    const rejected = this.#stores.rejects.count(run.id, resource);
    this.#stores.batches.done(batch, 0);
    const { findings, tally } = stepOf(run, resource);
    const found = foundInStore(findings, tally.unchanged, (codes) =>
      this.#stores.rejects.countOf(run.id, resource, codes),
    );
    this.#transitions.applyEvent(
      run,
      { type: "storedCompared", resource, read, stored, rejected, found },
      now,
    );
  }

  takeIds(
    run: RunState,
    batch: BatchState,
    { ids, covers }: Brought<"identified">,
    now: number,
  ): void {
    const view = this.#transitions.readView(run, batch.resource);
    const rejected = this.#stores.rejects.ids(run.id, batch.resource);
    const known = new Set<Id>(rejected);
    const listed = [...new Set(ids)];
    // An id that the source lists twice belongs to two records, and the store lacks one of them.
    const lacking = new Set([
      ...this.#stores.records.lacking(view, listed),
      ...(listed.length < ids.length ? repeatsIn(ids) : []),
    ]);
    const missing = [...lacking].filter((id) => !known.has(id));
    const { tally, changed, rowsWritten } = this.#stores.records.removeAbsent(view, covers, [
      ...listed,
      ...rejected,
    ]);
    this.#stores.changes.keep(
      { ...view, generation: run.generation, run: run.id, batch: batch.batch },
      changed,
    );
    this.#stores.batches.done(batch, 0);
    const event = {
      type: "idsCompared",
      resource: batch.resource,
      listed: ids.length,
      missing,
      tally,
      rowsWritten,
    } as const;
    this.#transitions.applyEvent(run, event, now);
  }
}

export const stepOf = (run: RunState, resource: string): StepState => {
  const step = run.steps.find((one) => one.resource === resource);
  if (step === undefined) throw new Error(`run ${run.id} has no step ${resource}`);
  return step;
};

const idsOf = (page: PackedPage): Id[] => page.records.map(({ id }) => id);

function repeatsIn(ids: Id[]): Id[] {
  const seen = new Set<Id>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}
