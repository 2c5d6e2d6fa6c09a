// Small facts that spare calls: a run asks three resources of the same rows, and the day's calls
// are counted.
import { z } from "zod";
import { Instant } from "../../contract/values/json.ts";
import type { SourceClient } from "../source-client.ts";
import type { KnackSettings } from "./settings.ts";
import type { Scope } from "./resource.ts";

type KnackClient = SourceClient<KnackSettings>;

/**
 * The surveys of one run follow each other at once. An older look than this belongs to another run.
 * It decides where pages are cut and nothing else: the pages themselves are always read anew.
 */
const sameLookMs = 3_000;

const Look = z.object({
  rules: z.string(),
  asked: z.number(),
  at: Instant.nullable(),
  total: z.int(),
});
type Look = Pick<z.infer<typeof Look>, "at" | "total">;

const textOf = ({ rules }: Scope): string => JSON.stringify(rules);

/**
 * What another resource's survey has just seen of the same rows; null when that is too long ago.
 */
export function recentLook(client: KnackClient, scope: Scope): Look | null {
  const { success, data } = Look.safeParse(client.recall("look"));
  const age = success ? Date.now() - data.asked : Number.NaN;
  return success && data.rules === textOf(scope) && age >= 0 && age < sameLookMs
    ? { at: data.at, total: data.total }
    : null;
}

export function rememberLook(client: KnackClient, scope: Scope, { at, total }: Look): void {
  client.remember("look", { rules: textOf(scope), asked: Date.now(), at, total });
}

const SeenPages = z.object({ horizon: Instant.nullable(), size: z.int(), total: z.int() });
type SeenPages = z.infer<typeof SeenPages>;

/** What the source says there are in all, with the page of a resource that was read last. */
export function rememberTotal(client: KnackClient, resource: string, seen: SeenPages): void {
  client.remember(`total:${resource}`, seen);
}

/** That total, when it was told inside the horizon. */
export function totalSeen(
  client: KnackClient,
  resource: string,
  horizon: Instant | null,
): number | null {
  const { success, data } = SeenPages.safeParse(client.recall(`total:${resource}`));
  return success && horizon !== null && data.horizon === horizon ? data.total : null;
}

const End = SeenPages.extend({ rules: z.string(), page: z.int() });

/**
 * A page that was empty: for the resources of this run, nothing stands behind the page before it.
 */
export function rememberEnd(
  client: KnackClient,
  scope: Scope,
  seen: SeenPages & { page: number },
): void {
  client.remember("end", { ...seen, rules: textOf(scope) });
}

/** Has this run seen that page empty? A total that has moved since says that pages have, too. */
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
