// Remembers small facts that save calls: a run reads three resources from the same rows, and daily
// calls are limited.
import { z } from "zod";
import { Instant } from "../../contract/values/json.ts";
import type { SourceClient } from "../source-client.ts";
import type { KnackSettings } from "./settings.ts";
import type { Scope } from "./resource.ts";

type KnackClient = SourceClient<KnackSettings>;

/**
 * The surveys of one run follow each other at once, so an older look belongs to another run. It
 * only decides where pages are cut; the pages themselves are always read.
 */
const sameRunMs = 3_000;

const Look = z.object({
  rules: z.string(),
  asked: z.number(),
  at: Instant.nullable(),
  total: z.int(),
});
type Look = Pick<z.infer<typeof Look>, "at" | "total">;

const textOf = ({ rules }: Scope): string => JSON.stringify(rules);

/**
 * What the survey of another resource has just seen of the same rows; null if that is too long ago.
 */
export function recentLook(client: KnackClient, scope: Scope): Look | null {
  const { success, data } = Look.safeParse(client.recall("look"));
  const age = success ? Date.now() - data.asked : Number.NaN;
  return success && data.rules === textOf(scope) && age >= 0 && age < sameRunMs
    ? { at: data.at, total: data.total }
    : null;
}

/** Remembers the total that a survey has just seen. */
export function rememberLook(client: KnackClient, scope: Scope, { at, total }: Look): void {
  client.remember("look", { rules: textOf(scope), asked: Date.now(), at, total });
}

const SeenPages = z.object({ horizon: Instant.nullable(), size: z.int(), total: z.int() });
type SeenPages = z.infer<typeof SeenPages>;

/** Remembers the source's total, as stated by the last page of a resource. */
export function rememberTotal(client: KnackClient, resource: string, seen: SeenPages): void {
  client.remember(`total:${resource}`, seen);
}

/** That total, if it was stated within the horizon; null otherwise. */
export function totalSeen(
  client: KnackClient,
  resource: string,
  horizon: Instant | null,
): number | null {
  const { success, data } = SeenPages.safeParse(client.recall(`total:${resource}`));
  return success && horizon !== null && data.horizon === horizon ? data.total : null;
}

const End = SeenPages.extend({ rules: z.string(), page: z.int() });

/** Remembers an empty page: nothing follows the page before it, for all resources of this run. */
export function rememberEnd(
  client: KnackClient,
  scope: Scope,
  seen: SeenPages & { page: number },
): void {
  client.remember("end", { ...seen, rules: textOf(scope) });
}

/**
 * Whether this run has seen that page empty. If the total has changed since, the pages have too.
 */
export function endAfter(
  client: KnackClient,
  scope: Scope,
  { horizon, size, total, page }: SeenPages & { page: number },
): boolean {
  const { success, data } = End.safeParse(client.recall("end"));
  if (!success || horizon === null) return false;
  return (
    data.rules === textOf(scope) &&
    data.horizon === horizon &&
    data.size === size &&
    data.total === total &&
    data.page === page
  );
}
