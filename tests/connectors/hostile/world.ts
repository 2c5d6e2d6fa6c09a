// What the hostile suite needs to know of a connector: where honest answers come from, and how its
// questions are called.
import type {
  SourceResponse,
  SourceClient,
  SourceRequest,
} from "../../../connectors/source-client.ts";
import type { Source, ResourceSpec } from "../../../connectors/connector.ts";

/** One way to speak to the source. */
export type HostileTransport<Settings> = {
  name: string;
  secret: string;
  settingsAt(url: string): Settings;
};

/** An honest answer that was written down: to which kind of question, through which transport. */
export type Recording = { name: string; transport: string; kind: string; answer: SourceResponse };

/** An honest source that runs: the sandbox, small. */
type HonestSource = {
  url: string;
  /** Some records change, so that there are changes to read. */ change(): Promise<void>;
  close(): Promise<void>;
};

/** Throws what the connector throws, and `Wrong` where an outcome is not as promised. */
export type Script<S> = { name: string; run(client: SourceClient<S>): Promise<void> };

export type HostileWorld<Settings> = {
  connector: Source<Settings>;
  transports: HostileTransport<Settings>[];
  /** What is read; the first one is also read from servers that misbehave. */
  readings: ResourceSpec[];
  /** The sort of question, as the source calls it: every sort of every transport is spoiled. */
  kindOf(question: Pick<SourceRequest, "path" | "body">): string;
  /** Sorts of questions that each transport must be seen to ask. */
  kinds: { [transport: string]: string[] };
  /** The sort whose answer is a page of records. */
  pageKind: string;
  start(): Promise<HonestSource>;
  /**
   * What is done instead of reading, once for each transport, in an order of its own; servers that
   * misbehave meet the first.
   */
  scripts?(client: SourceClient<Settings>): Promise<Script<Settings>[]>;
  /** Answers of real servers; none on a clone that has no recordings beside it. */
  recordings(): Recording[];
};
