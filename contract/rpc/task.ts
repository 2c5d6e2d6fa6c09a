// What a lane and the tenant's object say to each other while a run is worked on.
import { z } from "zod";
import type { FileWarning } from "../source/page.ts";
import type { Json } from "../values/json.ts";
import type { BatchKind } from "../api/run.ts";
import type { Column } from "../source/resource.ts";
import type { Coverage, Cursor, Horizon, Survey } from "../source/survey.ts";
import type { Delivered, Delivery } from "../source/delivery.ts";
import type { Partition, IdRange } from "../source/partition.ts";
import type { Failure } from "../source/failure.ts";
import type { Id, Reject } from "../source/record.ts";

/** A queue message: only an address, never data. One message is one lane. */
export const Task = z.strictObject({
  tenant: z.string(),
  jurisdiction: z.enum(["eu"]).nullable(),
  run: z.string(),
  epoch: z.int(),
});
export type Task = z.infer<typeof Task>;

/** Who may still act on a batch: a holder with an older number is refused. */
export type Fence = { run: string; epoch: number; batch: number; attempt: number };

/**
 * What a connector needs to know of the outside system; the secret is sealed until the lane opens
 * it.
 */
export type ConnectionAccess = {
  tenant: string;
  connection: string;
  kind: string;
  settings: { [name: string]: Json };
  /** Sealed; null when none is kept. */
  secret: string | null;
  /** A shared connection: its secret is sealed for the shared owner, not for the tenant. */
  shared?: boolean;
  /** What people call the connection. */
  name?: string;
  /**
   * Of a shared one: the canonical text of what is fixed for the tenant. When it changes, a running
   * refresh stops.
   */
  share?: string;
  /** The system has accepted this secret; left out: not that anybody knows. */
  proved?: boolean;
  /** Of a destination: where in the system it writes. Another place has got nothing yet. */
  place?: string;
  /** Of a destination: it is asked with every run whether it still holds what it was sent. */
  recounts?: true;
};

/** One batch in the hands of a lane. */
export type Claim = {
  fence: Fence;
  kind: BatchKind;
  resource: string;
  template: string;
  options: { [name: string]: Json };
  access: ConnectionAccess;
  partition: Partition | null;
  /**
   * Where the last published read ended, what it was a read of, and whether this one reads
   * everything all the same.
   */
  since: { cursor: Cursor | null; fingerprint: string | null; complete: boolean };
  /** The survey's cursor of this run: counts and ids are asked inside the same bounds. */
  cursor: Cursor | null;
  horizon: Horizon | null;
  coverage: Coverage | null;
  /** What the survey said of records whose id is taken; null: nothing of its own. */
  idTakenCode: string | null;
  /** Records a page may bring at most: halved when a batch has cost its lane before. */
  pageSize: number | null;
  /** The page of a `deliver` batch and where it goes; null for all others. */
  delivery: DeliveryOrder | null;
  /**
   * Started by a person, who waits, or by a schedule: the Gate keeps a reserve of the day's calls
   * for people.
   */
  urgent: boolean;
};

/** A page for a destination, as the object gives it to a lane. */
export type DeliveryOrder = {
  destination: ConnectionAccess;
  configuration: string;
  configurationName: string;
  /**
   * What the destination has confirmed, with the first page of a delivery; null where nothing is
   * known of it.
   */
  known: { confirmed: number; records: { least: number; most: number } | null } | null;
  /**
   * How many records it has to hold once this page is in, beside those it refuses of it; null where
   * more pages follow.
   */
  due: { least: number; most: number } | null;
  columns: Column[];
  /** The options of the configuration: some of them are about the destination. */
  options: { [name: string]: Json };
  deliveries: Delivery[];
  generation: number;
  page: number;
  whole: boolean;
  last: boolean;
  /** What the destination gave to recognise its work by, when it answered `pending` before. */
  task: Json | null;
};

/**
 * A record on its way into the store: `data` is its canonical JSON text, `hash` that of the text.
 */
export type PackedRecord = {
  id: Id;
  hash: string;
  version: string | null;
  data: string;
  origin?: string;
};

/** A page on its way into the store. No id stands in it twice. */
export type PackedPage = {
  type: "page";
  records: PackedRecord[];
  /** Records and rejects that the source gave. */
  read: number;
  rejects: Reject[];
  covers: Partition;
  rest: Partition | null;
  total?: number;
  rows?: Id[];
  found?: Record<string, number>;
  warning?: FileWarning | null;
};

/** What came of a batch. */
export type Outcome =
  | { type: "surveyed"; survey: Survey; fingerprint: string }
  | PackedPage
  | { type: "smaller"; partitions: Partition[] }
  | { type: "counted"; count: number | null }
  | { type: "identified"; ids: Id[]; covers: IdRange }
  | Delivered
  /** The destination works by itself: the batch is looked at again then. */
  | { type: "pending"; task: Json; until: number }
  | { type: "failed"; failure: Failure }
  /** The Gate said not yet: handed back, nothing counted. */
  | { type: "handedBack"; until: number; failure: Failure };

/** The tenant's answer to a lane: the next batch, or why there is none. */
export type Assignment =
  | { type: "claim"; claim: Claim }
  /** Nothing to do now; the object sends a task when there is. */
  | { type: "idle" };
