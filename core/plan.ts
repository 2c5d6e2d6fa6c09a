// Planning: which batches a step needs next, and how a batch that is too big is cut.
import type { BatchKind } from "../contract/api/run.ts";
import type { Coverage, Extent, Id, Span } from "../contract/source/source.ts";

/** A batch as it is planned; the store numbers it. */
export type PlannedBatch = { resource: string; kind: BatchKind; extent: Extent | null };

/** Ids that one verify batch asks for at most, when ids are dense. */
export const idsPerSpan = 50_000;
/** Ids that one repair batch names. */
export const idsPerRepair = 500;

export const planSurvey = (resource: string): PlannedBatch => ({
  resource,
  kind: "survey",
  extent: null,
});

/**
 * Batches of a surveyed step. Ids rejected by an earlier run are read again by every run:
 * a complete read brings them anyway, a read of changes has to name them.
 */
export function planFetch(
  resource: string,
  { coverage, extents }: { coverage: Coverage; extents: Extent[] },
  rejectedIds: Id[],
): PlannedBatch[] {
  const named = coverage === "changes" ? cutIds(rejectedIds) : [];
  return [...extents, ...named].map((extent) => ({ resource, kind: "fetch", extent }));
}

/**
 * Whether an extent is a part of all ids: only such a part can be listed, and only inside one does
 * absence mean anything.
 */
export const isSpan = (extent: Extent | null): extent is Span =>
  extent?.type === "range" || extent?.type === "prefix";

/** Whether an id lies in a span. An integer and a text never lie in the same one. */
export const isInside = (id: Id, span: Span): boolean =>
  span.type === "range"
    ? typeof id === "number" && id >= span.from && id <= span.to
    : typeof id === "string" && id.startsWith(span.prefix);

/**
 * The next page of a resource on its way to a destination: what it holds is looked up when it is
 * claimed.
 */
export const planDelivery = (resource: string): PlannedBatch => ({
  resource,
  kind: "deliver",
  extent: null,
});

/** The question "how many are there": a verify batch without an extent. */
export const planCount = (resource: string): PlannedBatch => ({
  resource,
  kind: "verify",
  extent: null,
});

/** Verify batches that together list every id in the spans that the source itself has named. */
export const planSpans = (resource: string, spans: Span[]): PlannedBatch[] =>
  spans.map((extent) => ({ resource, kind: "verify", extent }));

/**
 * Verify batches that together list every id up to the highest, where ids are integers.
 * `present` is how many records there are: sparse ids make wide spans.
 */
export function planIds(resource: string, highestId: number, present: number): PlannedBatch[] {
  const spans = Math.max(1, Math.ceil(present / idsPerSpan));
  const width = Math.max(1, Math.ceil(highestId / spans));
  return Array.from({ length: spans }, (_, index) => ({
    resource,
    kind: "verify" as const,
    extent: {
      type: "range" as const,
      from: index * width + (index === 0 ? 0 : 1),
      to: Math.min((index + 1) * width, highestId),
    },
  })).filter(({ extent }) => extent.from <= extent.to);
}

export const planRepair = (resource: string, ids: Id[]): PlannedBatch[] =>
  cutIds(ids).map((extent) => ({ resource, kind: "fetch", extent }));

function cutIds(ids: Id[]): Extent[] {
  const parts: Extent[] = [];
  for (let at = 0; at < ids.length; at += idsPerRepair)
    parts.push({ type: "ids", ids: ids.slice(at, at + idsPerRepair) });
  return parts;
}

/** Two halves of an extent, or null when it is as small as it gets. */
export function halve(extent: Extent | null): [Extent, Extent] | null {
  switch (extent?.type) {
    case "range": {
      if (extent.from >= extent.to) return null;
      const middle = Math.floor((extent.from + extent.to) / 2);
      return [
        { ...extent, to: middle },
        { ...extent, from: middle + 1 },
      ];
    }
    case "ids": {
      if (extent.ids.length < 2) return null;
      const middle = extent.ids.length >> 1;
      return [
        { type: "ids", ids: extent.ids.slice(0, middle) },
        { type: "ids", ids: extent.ids.slice(middle) },
      ];
    }
    case "window": {
      const [since, until] = [Date.parse(extent.since), Date.parse(extent.until)];
      // Sources stamp whole seconds: a second cannot be cut, its ids can (the page size is halved
      // instead).
      if (until - since < 1_000 || extent.after > 0) return null;
      const middle = since + Math.floor((until - since) / 2_000) * 1_000;
      return [
        { ...extent, until: new Date(middle).toISOString() },
        { ...extent, since: new Date(middle + 1_000).toISOString() },
      ];
    }
    default:
      return null;
  }
}

/** An extent in a word or two, for the list of batches. */
export function describeExtent(extent: Extent | null): string {
  switch (extent?.type) {
    case "range":
      return `ids ${extent.from}-${extent.to}`;
    case "window":
      return `${extent.since} - ${extent.until}${extent.after > 0 ? `, ids above ${extent.after}` : ""}`;
    case "prefix":
      return extent.prefix === "" ? "all" : `${extent.prefix}…`;
    case "page":
      return `page ${extent.page}`;
    case "file":
      return extent.file;
    case "ids":
      return `${extent.ids.length} named`;
    case undefined:
      return "";
  }
}
