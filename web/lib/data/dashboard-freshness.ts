// How fresh a dashboard's data is: the sources it shows, the oldest moment and the newest
// publication among them.
import type { Freshness } from "../../../contract/api/record.ts";

export type DashboardFreshness = {
  /** Every source of the configuration, published or not. */
  all: Freshness[];
  /** The sources that have published data, in the order of the configuration. */
  published: Freshness[];
  /** Since when every published source has been known to be current; null: nothing is published. */
  at: string | null;
  /** The source that was published last; null: nothing is published. */
  newest: Freshness | null;
  /** A text that changes whenever one of the sources is published again. */
  version: string;
};

export function dashboardFreshness(
  { id, resources }: { id: string; resources: readonly string[] },
  freshness: readonly Freshness[],
): DashboardFreshness {
  const all = freshness.filter((each) => each.configuration === id);
  const published = resources.flatMap((resource) =>
    all.filter((each) => each.resource === resource && each.publishedAt !== null),
  );
  const generationOf = (each: Freshness) => each.generation ?? 0;
  return {
    all,
    published,
    at: published.map(knownSince).toSorted()[0] ?? null,
    newest:
      published.toSorted((one, other) => generationOf(one) - generationOf(other)).at(-1) ?? null,
    version: all
      .map((each) => `${each.resource}:${each.generation}`)
      .toSorted()
      .join(" "),
  };
}

/** A refresh that found no changes publishes nothing; it moves `verifiedAt` alone. */
const knownSince = ({ publishedAt, verifiedAt }: Freshness): string =>
  [publishedAt ?? "", verifiedAt ?? ""].toSorted()[1] ?? "";
