// Remembers what a system said a moment ago, because the pages of one refresh ask for the same
// facts again and again, at a few requests a second.
import type { z } from "zod";
import type { Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";

/** How long a remembered fact counts as current. */
const recentMs = 60_000;

/** Facts that expire; all others stay as they are. */
const expiringFacts = [
  "clock",
  "system",
  "dataSets",
  "elements",
  "membersOfDataSets",
  "ownUnits",
  "units",
] as const;
export type ExpiringFact = (typeof expiringFacts)[number] | `ids of ${string}`;

type RecentFact<T> = { value: T; ageMs: number };

/** A remembered fact; null if it is too old or was never known. */
export function recentFact<T>(
  client: Dhis2Client,
  fact: ExpiringFact,
  shape: z.ZodType<T>,
): RecentFact<T> | null {
  const kept = client.recall(fact);
  if (kept === null || typeof kept !== "object" || Array.isArray(kept)) return null;
  const { at, value } = kept;
  const ageMs = typeof at === "number" ? Date.now() - at : -1;
  const parsed = shape.safeParse(value);
  return parsed.success && ageMs >= 0 && ageMs < recentMs ? { value: parsed.data, ageMs } : null;
}

/** Remembers a fact as of now. */
export const rememberFact = (client: Dhis2Client, fact: ExpiringFact, value: Json): void =>
  client.remember(fact, { at: Date.now(), value });

/** Forgets all facts that expire. False if there were none. */
export function forgetExpiringFacts(client: Dhis2Client): boolean {
  const known = expiringFacts.filter((fact) => client.recall(fact) !== null);
  for (const fact of known) client.remember(fact, null);
  return known.length > 0;
}

/**
 * Forgets expiring facts once per listing. A list of ids must not be older than the records it is
 * compared with, so its facts are requested after all pages of the refresh were read, wherever that
 * happened.
 */
export function beginListing(client: Dhis2Client, listing: string): void {
  if (client.recall("listing") === listing) return;
  forgetExpiringFacts(client);
  client.remember("listing", listing);
}

/**
 * Runs `work`, and once more with fresh facts if it fails for good, because a remembered fact may
 * be outdated or wrong. A refusal counts only after that. A response that made no sense is retried
 * later in any case.
 */
export async function retryWithFreshFacts<T>(
  client: Dhis2Client,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const kind = error instanceof ConnectorError ? error.failure.kind : "busy";
    if (kind === "busy" || !forgetExpiringFacts(client) || kind === "broken") throw error;
    return work();
  }
}
