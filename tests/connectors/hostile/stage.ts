// Runs an honest source once, plays every script against it, and records the exchange.
import type { SourceResponse, SourceClient } from "../../../connectors/source-client.ts";
import type { ClientLimits } from "../../../worker/outbound/client-limits.ts";
import { openSourceClient } from "../../../worker/outbound/source-client.ts";
import { scriptsOf } from "./scripts.ts";
import { recording, type Exchange } from "./tape.ts";
import type { HostileTransport, HostileWorld, Recording, Script } from "./world.ts";

/** A script as it went through one transport, with its recording. */
export type Scene<S> = {
  transport: HostileTransport<S>;
  script: Script<S>;
  tape: Exchange[];
  client: SourceClient<S>;
};

export type Stage<S> = {
  scenes: Scene<S>[];
  recordings: Recording[];
  /** Every response of a transport, to be sent in the wrong place. */
  answers: Map<string, SourceResponse[]>;
};

/** A client to an address, with a memory of its own. */
export function linkTo<S>(
  world: HostileWorld<S>,
  transport: HostileTransport<S>,
  url: string,
  limits: Partial<ClientLimits> = {},
): SourceClient<S> {
  const memory = new Map();
  const client = openSourceClient({
    connector: world.connector,
    settings: transport.settingsAt(url),
    secret: transport.secret,
    tenant: "hostile",
    gate: null,
    privateAddresses: "127.0.0.1:*,localhost:*",
    limits,
  });
  return {
    ...client,
    recall: (key) => memory.get(key) ?? null,
    remember: (key, value) => void (value === null ? memory.delete(key) : memory.set(key, value)),
  };
}

/**
 * Plays everything once against the honest source. A failure here is a bug in the suite or in the
 * connector.
 */
export async function setStage<S>(world: HostileWorld<S>): Promise<Stage<S>> {
  const source = await world.start();
  const scenes: Scene<S>[] = [];
  try {
    for (const transport of world.transports) {
      const first = linkTo(world, transport, source.url);
      const scripts =
        (await world.scripts?.(first)) ??
        (await scriptsOf(world, { client: first, change: source.change }));
      for (const script of scripts) {
        const { client, tape } = recording(linkTo(world, transport, source.url));
        await script.run(client);
        scenes.push({ transport, script, tape, client });
      }
    }
  } finally {
    await source.close();
  }
  const recordings = world.recordings();
  const answers = new Map(
    world.transports.map(({ name }) => [
      name,
      [
        ...scenes
          .filter(({ transport }) => transport.name === name)
          .flatMap(({ tape }) => tape.map(({ answer }) => answer)),
        ...recordings.filter(({ transport }) => transport === name).map(({ answer }) => answer),
      ],
    ]),
  );
  return { scenes, recordings, answers };
}
