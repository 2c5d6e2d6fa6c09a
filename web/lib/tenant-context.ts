// What every screen of a tenant shares: the person, the tenant, the live view and the commands.
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
  /** True between the click and the server's answer. */
  readonly starting: boolean;
  may(action: Action): boolean;
  start(order: StartRun): Promise<void>;
  /** Asks for confirmation first. */
  stop(run: Run): void;
  /** Answers "Yes, they are gone" for these data sources. */
  confirmRemovals(run: Run, resources: string[]): Promise<void>;
  /** Follows the run that another command, such as a retry, answers with. */
  follow(order: Promise<Run>): Promise<void>;
  /** Sends all published data to the destination again. */
  sendAgain(configuration: string): Promise<void>;
  /**
   * The calls left today at a configuration's source; null where the source has no quota, or before
   * it is known.
   */
  quotaOf(configuration: string): Quota | null;
  showPanel(opener: HTMLElement | null): void;
};

export const [getTenantContext, setTenantContext] = createContext<TenantContext>();

/** The template with this key, whichever system it belongs to. */
export const templateOf = (catalog: Catalog, key: string): Template | undefined =>
  catalog.kinds.flatMap((kind) => kind.templates).find((template) => template.key === key);
