// What a lane brings home from the simulated source: faithful answers, and the ways in which they
// go wrong.
import { findSpoiled } from "../../connectors/narrowing.ts";
import { violatedField } from "../../connectors/odoo/filter-check.ts";
import type { Domain } from "../../connectors/odoo/queries.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Failure } from "../../contract/source/failure.ts";
import type { Id, Reject, SourceRecord } from "../../contract/source/record.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Survey } from "../../contract/source/survey.ts";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { packPage } from "../../core/pack.ts";
import { halve } from "../../core/partitions.ts";
import type { FileTable } from "./files.ts";
import { beginnings, digits, recordOf, wholeSecond, type SourceTable } from "./source.ts";
import type { World } from "./world.ts";

/**
 * Writes may become visible later than they are stamped: the next read begins so much earlier.
 * Where none does, what a cursor passes is lost.
 */
const overlapMs = { late: 15 * 60_000, prompt: 2_000 };
const lastId = 2 ** 31 - 1;
const second = (at: number): string => new Date(wholeSecond(at)).toISOString();

type Cursor = { at: number; highestId: number };
const cursorOf = (value: unknown): Cursor | null => (value === null ? null : (value as Cursor));
const mappingOf = (claim: Claim): number => Number(claim.access.settings["mapping"]);

/** Ours, and the company whose records nobody asks for; no record of ours has so high an id. */
const [own, other, firstStranger] = [1, 2, 900];

const broken = (code: string): Outcome => ({
  type: "failed",
  failure: { kind: "broken", code, facts: { host: "h" }, retryAfterMs: null },
});

export class SimulatedConnector {
  readonly #world: World;
  readonly #tables: Map<string, SourceTable>;
  readonly #drops: Map<string, FileTable>;
  readonly #pageSize: number;
  /** Records that nobody can read while the storm lasts. */
  readonly bad = new Set<string>();
  /** Records beside which nothing of an answer can be read while the storm lasts. */
  readonly unreadable = new Set<string>();
  /** Runs and resources whose source lied about a count: counts prove nothing there. */
  readonly lied = new Set<string>();
  /**
   * Runs and resources in whose pages one record went and another came between two answers: nothing
   * in them tells of it.
   */
  readonly swapped = new Set<string>();
  /** Resources and ids that two records have claimed at some time. */
  readonly contested = new Set<string>();
  /** Ids that two records of the source claim, for as long as a run asks. */
  readonly #twins = new Map<string, Set<Id>>();
  /** How much of its ids a source lists to a run. */
  readonly #shares = new Map<string, number>();
  readonly #seen = new Map<string, { added: number; removed: number }>();

  constructor(
    world: World,
    { tables, drops }: { tables: Map<string, SourceTable>; drops: Map<string, FileTable> },
    pageSize: number,
  ) {
    this.#world = world;
    this.#tables = tables;
    this.#drops = drops;
    this.#pageSize = pageSize;
  }

  #table(claim: Claim): SourceTable {
    const table = this.#tables.get(claim.resource);
    if (table === undefined) throw new Error(`no table ${claim.resource}`);
    return table;
  }

  /** Whether a page would bring a certain record. @param key resource and id */
  wouldRead(claim: Claim, key: string): boolean {
    const { partition, horizon } = claim;
    if (partition === null || !key.startsWith(`${claim.resource} `)) return false;
    const limit = Math.max(1, Math.min(this.#pageSize, claim.pageSize ?? 1_000));
    const ids = this.#drops.has(claim.resource)
      ? []
      : this.#idsIn(claim, partition, horizon?.highestId ?? 0);
    const smaller = partition.type === "prefix" && ids.length > limit;
    return !smaller && ids.slice(0, limit).includes(Number(key.split(" ")[1]));
  }

  /** Looks whether the table has changed since its last answer in a way that totals do not show. */
  #watch({ fence, resource }: Claim): void {
    const key = `${fence.run} ${resource}`;
    const { added, removed } = this.#tables.get(resource) ?? { added: 0, removed: 0 };
    const before = this.#seen.get(key);
    if (before !== undefined && before.added < added && before.removed < removed)
      this.swapped.add(key);
    this.#seen.set(key, { added, removed });
  }

  /** Ids of a resource that two records claim while a run looks. */
  twinsOf = (run: string, resource: string): ReadonlySet<Id> =>
    this.#twins.get(`${run} ${resource}`) ?? new Set();

  /** Chosen when a run looks for the first time; they are there until it ends. */
  #chooseTwins({ fence, resource }: Claim, table: SourceTable): void {
    const key = `${fence.run} ${resource}`;
    if (this.#twins.has(key)) return;
    const chance = this.#world.chance("keyClaimedTwice");
    const twins = new Set<Id>();
    for (let tries = 0; tries < 3 && table.ids().length > 0; tries += 1)
      if (this.#world.strikes("keyClaimedTwice")) twins.add(table.idOf(chance.pick(table.ids())));
    this.#twins.set(key, twins);
    for (const id of twins) this.contested.add(`${resource} ${id}`);
  }

  /** How many of these have a twin. */
  #twinsAmong({ fence, resource }: Claim, numbers: number[]): number {
    const [table, twins] = [this.#tables.get(resource), this.twinsOf(fence.run, resource)];
    return table === undefined || twins.size === 0
      ? 0
      : numbers.filter((number) => twins.has(table.idOf(number))).length;
  }

  /**
   * A record, and the other one of its key. Worlds in which no key is claimed twice say nothing of
   * origins, as most systems do.
   */
  #withTwin(claim: Claim, record: SourceRecord): SourceRecord[] {
    if (this.#world.strengths.keyClaimedTwice === 0) return [record];
    const own = { ...record, origin: `own ${record.id}` };
    if (!this.twinsOf(claim.fence.run, claim.resource).has(record.id)) return [own];
    return [
      own,
      { ...record, data: { ...record.data, name: "a twin" }, origin: `twin ${record.id}` },
    ];
  }

  answer(claim: Claim): Outcome {
    this.#watch(claim);
    const failure = this.#failure(claim);
    if (failure !== null) return { type: "failed", failure };
    const drop = this.#drops.get(claim.resource);
    if (drop !== undefined) return this.#answerFiles(claim, drop);
    switch (claim.kind) {
      case "survey":
        return {
          type: "surveyed",
          survey: this.#survey(claim),
          fingerprint: `mapping ${mappingOf(claim)}`,
        };
      case "fetch":
        return this.#fetch(claim);
      default:
        return this.#verify(claim);
    }
  }

  /**
   * Files are read whole, those above the cursor; one that was thrown away meanwhile brings
   * nothing.
   */
  #answerFiles(claim: Claim, drop: FileTable): Outcome {
    const fingerprint = `mapping ${mappingOf(claim)}`;
    if (claim.kind === "survey") {
      const known =
        claim.since.fingerprint === fingerprint && !claim.since.complete
          ? cursorOf(claim.since.cursor)
          : null;
      const partitions = drop
        .after(known?.highestId ?? 0)
        .map((file): Partition => ({ type: "file", file: String(file) }));
      const cursor: Cursor = { at: 0, highestId: drop.last };
      const horizon = { at: second(this.#world.now), highestId: drop.last };
      return {
        type: "surveyed",
        fingerprint,
        survey: { horizon, coverage: "files", toRead: null, present: null, partitions, cursor },
      };
    }
    const { partition } = claim;
    if (partition?.type !== "file") return { type: "counted", count: null };
    const records = drop.read(Number(partition.file), mappingOf(claim));
    const page = this.#spoil(claim, {
      type: "page",
      records,
      rejects: [],
      covers: partition,
      rest: null,
    });
    return packPage(page, claim);
  }

  #failure({ resource, kind }: Claim): Failure | null {
    const world = this.#world;
    const failure = (
      type: Failure["kind"],
      code: string,
      retryAfterMs: number | null = null,
    ): Failure => ({
      kind: type,
      code,
      facts: { host: "h", resource },
      retryAfterMs,
    });
    if (world.strikes("sourceAsksToWait"))
      return failure("busy", "source_busy", world.span("sourceAsksToWait", 1, 300) * 1_000);
    if (world.strikes("sourceAsksForADay")) return failure("busy", "source_busy", 86_400_000);
    if (world.strikes("sourceBusy")) return failure("busy", "source_busy");
    if (world.strikes("sourceDown")) return failure("busy", "source_unavailable");
    if (world.strikes("sourceGarbled")) return failure("broken", "answer_unreadable");
    if (world.strikes("sourceRefuses")) return failure("refused", "sign_in_refused");
    const table = this.#tables.get(resource);
    if (kind !== "survey" && table?.tidied === true && world.strikes("rightsWithdrawn")) {
      table.tidied = false;
      return failure("refused", "rights_missing");
    }
    if (world.strikes("sourceForbids")) return failure("refused", "rights_missing");
    return null;
  }

  #survey(claim: Claim): Survey {
    const table = this.#table(claim);
    this.#chooseTwins(claim, table);
    const { now } = this.#world;
    const size = table.records.size + this.#twinsAmong(claim, table.ids());
    const known = claim.since.fingerprint === `mapping ${mappingOf(claim)}`;
    const before = known ? cursorOf(claim.since.cursor) : null;
    const highestId = Math.max(table.highestId, before?.highestId ?? 0);
    const overlap = this.#world.strengths.writeLate > 0 ? overlapMs.late : overlapMs.prompt;
    const cursor: Cursor | null =
      table.kind === "changes" ? { at: wholeSecond(now) - overlap, highestId } : null;
    const found = { horizon: { at: second(now), highestId }, cursor, present: size };
    if (table.kind === "pages")
      return { ...found, coverage: "pages", toRead: size, partitions: [{ type: "page", page: 1 }] };
    if (table.kind === "prefixes") {
      const partitions = beginnings.map((prefix): Partition => ({ type: "prefix", prefix }));
      const toRead = this.#counted(size);
      return {
        ...found,
        coverage: "range",
        toRead,
        partitions,
        idRanges: table.listable ? partitions : [],
      };
    }
    if (cursor === null || before === null || claim.since.complete)
      return {
        ...found,
        coverage: "range",
        toRead: this.#counted(size),
        partitions: cutRange(highestId, this.#pageSize),
      };
    const since = Math.min(before.at, cursor.at);
    const toRead = [...table.records.values()].filter(({ stamp }) => stamp >= since).length;
    const windows: Partition[] =
      toRead === 0 ? [] : cutWindow(since, wholeSecond(now), Math.ceil(toRead / this.#pageSize));
    return { ...found, coverage: "changes", toRead: this.#counted(toRead), partitions: windows };
  }

  #counted(count: number): number {
    return this.#world.strikes("countLies")
      ? Math.max(0, count + this.#world.span("countLies", -3, 3))
      : count;
  }

  #fetch(claim: Claim): Outcome {
    const { partition, horizon } = claim;
    if (partition === null || horizon === null || horizon.highestId === null)
      throw new Error("a batch is read only after its survey");
    const world = this.#world;
    const limit = Math.max(1, Math.min(this.#pageSize, claim.pageSize ?? 1_000));
    if (limit > 1 && world.strikes("answerTooLarge"))
      return {
        type: "failed",
        failure: { kind: "broken", code: "answer_too_large", facts: {}, retryAfterMs: null },
      };
    const all = this.#idsIn(claim, partition, horizon.highestId);
    if (partition.type === "prefix" && all.length > limit)
      return { type: "smaller", partitions: this.#beginnings(claim, partition.prefix, all) };
    const halves = world.threatens("answerCut") ? halve(partition) : null;
    if (halves !== null) {
      world.struck("answerCut");
      return { type: "smaller", partitions: halves };
    }
    const ids = all.slice(0, limit);
    const page = this.#page(claim, {
      partition,
      ids,
      full: all.length > ids.length,
      highestId: horizon.highestId,
    });
    if (partition.type === "page" && page.rest !== null && world.strikes("pagesShift"))
      this.#shift(this.#table(claim));
    const answer = this.#obeyed(claim, page);
    return answer === null ? broken("filter_disobeyed") : this.#narrowed(claim, answer);
  }

  /**
   * Now and then a source brings records that were not asked for, those of another company: the
   * question tells, by the real rule.
   */
  #obeyed(claim: Claim, page: Page): Page | null {
    const world = this.#world;
    if (!world.strikes("filterIgnored")) return page;
    const table = this.#table(claim);
    const number = firstStranger + world.span("filterIgnored", 0, 9);
    const stranger = recordOf(
      table.idOf(number),
      { stamp: wholeSecond(world.now), name: "of another company" },
      mappingOf(claim),
    );
    const asked: Domain = [["company_id", "=", own]];
    const rows = [...page.records.map(() => own), other].map((company) => ({
      company_id: [company, "Company"],
    }));
    if (rows.every((row) => violatedField(row, asked) === null))
      return { ...page, records: [...page.records, stranger] };
    world.reached("strangersRefused");
    return null;
  }

  /**
   * An answer that one record spoils is read in halves, by the real rule, until that record stands
   * alone.
   */
  #narrowed(claim: Claim, page: Page): Outcome {
    const world = this.#world;
    const spoils = ({ id }: SourceRecord): boolean => {
      const key = `${claim.resource} ${id}`;
      if (!this.unreadable.has(key) && world.strikes("recordSpoilsAnswer"))
        this.unreadable.add(key);
      return !world.calm && this.unreadable.has(key);
    };
    const spoiling = new Set(page.records.filter(spoils));
    if (spoiling.size === 0) return packPage(this.#spoil(claim, page));
    const sound = new Set<SourceRecord>();
    const parts = findSpoiled(page.records);
    let step = parts.next();
    while (step.done !== true) {
      const part = step.value;
      const isSound = !part.some((one) => spoiling.has(one));
      if (isSound) for (const one of part) sound.add(one);
      step = parts.next(isSound ? part.length : null);
    }
    if (step.value === null) return broken("answer_unreadable");
    world.reached("spoilerFound");
    const rejects = step.value.map(({ id }): Reject => ({
      id,
      code: "record_unreadable",
      facts: {},
      sample: "",
    }));
    const records = page.records.filter((one) => sound.has(one));
    return packPage(
      this.#spoil(claim, { ...page, records, rejects: [...page.rejects, ...rejects] }),
    );
  }

  /** The source changes while somebody reads it page by page. */
  #shift(table: SourceTable): void {
    const world = this.#world;
    const chance = world.chance("pagesShift");
    const deed = chance.next();
    const id = chance.pick(table.ids());
    if (deed < 0.5) table.remove(id, world.now);
    else if (deed < 0.7) table.add(world.now, chance);
    else table.edit(id, { at: world.now, lateMs: 0, chance });
  }

  /** One character more of each beginning: together they hold all that the shorter one holds. */
  #beginnings(claim: Claim, prefix: string, ids: number[]): Partition[] {
    const table = this.#table(claim);
    const longer = new Set(ids.map((id) => String(table.idOf(id)).slice(0, prefix.length + 1)));
    // Where it says what is gone as well, every digit that may follow is asked for.
    if (prefix.length <= digits && !table.listable)
      for (let digit = 0; digit < 10; digit += 1) longer.add(`${prefix}${digit}`);
    return [...longer].sort().map((one) => ({ type: "prefix", prefix: one }));
  }

  #idsIn(claim: Claim, partition: Partition, highestId: number): number[] {
    const table = this.#table(claim);
    const ids = table.ids().filter((id) => id <= highestId || table.kind === "pages");
    const stamp = (id: number): number => table.records.get(id)?.stamp ?? 0;
    switch (partition.type) {
      case "range":
        return ids.filter((id) => id >= partition.from && id <= partition.to);
      case "window":
        return ids.filter(
          (id) =>
            id > partition.after &&
            stamp(id) >= Date.parse(partition.since) &&
            stamp(id) <= Date.parse(partition.until),
        );
      case "ids": {
        const wanted = new Set<Id>(partition.ids);
        return ids.filter((id) => wanted.has(table.idOf(id)));
      }
      case "page":
        return ids
          .sort((a, b) => stamp(b) - stamp(a) || a - b)
          .slice((partition.page - 1) * this.#pageSize);
      case "prefix":
        return ids.filter((id) => String(table.idOf(id)).startsWith(partition.prefix));
      case "file":
        return [];
    }
  }

  #page(
    claim: Claim,
    {
      partition,
      ids,
      full,
      highestId,
    }: { partition: Partition; ids: number[]; full: boolean; highestId: number },
  ): Page {
    const table = this.#table(claim);
    const records = ids.flatMap((id) => {
      const held = table.records.get(id);
      return held === undefined
        ? []
        : this.#withTwin(claim, recordOf(table.idOf(id), held, mappingOf(claim)));
    });
    const total =
      table.kind === "pages"
        ? { total: table.records.size + this.#twinsAmong(claim, table.ids()) }
        : {};
    const page = (covers: Partition, rest: Partition | null): Page => ({
      type: "page",
      records,
      rejects: [],
      covers,
      rest,
      ...total,
    });
    const last = ids.at(-1);
    const named = (numbers: number[]): Partition => ({
      type: "ids",
      ids: numbers.map((id) => table.idOf(id)),
    });
    if (!full || last === undefined) {
      const wholly =
        partition.type === "range" && partition.to >= highestId
          ? { ...partition, to: lastId }
          : partition;
      return page(wholly, null);
    }
    switch (partition.type) {
      case "range":
        return page({ ...partition, to: last }, { ...partition, from: last + 1 });
      case "window":
        return page(named(ids), { ...partition, after: last });
      case "ids":
        return page(named(ids), {
          type: "ids",
          ids: partition.ids.filter((id) => table.numberOf(id) > last),
        });
      case "page":
        // A page made smaller than the others would shift what follows: its rest is named.
        return ids.length < this.#pageSize
          ? page(named(ids), named(this.#idsIn(claim, partition, highestId).slice(ids.length)))
          : page(partition, { type: "page", page: partition.page + 1 });
      case "prefix":
      case "file":
        return page(partition, null);
    }
  }

  /** Bad records, and records that a page forgets although it answers for them. */
  #spoil(claim: Claim, page: Page): Page {
    const world = this.#world;
    let { covers } = page;
    const rejects = [...page.rejects];
    const omitted = new Map<Id, boolean>();
    const omits = (id: Id): boolean => {
      // What is asked for by name decides who claims a key: were one of two forgotten there, and
      // the other gone soon, nobody could tell.
      const asBefore = claim.partition?.type === "ids" ? omitted.get(id) : undefined;
      const is =
        asBefore ??
        ((claim.coverage === "range" || claim.coverage === "pages") && world.strikes("pageOmits"));
      omitted.set(id, is);
      return is;
    };
    const records = page.records.filter(({ id }) => {
      const key = `${claim.resource} ${id}`;
      if (!this.bad.has(key) && world.strikes("recordRejected")) this.bad.add(key);
      if (!world.calm && this.bad.has(key)) {
        rejects.push({ id, code: "field_unreadable", facts: { field: "due" }, sample: "" });
        return false;
      }
      if (world.strikes("rejectWithoutId")) {
        rejects.push({ id: null, code: "record_unreadable", facts: {}, sample: "" });
        covers = { type: "ids", ids: [] };
        return false;
      }
      return !omits(id);
    });
    return { ...page, covers, records, rejects };
  }

  /**
   * A list that is cut short stays so for as long as a run asks: only the next one gets it whole.
   */
  #listedShare({ fence, resource }: Claim): number {
    const key = `${fence.run} ${resource}`;
    const share =
      this.#shares.get(key) ??
      (this.#world.strikes("listCutShort") ? this.#world.span("listCutShort", 2, 9) / 10 : 1);
    this.#shares.set(key, share);
    return this.#world.calm ? 1 : share;
  }

  #verify(claim: Claim): Outcome {
    const table = this.#table(claim);
    const highestId = claim.horizon?.highestId ?? 0;
    const ids = table.ids().filter((id) => id <= highestId || table.kind === "pages");
    if (claim.partition?.type !== "range" && claim.partition?.type !== "prefix") {
      const honest = ids.length + this.#twinsAmong(claim, ids);
      const count = this.#counted(honest);
      if (count !== honest) this.lied.add(`${claim.fence.run} ${claim.resource}`);
      return { type: "counted", count };
    }
    const twins = this.twinsOf(claim.fence.run, claim.resource);
    const listed = this.#idsIn(claim, claim.partition, highestId).flatMap((id) =>
      twins.has(table.idOf(id)) ? [id, id] : [id],
    );
    // An index that lags behind its table: what was written last is what it lacks.
    const stamp = (id: number): number => table.records.get(id)?.stamp ?? 0;
    const length = Math.ceil(listed.length * this.#listedShare(claim));
    const short =
      listed.length === length
        ? listed
        : [...listed].sort((a, b) => stamp(a) - stamp(b) || a - b).slice(0, length);
    return {
      type: "identified",
      ids: short.sort((a, b) => a - b).map((id) => table.idOf(id)),
      covers: claim.partition,
    };
  }
}

function cutRange(highestId: number, pageSize: number): Partition[] {
  if (highestId === 0) return [{ type: "range", from: 0, to: 0 }];
  const width = Math.max(1, Math.ceil(pageSize * 1.2), Math.ceil(highestId / 12));
  const partitions: Partition[] = [];
  for (let from = 0; from <= highestId; from += width)
    partitions.push({ type: "range", from, to: Math.min(highestId, from + width - 1) });
  return partitions;
}

/** Windows that together hold every second from..to. */
function cutWindow(from: number, to: number, wanted: number): Partition[] {
  const width = Math.max(1_000, wholeSecond((to - from) / Math.min(wanted, 4)));
  const partitions: Partition[] = [];
  for (let since = from; since <= to; since += width)
    partitions.push({
      type: "window",
      since: new Date(since).toISOString(),
      until: new Date(Math.min(to, since + width - 1_000)).toISOString(),
      after: 0,
    });
  return partitions;
}
