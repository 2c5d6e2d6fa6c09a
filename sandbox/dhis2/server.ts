// Starts two simulated DHIS2 on the loopback address: one with data, and one to be filled.
import type { Server } from "node:http";
import { Clock } from "../clock.ts";
import type { ControlContext } from "../control.ts";
import { Faults } from "../faults.ts";
import { RequestLog } from "../log.ts";
import { closed, listening, simulatedServer } from "../simulated-server.ts";
import { answerDhis2Control, dhis2State } from "./control.ts";
import { Instance, type Minor, type Name } from "./instance.ts";
import { contextPath } from "./messages.ts";
import { answerDhis2 } from "./routes.ts";
import { seed, defaultSize, type Size } from "./seed.ts";

export interface Dhis2SandboxOptions {
  /** 0 takes free ports. */
  ports: Record<Name, number>;
  host?: string;
  minors?: Partial<Record<Name, Minor>>;
  size?: Partial<Size>;
}

export interface Dhis2Sandbox {
  /** The addresses, with the path under which each is installed. */
  urls: Record<Name, string>;
  /** The address of the control routes of both. */
  control: string;
  close(): Promise<void>;
}

interface System {
  desk: ControlContext;
  instances: Record<Name, Instance>;
}

/** Starts both systems; resolves once they answer. */
export async function startDhis2Sandbox({
  ports,
  host = "127.0.0.1",
  minors = {},
  size = {},
}: Dhis2SandboxOptions): Promise<Dhis2Sandbox> {
  const clock = new Clock();
  const build = (): Record<Name, Instance> => {
    const source = new Instance("source", minors.source ?? 42, clock);
    seed(source, { ...defaultSize, ...size });
    return { source, destination: new Instance("destination", minors.destination ?? 42, clock) };
  };
  const system: System = {
    instances: build(),
    desk: {
      clock,
      faults: new Faults(),
      log: new RequestLog(),
      state: () => ({ dhis2: dhis2State(system.instances) }),
      forget: () => {
        system.instances = build();
      },
    },
  };
  const servers = {
    source: serverOf(system, "source"),
    destination: serverOf(system, "destination"),
  };
  const control = await listening(servers.source, host, ports.source);
  const urls = {
    source: `${control}${contextPath}`,
    destination: `${await listening(servers.destination, host, ports.destination)}${contextPath}`,
  };
  return {
    urls,
    control,
    close: async () => void (await Promise.all(Object.values(servers).map(closed))),
  };
}

const serverOf = (system: System, name: Name): Server =>
  simulatedServer({
    desk: system.desk,
    answer: (call, exchange) => answerDhis2(call, { instance: system.instances[name], exchange }),
    control: (call) => answerDhis2Control(call, system.instances),
    now: () => system.instances[name].now(),
  });
