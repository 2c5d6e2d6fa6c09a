// What the hostile suite needs to know about a connector: where honest responses come from, and
// what sorts of requests there are.
import type {
  SourceResponse,
  SourceClient,
  SourceRequest,
} from "../../../connectors/source-client.ts";
import type { Source, ResourceSpec } from "../../../connectors/connector.ts";

/** One transport to the source. */
export type HostileTransport<Settings> = {
  name: string;
  secret: string;
  settingsAt(url: string): Settings;
};

/** A recorded honest response: to which sort of request, through which transport. */
export type Recording = { name: string; transport: string; kind: string; answer: SourceResponse };

/** A running honest source: the sandbox, small. */
type HonestSource = {
  url: string;
  /** Some records change, so that there are changes to read. */ change(): Promise<void>;
  close(): Promise<void>;
};

/** Throws what the connector throws, and `Wrong` if an outcome breaks a promise. */
export type Script<S> = { name: string; run(client: SourceClient<S>): Promise<void> };

export type HostileWorld<Settings> = {
  connector: Source<Settings>;
  transports: HostileTransport<Settings>[];
  /** What is read; misbehaving servers only meet the first one. */
  readings: ResourceSpec[];
  /** The sort of a request, by the source's own name: every sort of every transport is spoiled. */
  kindOf(request: Pick<SourceRequest, "path" | "body">): string;
  /** Sorts of requests that each transport must make. */
  kinds: { [transport: string]: string[] };
  /** The sort whose response is a page of records. */
  pageKind: string;
  start(): Promise<HonestSource>;
  /**
   * What is done instead of reading, once per transport, in an order of its own; misbehaving
   * servers meet the first one.
   */
  scripts?(client: SourceClient<Settings>): Promise<Script<Settings>[]>;
  /** Responses of real servers; none on a clone without the recordings. */
  recordings(): Recording[];
};
