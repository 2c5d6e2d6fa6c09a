// Records of the source that claim the same id: found across pages and runs, asked for by id, and
// listed as rejects, all of them.
import { collision, isCollision, type Claimant } from "../../contract/source/collision.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { PackedPage, PackedRecord } from "../../contract/rpc/task.ts";
import { pagesBelongTogether, rulesOf, wholeRange } from "../../core/coverage.ts";
import { isInside } from "../../core/partitions.ts";
import { planRepair, type PlannedBatch } from "../../core/plan.ts";
import { addTally, noTally, type StepState, type Tally } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import type { OriginClaim } from "../stores/rejects.ts";
import type { OriginLookup, Holder, ReadView, Written } from "../stores/records.ts";
import type { Stores } from "../stores/stores.ts";

/** A page, and the run, step and batch that it belongs to. */
export type Arrival = {
  run: string;
  step: StepState;
  batch: BatchState;
  view: ReadView;
  page: PackedPage;
};

/**
 * A page whose collisions have become rejects. `ask`: batches that ask for contested ids by name, and
 * with them for every record that claims one.
 */
export type Settled = { page: PackedPage; written: Written; ask: PlannedBatch[] };

export class Collisions {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /** How much each record of a page tells of who claims its id. */
  originsHeard({ run, step, batch, page }: Arrival): OriginLookup {
    if (!page.records.some(({ origin }) => origin !== undefined)) return () => "all";
    const isWhole = wholeIn(step, batch, page);
    const contested = new Set(this.#stores.rejects.claims(run, step.resource).map(({ id }) => id));
    const otherwise = pagesBelongTogether(step) ? "together" : "some";
    return (id) => (isWhole(id) ? "all" : contested.has(id) ? "contested" : otherwise);
  }

  /**
   * Lists what collided. A contested id changes nothing for readers, and each record that claims it
   * becomes a reject. Where the run's own pages cannot show who claims it, the source is asked for
   * the id by name, and that page decides.
   */
  settle({ run, step, view, page }: Arrival, written: Written): Settled {
    const found = page.rejects.filter(isCollision).flatMap(({ id }) => (id === null ? [] : [id]));
    if (written.collisions.length + found.length === 0) return { page, written, ask: [] };
    const claimed = this.#stores.rejects.claims(run, step.resource);
    const contested = new Set(claimed.map(({ id }) => id));
    const collided = new Set(written.collisions);
    const arrived = page.records.filter(({ id }) => collided.has(id));
    const listed = arrived.flatMap((record) => this.#rejectsOf(record, view, claimed));
    const retracted = this.#stores.records.retract(view, [...collided, ...found]);
    const uncertain = pagesBelongTogether(step)
      ? []
      : [...collided].filter((id) => !contested.has(id));
    return {
      page: {
        ...page,
        records: page.records.filter(({ id }) => !collided.has(id)),
        rejects: [...page.rejects, ...listed],
      },
      written: {
        ...written,
        tally: addTally(written.tally, retracted.tally),
        rowsWritten: written.rowsWritten + retracted.rowsWritten,
      },
      ask: planRepair(step.resource, uncertain),
    };
  }

  /**
   * The rejects of a record that arrives and of the one that holds its id. Claimants that are listed
   * already keep their sample.
   */
  #rejectsOf(record: PackedRecord, view: ReadView, claimed: OriginClaim[]): Reject[] {
    const arrived: Claimant = { origin: record.origin ?? null, text: record.data };
    const known = claimed
      .filter(({ id, origin }) => id === record.id && origin !== arrived.origin)
      .map(({ origin }) => origin);
    const holding = this.#stores.records
      .holders(view, [record.id])
      .filter(
        ({ origin }) => origin !== null && origin !== arrived.origin && !known.includes(origin),
      )
      .map(claimantOf);
    const listed = known.map((origin): Claimant => ({ origin, text: "" }));
    return collision(record.id, [arrived, ...holding, ...listed]).slice(0, 1 + holding.length);
  }

  /**
   * Lists ids that came from another origin than readers see, where the former holder may still
   * exist: it came in these pages as well, or not all pages came. What they wrote is retracted.
   * @param pages whether all pages of the step came
   * @returns what that changes in the counts of the step
   */
  settlePages(
    { run, step, view }: Pick<Arrival, "run" | "step" | "view">,
    pages: "all" | "some",
  ): Tally {
    if (!pagesBelongTogether(step)) return noTally;
    const { records, seenIds, rejects } = this.#stores;
    const successions = records.successions(view);
    const doubtful =
      pages === "all" ? seenIds.repeated(run, step.resource, successions) : successions;
    if (doubtful.length === 0) return noTally;
    const former = new Map(
      records.holders({ ...view, own: 0 }, doubtful).map((one) => [one.id, one]),
    );
    const had = rejects.count(run, step.resource);
    for (const holder of records.holders(view, doubtful)) {
      const claimants = [holder, former.get(holder.id)].flatMap((one) =>
        one === undefined ? [] : [claimantOf(one)],
      );
      rejects.add(run, step.resource, 0, collision(holder.id, claimants));
    }
    const { tally } = records.retract(view, doubtful);
    return addTally(tally, { rejected: rejects.count(run, step.resource) - had });
  }

  /**
   * A page that brings every claimant of an id decides anew: earlier rejects of that id are dropped
   * before its own are kept.
   */
  forgetDecided({ run, step, batch, page }: Arrival): void {
    if (rulesOf(step).rejectKind === "arrival") return;
    const isWhole = wholeIn(step, batch, page);
    const decided = page.rejects.flatMap(({ id }) => (id !== null && isWhole(id) ? [id] : []));
    if (decided.length > 0) this.#stores.rejects.acquit(run, step.resource, decided);
  }
}

const claimantOf = ({ origin, data }: Holder): Claimant => ({ origin, text: data });

/**
 * Whether a page brings every record that claims an id: it was asked for that id, or for a whole
 * range in which the id lies.
 */
function wholeIn(
  step: StepState,
  { partition }: BatchState,
  { covers }: PackedPage,
): (id: Id) => boolean {
  if (covers.type === "ids" && partition?.type === "ids") {
    const named = new Set(covers.ids);
    return (id) => named.has(id);
  }
  const range = wholeRange(step, partition, covers);
  return (id) => range !== null && isInside(id, range);
}
