// The interface every outside system implements: what it is, how to read from it and write to it.
import type { z } from "zod";
import type { Kind } from "../contract/api/catalog.ts";
import type { GateLimits } from "../contract/rpc/gate.ts";
import type { FilePreview } from "../contract/api/file.ts";
import type { Json } from "../contract/values/json.ts";
import type { Check } from "../contract/source/check.ts";
import type { Delivered, Pending } from "../contract/source/delivery.ts";
import type { Page, Smaller } from "../contract/source/page.ts";
import type { IdRange, Partition } from "../contract/source/partition.ts";
import type { Id } from "../contract/source/record.ts";
import type { Discovered } from "../contract/source/resource.ts";
import type { Coverage, Cursor, Horizon, Survey } from "../contract/source/survey.ts";
import type { PushOrder } from "./push-order.ts";
import type { RateLimitInfo, SourceClient, SourceResponse } from "./source-client.ts";

/** One resource of a template, with the options it is read with. */
export type ResourceSpec = {
  template: string;
  resource: string;
  options: { [name: string]: Json };
};

/** Where a read begins: at the cursor of the last one, unless a complete read is due. */
export type Since = { cursor: Cursor | null; complete: boolean };

export type FetchOrder = ResourceSpec & {
  partition: Partition;
  horizon: Horizon;
  coverage: Coverage;
  pageSize: number | null;
};

/** A kind of system as the catalog shows it, except for the form, which its settings describe. */
export type KindDescription = Omit<Kind, "settings">;

/**
 * What all outside systems have in common. `settings` validates the `Settings` before anything
 * reads them; each of its fields is registered as a `setting`, so that forms can show it.
 */
export interface System<Settings> {
  kind: KindDescription;
  settings: z.ZodObject & z.ZodType<Settings>;
  /** The base address of all calls; null for a system without one, such as uploaded files. */
  address(settings: Settings): URL | null;
  /** The rate each account can bear. */
  pace: GateLimits;
  /**
   * At most this many lanes for one refresh. Use 1 where calls are counted: a single lane remembers
   * what a second one would have to ask again.
   */
  lanes?: number;
  /** Overrides `pace` for some addresses. */
  paceOf?(settings: Settings): GateLimits;
  /** Response headers the connector reads besides content-type and date, in lower case. */
  headers?: readonly string[];
  /** The rate limits a response reports. They are passed on to the Gate, for a 429 as well. */
  limitsIn?(answer: Pick<SourceResponse, "status" | "headers">, now: number): RateLimitInfo;
  /**
   * The account the settings name. Connections with the same account and secret share one Gate.
   */
  account(settings: Settings): string;
  /**
   * Whether one account has many secrets, such as one per application. All connections of one owner
   * then share a Gate, whatever their secrets.
   */
  sharesAccount?(settings: Settings): boolean;
  check(client: SourceClient<Settings>): AsyncIterable<Check>;
}

/**
 * An outside system we read from. Its methods deliberately throw `ConnectorError` only; a bad
 * record becomes a `Reject` of its page. The same source data gives the same records, whatever the
 * transport.
 */
export interface Source<Settings> extends System<Settings> {
  /** Validates the options of a template and fills in defaults. */
  options?(template: string): z.ZodType<ResourceSpec["options"]>;
  /**
   * Changes when stored data must be read again completely: another mapping version, other fields,
   * another filter or database.
   */
  fingerprint(settings: Settings, spec: ResourceSpec): string;
  discover(client: SourceClient<Settings>, template: string): Promise<Discovered[]>;
  survey(client: SourceClient<Settings>, spec: ResourceSpec, since: Since): Promise<Survey>;
  fetch(client: SourceClient<Settings>, order: FetchOrder): Promise<Page | Smaller>;
  /**
   * The source's own count of records within the horizon; null when it cannot count. `cursor` is
   * the survey's. Where ids are derived this counts records: two that claim one id count as two.
   */
  count(
    client: SourceClient<Settings>,
    order: ResourceSpec & { horizon: Horizon; cursor: Cursor | null },
  ): Promise<number | null>;
  /** Previews a file before any of it reaches the store; only for systems with uploaded files. */
  preview?(
    bytes: ReadableStream<Uint8Array>,
    name: string,
    settings: Settings,
  ): Promise<FilePreview>;
  /**
   * Ids within a range and the horizon, ascending, each once per record that claims it. Absent when
   * the source cannot list ids.
   */
  ids?(
    client: SourceClient<Settings>,
    order: ResourceSpec & { range: IdRange; horizon: Horizon; cursor: Cursor | null },
  ): Promise<Id[]>;
}

/** An outside system we write to. A page may arrive twice; the second time it changes nothing. */
export interface Destination<Settings> extends System<Settings> {
  /** Records per page, at most. */
  pushSize: number;
  /**
   * Where the settings direct the data, the address by default. Anything delivered under another
   * target no longer counts as delivered.
   */
  targetOf?(settings: Settings): string;
  /**
   * The destination verifies its records with every delivery, so one runs even when there is
   * nothing to send.
   */
  recounts?: true;
  push(client: SourceClient<Settings>, order: PushOrder): Promise<Delivered | Pending>;
}

/** One outside system: a source, a destination, or both. */
export type Connector<Settings> =
  Source<Settings> | Destination<Settings> | (Source<Settings> & Destination<Settings>);
