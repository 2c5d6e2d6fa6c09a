// Starts two simulated DHIS2 on the loopback address: one with data, and one to be filled.
import type { Server } from "node:http";
import { Clock } from "../clock.ts";
import type { Desk } from "../control.ts";
import { Faults } from "../faults.ts";
import { RequestLog } from "../log.ts";
import { closed, listening, pretend } from "../pretend.ts";
import { answerDhis2Control, dhis2State } from "./control.ts";
import { Instance, type Minor, type Name } from "./instance.ts";
import { contextPath } from "./messages.ts";
import { answerDhis2 } from "./routes.ts";
import { seed, usualSize, type Size } from "./seed.ts";

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

interface House {
  desk: Desk;
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
    seed(source, { ...usualSize, ...size });
    return { source, destination: new Instance("destination", minors.destination ?? 42, clock) };
  };
  const house: House = {
    instances: build(),
    desk: {
      clock,
      faults: new Faults(),
      log: new RequestLog(),
      state: () => ({ dhis2: dhis2State(house.instances) }),
      forget: () => {
        house.instances = build();
      },
    },
  };
  const servers = {
    source: serverOf(house, "source"),
    destination: serverOf(house, "destination"),
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

const serverOf = (house: House, name: Name): Server =>
  pretend({
    desk: house.desk,
    answer: (call, exchange) => answerDhis2(call, { instance: house.instances[name], exchange }),
    control: (call) => answerDhis2Control(call, house.instances),
    now: () => house.instances[name].now(),
  });
