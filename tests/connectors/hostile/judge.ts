// What must hold for every outcome, however absurd the response: a typed failure with a sentence,
// or data that obeys the contract.
import { packPage } from "../../../core/pack.ts";
import { canonical } from "../../../contract/values/canonical.ts";
import type { Json, Text } from "../../../contract/values/json.ts";
import { say } from "../../../contract/sentences/say.ts";
import { isCode } from "../../../contract/sentences/sentences.ts";
import { Check } from "../../../contract/source/check.ts";
import { Discovered, type Column } from "../../../contract/source/resource.ts";
import { Partition, type IdRange } from "../../../contract/source/partition.ts";
import { Failure } from "../../../contract/source/failure.ts";
import { Id, Reject } from "../../../contract/source/record.ts";
import { Survey } from "../../../contract/source/survey.ts";
import type { Page, Smaller } from "../../../contract/source/page.ts";
import { ConnectorError } from "../../../connectors/connector-error.ts";
import type { FetchOrder } from "../../../connectors/connector.ts";
import { obeys } from "../shapes.ts";

/** Thrown by the judge when a connector breaks a promise. */
export class Wrong extends Error {
  override name = "Wrong";
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Wrong(what);
}

const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 200);

/** The failure's sentence exists in both languages, with every fact it names. */
export function mustBeSaid(code: string, facts: Record<string, string>): void {
  must(isCode(code), `no sentence for ${code}`);
  for (const locale of ["en", "fr"] as const)
    must(
      !/…|\{\w+\}/.test(say(code, withoutMarks(facts), locale)),
      `${code} misses a fact in ${locale}`,
    );
  for (const [name, fact] of Object.entries(facts)) {
    must(fact.length <= 500, `${code}: the fact ${name} has ${fact.length} characters`);
    must(fact.isWellFormed(), `${code}: the fact ${name} is not well-formed`);
  }
}

/** A hostile source's text may itself contain the marker of a missing fact. */
const withoutMarks = (facts: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, fact.replace(/[…{}]/g, "_")]),
  );

/** The failure's kind and code; anything but a typed failure is wrong. */
export function judgeError(error: unknown, secret: string): string {
  if (error instanceof Wrong) throw error;
  if (!(error instanceof ConnectorError))
    throw new Wrong(
      `threw ${error instanceof Error ? (error.stack ?? error.message) : shown(error)}`,
    );
  const failure = Failure.safeParse(error.failure);
  must(failure.success, `a failure that is none: ${shown(error.failure)}`);
  const { kind, code, facts } = failure.data;
  mustBeSaid(code, facts);
  must(!JSON.stringify([error.message, facts]).includes(secret), `${code} tells the secret`);
  must(code !== "internal" && code !== "run_lost", `the source's fault is called ours: ${code}`);
  return `${kind}: ${code}`;
}

export function judgeSurvey(survey: Survey): void {
  const parsed = Survey.safeParse(survey);
  must(parsed.success, `a survey against the contract: ${parsed.error?.message}`);
  must(survey.partitions.length <= 500, `${survey.partitions.length} batches`);
  must(
    canonical(JSON.parse(JSON.stringify(survey)) as Json) === canonical(parsed.data as Json),
    "a survey that JSON does not carry",
  );
  let next = 0;
  for (const partition of survey.partitions) {
    if (partition.type === "range") {
      must(
        partition.from === next && partition.to >= partition.from,
        `ranges with holes: ${shown(survey.partitions)}`,
      );
      next = partition.to + 1;
    }
    if (partition.type === "window")
      must(
        partition.since <= partition.until,
        `a window that ends before it begins: ${shown(partition)}`,
      );
  }
  if (survey.coverage === "range" && survey.idRanges === undefined)
    must(next > (survey.horizon.highestId ?? 0), "ranges that end below the horizon");
}

export function judgeCount(count: number | null): void {
  must(count === null || (Number.isSafeInteger(count) && count >= 0), `a count of ${count}`);
}

export function judgeIds(ids: Id[], range: IdRange): void {
  let last: Id | null = null;
  for (const id of ids) {
    must(Id.safeParse(id).success, `no id: ${shown(id)}`);
    must(
      (typeof id === "number") === (range.type === "range") && liesIn(range, id),
      `an id that nobody asked for: ${id}`,
    );
    must(last === null || id > last, "ids that do not rise");
    last = id;
  }
}

export function judgeCheck(check: Check): void {
  const parsed = Check.safeParse(check);
  must(parsed.success, `a check against the contract: ${parsed.error?.message}`);
  must(
    check.status === "passed" || check.status === "skipped" || check.remedy !== null,
    `${check.name} has no remedy`,
  );
  for (const text of [check.seen, check.remedy]) mustBeShort(text, check.name);
}

export function judgeDiscovered(found: Discovered[]): void {
  for (const one of found) {
    const parsed = Discovered.safeParse(one);
    must(parsed.success, `a discovery against the contract: ${parsed.error?.message}`);
    mustBeShort(one.reason, one.key);
  }
}

function mustBeShort(text: Text | null, name: string): void {
  for (const words of text === null ? [] : [text.en, text.fr]) {
    must(words.length <= 5_000 && words.isWellFormed(), `${name} says ${words.length} characters`);
  }
}

/** Judges a page; returns what goes into the store. */
export function judgePage(
  page: Page | Smaller,
  { partition }: Pick<FetchOrder, "partition">,
  columns: Column[],
): void {
  if (page.type === "smaller") {
    must(
      page.partitions.length > 0 &&
        page.partitions.every((one) => Partition.safeParse(one).success),
      "smaller partitions that are none",
    );
    return;
  }
  const seen = new Set<Id>();
  for (const { id, version, data } of page.records) {
    must(Id.safeParse(id).success && !seen.has(id), `an id that is none, or twice: ${shown(id)}`);
    must(liesIn(partition, id), `record ${shown(id)} was not asked for`);
    must(
      version === null ||
        (typeof version === "string" && version.isWellFormed() && version.length < 100),
      `a version that is none: ${shown(version)}`,
    );
    must(
      Object.getPrototypeOf(data) === Object.prototype,
      `record ${shown(id)} has a prototype of its own`,
    );
    must(
      sameNames(Object.keys(data), columns),
      `record ${shown(id)} has other columns: ${Object.keys(data).join()}`,
    );
    for (const { name, type } of columns)
      must(obeys(type, data[name] ?? null), `${name} is no ${type}: ${shown(data[name])}`);
    mustBePlain(data, String(id));
    seen.add(id);
  }
  for (const reject of page.rejects) {
    must(
      Reject.safeParse(reject).success && reject.sample.isWellFormed(),
      `a reject against the contract: ${shown(reject)}`,
    );
    mustBeSaid(reject.code, reject.facts);
  }
  must(
    Partition.safeParse(page.covers).success &&
      (page.rest === null || Partition.safeParse(page.rest).success),
    "partitions that are none",
  );
  if (page.rest !== null)
    must(
      isLess(page.rest, partition),
      `what is left is no less than what was asked: ${shown([page.rest, partition])}`,
    );
  judgePacked(page);
}

const sameNames = (names: string[], columns: Column[]): boolean =>
  names.length === columns.length && columns.every(({ name }) => names.includes(name));

const liesIn = (partition: Partition, id: Id): boolean =>
  partition.type === "range"
    ? Number(id) >= partition.from && Number(id) <= partition.to
    : partition.type === "prefix"
      ? String(id).startsWith(partition.prefix)
      : partition.type === "ids"
        ? partition.ids.includes(id)
        : partition.type !== "window" || Number(id) > partition.after;

/** Reading the rest again and again must come to an end. */
function isLess(rest: Partition, asked: Partition): boolean {
  if (rest.type !== asked.type) return true;
  if (rest.type === "range" && asked.type === "range")
    return rest.from > asked.from && rest.from <= rest.to && rest.to <= asked.to;
  if (rest.type === "window" && asked.type === "window") return rest.after > asked.after;
  if (rest.type === "ids" && asked.type === "ids") return rest.ids.length < asked.ids.length;
  return JSON.stringify(rest) !== JSON.stringify(asked);
}

/** Plain data at any depth: finite numbers, whole characters, no names that objects inherit. */
function mustBePlain(value: Json, where: string): void {
  if (typeof value === "number") must(Number.isFinite(value), `${where}: ${value}`);
  else if (typeof value === "string") must(value.isWellFormed(), `${where}: half a character`);
  else if (Array.isArray(value)) for (const item of value) mustBePlain(item, where);
  else if (value !== null && typeof value === "object") {
    for (const [name, member] of Object.entries(value)) {
      must(name !== "__proto__" && name.isWellFormed(), `${where}: a member named ${shown(name)}`);
      mustBePlain(member, `${where}.${name}`);
    }
  }
}

function judgePacked(page: Page): void {
  const packed = packPage(page);
  const kept = new Map(page.records.map((record) => [record.id, record]));
  for (const { id, version, data } of packed.records) {
    const record = kept.get(id);
    must(
      Buffer.byteLength(data) < 2_000_000,
      `record ${shown(id)} is longer than any database takes`,
    );
    const same =
      record !== undefined &&
      record.version === version &&
      canonical(record.data) === canonical(JSON.parse(data) as Json);
    must(same, `record ${shown(id)} changed on its way into the store`);
  }
  must(
    packed.records.length + packed.rejects.length === page.records.length + page.rejects.length,
    "a record was lost on its way",
  );
}

const builtInPrototypes = [
  Object,
  Array,
  Function,
  String,
  Number,
  Boolean,
  Map,
  Promise,
  Error,
].map((one) => one.prototype as object);
const builtInNameCounts = builtInPrototypes.map((one) => Reflect.ownKeys(one).length);

/** Nothing may ever be written to the prototype of all objects. */
export function judgePrototypes(): void {
  must(
    builtInPrototypes.every((one, at) => Reflect.ownKeys(one).length === builtInNameCounts[at]) &&
      !("polluted" in {}),
    "a prototype was written to",
  );
}
