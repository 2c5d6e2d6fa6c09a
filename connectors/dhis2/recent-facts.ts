// What a system said a moment ago: the pages of one refresh ask the same again and again, at a pace
// of few questions a second.
import type { z } from "zod";
import type { Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";

/** So long an answer stands for one that would be given now. */
const momentMs = 60_000;

/** Facts that grow old, beside those that stay as they are. */
const aging = [
  "clock",
  "system",
  "dataSets",
  "elements",
  "membersOfDataSets",
  "ownUnits",
  "units",
] as const;
export type Aging = (typeof aging)[number] | `ids of ${string}`;

type RecentFact<T> = { value: T; ageMs: number };

/** What was heard of a fact, and how long ago; null when that is too long, or never was. */
export function recentFact<T>(
  client: Dhis2Client,
  fact: Aging,
  shape: z.ZodType<T>,
): RecentFact<T> | null {
  const kept = client.recall(fact);
  if (kept === null || typeof kept !== "object" || Array.isArray(kept)) return null;
  const { at, value } = kept;
  const ageMs = typeof at === "number" ? Date.now() - at : -1;
  const parsed = shape.safeParse(value);
  return parsed.success && ageMs >= 0 && ageMs < momentMs ? { value: parsed.data, ageMs } : null;
}

export const rememberFact = (client: Dhis2Client, fact: Aging, value: Json): void =>
  client.remember(fact, { at: Date.now(), value });

/** From here on everything is asked anew. False: there was nothing to forget. */
export function forgetAging(client: Dhis2Client): boolean {
  const known = aging.filter((fact) => client.recall(fact) !== null);
  for (const fact of known) client.remember(fact, null);
  return known.length > 0;
}

/**
 * A list of what is there must not be older than the records that are held against it: what the
 * listing of a refresh goes by is asked after all of its pages, wherever they were read.
 */
export function beginListing(client: Dhis2Client, listing: string): void {
  if (client.recall("listing") === listing) return;
  forgetAging(client);
  client.remember("listing", listing);
}

/**
 * What was heard may be true no more, or never was: whatever fails for good makes us ask anew. A
 * refusal counts only after that; a later try is due in any case where the answer made no sense.
 */
export async function retryWithFreshFacts<T>(
  client: Dhis2Client,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const kind = error instanceof ConnectorError ? error.failure.kind : "busy";
    if (kind === "busy" || !forgetAging(client) || kind === "broken") throw error;
    return work();
  }
}
