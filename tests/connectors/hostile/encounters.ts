// Confronts the real client with misbehaving servers: each encounter must end in time, with a typed
// failure, and without leaking anything.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ClientLimits } from "../../../worker/outbound/client-limits.ts";
import { judgeError, judgePrototypes, Wrong } from "./judge.ts";
import { misbehaviours } from "./misbehaviours.ts";
import type { Order, ServersData, ServerReport } from "./servers.ts";
import { linkTo, type Scene, type Stage } from "./stage.ts";
import type { HostileWorld } from "./world.ts";

export type EncounterReport = {
  manners: number;
  encounters: number;
  byOutcome: Record<string, number>;
  slowestMs: number;
  failures: { manner: string; where: string; what: string }[];
};

/** Short timeouts; responses may be as large as ever. */
const limits: Partial<ClientLimits> = { headersMs: 1_200, totalMs: 2_000, idleMs: 800 };
/** Far more than those limits allow, even on a busy machine. */
const hangMs = 30_000;
const atOnce = 24;
/**
 * As many responses of the largest size arrive at once as a refresh has lanes, so memory must hold
 * them all.
 */
const heavyAtOnce = 4;
/**
 * On a busy machine an honest response may come too late, so that the server never gets to
 * misbehave.
 */
const maxTries = 4;

type Meeting<S> = { scene: Scene<S>; tape: number; kind: string; manner: string; tries: number };

export async function encounters<S>(
  world: HostileWorld<S>,
  stage: Stage<S>,
): Promise<EncounterReport> {
  const scenes = world.transports.flatMap(
    ({ name }) =>
      stage.scenes.find(
        ({ transport, script }) =>
          transport.name === name &&
          (world.scripts !== undefined || script.name.startsWith("pages of ")),
      ) ?? [],
  );
  const tapes = scenes.map(({ tape }) =>
    tape.map((heard) => ({ ...heard, kind: world.kindOf(heard.request) })),
  );
  const meetings: Meeting<S>[] = scenes.flatMap((scene, tape) =>
    // The very first request is made before any transport is chosen.
    [...(tape === 0 ? [tapes[0]?.[0]?.kind ?? ""] : []), world.pageKind].flatMap((kind) =>
      Object.keys(misbehaviours).map((manner) => ({ scene, tape, kind, manner, tries: 1 })),
    ),
  );
  const report: EncounterReport = {
    manners: Object.keys(misbehaviours).length,
    encounters: 0,
    byOutcome: {},
    slowestMs: 0,
    failures: [],
  };
  const street = new Street({ tapes });
  try {
    const work = async (waiting: Meeting<S>[]) => {
      for (let meeting = waiting.pop(); meeting; meeting = waiting.pop()) {
        const met = await meet(world, street, meeting, report);
        if (!met) waiting.unshift({ ...meeting, tries: meeting.tries + 1 });
      }
    };
    const [heavy, light] = [
      meetings.filter(isHeavy),
      meetings.filter((meeting) => !isHeavy(meeting)),
    ];
    const lanes = [
      ...Array.from({ length: heavyAtOnce }, () => work(heavy)),
      ...Array.from({ length: atOnce }, () => work(light)),
    ];
    await Promise.all(lanes);
  } finally {
    await street.end();
  }
  return report;
}

const isHeavy = ({ manner }: { manner: string }): boolean =>
  /endless|very fast|fifty|bomb/.test(manner);

/** False if the server never got to misbehave, so that the encounter must be repeated. */
async function meet<S>(
  world: HostileWorld<S>,
  street: Street,
  { scene, tape, kind, manner, tries }: Meeting<S>,
  report: EncounterReport,
): Promise<boolean> {
  const { transport, script } = scene;
  const { id, port } = await street.open({ manner, tape, kind });
  const client = linkTo(world, transport, `http://127.0.0.1:${port}`, limits);
  const began = performance.now();
  try {
    const outcome = await inTime(
      script.run(client).then(
        () => "usable",
        (error: unknown) => judgeError(error, transport.secret),
      ),
    );
    report.slowestMs = Math.max(report.slowestMs, Math.round(performance.now() - began));
    judgePrototypes();
    const { struck, kept, leaked } = await street.close(id, isEndless(manner));
    if (struck === 0 && tries < maxTries) return false;
    if (struck === 0) throw new Wrong("the server had no occasion to misbehave");
    report.byOutcome[outcome] = (report.byOutcome[outcome] ?? 0) + 1;
    if (leaked.length > 0) throw new Wrong(leaked.join(", "));
    if (isEndless(manner) && kept > 0)
      throw new Wrong(`still listens to ${kept} of ${struck} answers without end`);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    report.failures.push({ manner, where: `${transport.name} ${kind}`, what: error.message });
  }
  report.encounters += 1;
  return true;
}

const isEndless = (manner: string): boolean => /endless|without end|very fast/.test(manner);

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Wrong(`has not ended after ${hangMs / 1_000} s`)), hangMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The thread of the servers, whose output does not count as our memory. */
class Street {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { resolve(word: ServerReport): void; reject(error: unknown): void }
  >();
  #opened = 0;

  constructor(workerData: ServersData) {
    this.#worker = new Worker(join(import.meta.dirname, "servers.ts"), { workerData });
    this.#worker.on("message", (word: ServerReport) => {
      this.#waiting.get(word.id)?.resolve(word);
    });
    this.#worker.on("error", (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  async open(
    order: Omit<Extract<Order, { type: "open" }>, "type" | "id">,
  ): Promise<{ id: number; port: number }> {
    const id = (this.#opened += 1);
    const word = await this.#ask({ type: "open", id, ...order });
    if (word.type !== "opened") throw new Error(word.type);
    return { id, port: word.port };
  }

  async close(id: number, toBeLetGo: boolean): Promise<Extract<ServerReport, { type: "closed" }>> {
    const word = await this.#ask({ type: "close", id, toBeLetGo });
    if (word.type !== "closed") throw new Error(word.type);
    return word;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(order: Order): Promise<ServerReport> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.id, { resolve, reject });
      this.#worker.postMessage(order);
    });
  }
}
