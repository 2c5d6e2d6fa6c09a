// What every screen of a tenant shares: who and where, the live view, and the orders that can be
// given.
import { createContext } from "svelte";
import type { Action, Me, TenantSummary } from "../../contract/api/access.ts";
import type { Catalog, Template } from "../../contract/api/catalog.ts";
import type { Quota } from "../../contract/api/quota.ts";
import type { Run, StartRun } from "../../contract/api/run.ts";
import type { Live } from "./live.svelte.ts";

export type TenantContext = {
  readonly me: Me;
  readonly tenant: TenantSummary;
  readonly catalog: Catalog;
  readonly live: Live;
  /** True between the click and the server's word. */
  readonly starting: boolean;
  may(action: Action): boolean;
  start(order: StartRun): Promise<void>;
  /** Asks first. */
  stop(run: Run): void;
  /** "Yes, they are gone", about these data sources. */
  confirmRemovals(run: Run, resources: string[]): Promise<void>;
  /** Any other order that answers with a run: retry. */
  follow(order: Promise<Run>): Promise<void>;
  /** All that is published goes to the destination anew. */
  sendAgain(configuration: string): Promise<void>;
  /**
   * What is left of today's calls where a configuration reads; null where nobody counts, or before
   * it is known.
   */
  quotaOf(configuration: string): Quota | null;
  showPanel(opener: HTMLElement | null): void;
};

export const [getTenantContext, setTenantContext] = createContext<TenantContext>();

/** The ready configuration of a key, whatever the system it belongs to. */
export const templateOf = (catalog: Catalog, key: string): Template | undefined =>
  catalog.kinds.flatMap((kind) => kind.templates).find((template) => template.key === key);
