// Starts the simulated Knack on an address of its own, with its own clock, faults and log, and
// stops it.
import { Clock } from "../clock.ts";
import type { ControlContext } from "../control.ts";
import { Faults } from "../faults.ts";
import { RequestLog } from "../log.ts";
import { closed, listening, simulatedServer } from "../simulated-server.ts";
import { answerKnackControl, knackState } from "./control.ts";
import { Knack, type Sizes } from "./knack.ts";
import { answerKnack } from "./routes.ts";

export interface KnackSandboxOptions {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** Multiplies the students of every school. */
  size?: number;
  /** Students of this year, by school. */
  sizes?: Partial<Sizes>;
  /** Calls per second; 10 by default, as Knack has it. */
  perSecond?: number;
  /** Calls per day; those of a medium plan by default. */
  perDay?: number;
}

export interface KnackServer {
  url: string;
  close(): Promise<void>;
}

/** Starts the simulated Knack; resolves once it answers. */
export async function startKnack({
  port,
  host = "127.0.0.1",
  ...options
}: KnackSandboxOptions): Promise<KnackServer> {
  const clock = new Clock();
  const knack = new Knack(clock, {
    sizes: sizesOf(options),
    perSecond: options.perSecond ?? 10,
    perDay: options.perDay ?? 25_000,
  });
  const desk: ControlContext = {
    clock,
    faults: new Faults(),
    log: new RequestLog(),
    state: () => ({ knack: knackState(knack) }),
    forget: () => knack.forget(),
  };
  const server = simulatedServer({
    desk,
    answer: (call, exchange) => answerKnack(call, { knack, exchange }),
    control: (call) => answerKnackControl(call, knack),
    name: "knack",
  });
  return { url: await listening(server, host, port), close: () => closed(server) };
}

const defaultStudents = { ashdown: 1_000, brackenfield: 240, coorong: 180 };

function sizesOf({
  size = 1,
  sizes = {},
}: Pick<KnackSandboxOptions, "size" | "sizes">): Partial<Sizes> {
  const scaled = Object.entries(defaultStudents).map(
    ([school, students]) => [school, Math.max(3, Math.round(students * size))] as const,
  );
  return { ...Object.fromEntries(scaled), ...sizes };
}
