// Faults on demand: which are armed, and which apply to a request.
import { z } from "zod";
import type { Facts } from "./log.ts";

const where = {
  /** Applies from the n-th matching request on; once, unless `times` is set. */
  nth: z.int().min(1).optional(),
  /** Applies from this matching request on; always, unless `times` is set. */
  from: z.int().min(1).optional(),
  times: z.union([z.int().min(1), z.literal("always")]).optional(),
  protocol: z.string().optional(),
  method: z.string().optional(),
  model: z.string().optional(),
  database: z.string().optional(),
};

const kinds = [
  z.strictObject({ fault: z.literal("slow"), delayMs: z.number().min(0), ...where }),
  z.strictObject({
    fault: z.literal("too_many_requests"),
    retryAfterSeconds: z.number().min(0).default(30),
    ...where,
  }),
  z.strictObject({ fault: z.literal("server_error"), ...where }),
  z.strictObject({ fault: z.literal("bad_gateway"), ...where }),
  z.strictObject({ fault: z.literal("html"), ...where }),
  z.strictObject({
    fault: z.literal("redirect"),
    location: z.string().default("https://elsewhere.invalid/web/login"),
    ...where,
  }),
  z.strictObject({ fault: z.literal("truncated"), keepBytes: z.int().min(0).optional(), ...where }),
  z.strictObject({ fault: z.literal("garbage"), ...where }),
  z.strictObject({ fault: z.literal("hang"), ...where }),
  z.strictObject({ fault: z.literal("reset"), ...where }),
  z.strictObject({ fault: z.literal("endless"), ...where }),
  z.strictObject({
    fault: z.literal("byte_by_byte"),
    delayMs: z.number().min(0).default(1),
    ...where,
  }),
  z.strictObject({ fault: z.literal("wrong_types"), ...where }),
  z.strictObject({ fault: z.literal("lying_counts"), by: z.int().default(1), ...where }),
  z.strictObject({
    fault: z.literal("rows_changing"),
    changed: z.int().min(0).default(1),
    added: z.int().min(0).default(1),
    removed: z.int().min(0).default(1),
    ...where,
  }),
  z.strictObject({ fault: z.literal("access_denied"), ...where }),
  z.strictObject({ fault: z.literal("no_rights"), ...where }),
  z.strictObject({ fault: z.literal("unavailable"), ...where }),
  z.strictObject({ fault: z.literal("burst_limit"), ...where }),
  z.strictObject({ fault: z.literal("day_limit"), ...where }),
  z.strictObject({ fault: z.literal("account_locked"), ...where }),
  z.strictObject({ fault: z.literal("unit_outside"), ...where }),
  z.strictObject({ fault: z.literal("error_after_commit"), ...where }),
  z.strictObject({ fault: z.literal("gateway_timeout"), ...where }),
  z.strictObject({ fault: z.literal("tasks_lost"), ...where }),
  z.strictObject({ fault: z.literal("gzip"), ...where }),
] as const;

export const Fault = z.discriminatedUnion("fault", kinds);
export type Fault = z.infer<typeof Fault>;
export type FaultName = Fault["fault"];

interface Armed {
  fault: Fault;
  seen: number;
  struck: number;
}

/** The armed faults, each with its own count of matching requests. */
export class Faults {
  #armed: Armed[] = [];

  arm(faults: Fault[]): void {
    for (const fault of faults) this.#armed.push({ fault, seen: 0, struck: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The armed faults, with how often each has been matched and applied. */
  list(): Armed[] {
    return this.#armed.map((armed) => ({ ...armed }));
  }

  /** The faults that apply to a request; every matching one counts it. */
  strike(facts: Facts): Fault[] {
    const struck: Fault[] = [];
    for (const armed of this.#armed) {
      if (!matches(armed.fault, facts)) continue;
      armed.seen += 1;
      if (!isDue(armed)) continue;
      armed.struck += 1;
      struck.push(armed.fault);
    }
    return struck;
  }
}

/** The first of these faults of a kind, with its own settings. */
export function faultOf<Name extends FaultName>(
  faults: Fault[],
  name: Name,
): Extract<Fault, { fault: Name }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { fault: Name }> => fault.fault === name);
}

function matches(fault: Fault, facts: Facts): boolean {
  return (["protocol", "method", "model", "database"] as const).every(
    (key) => fault[key] === undefined || fault[key] === facts[key],
  );
}

function isDue({ fault, seen, struck }: Armed): boolean {
  const start = fault.nth ?? fault.from ?? 1;
  const times = fault.times ?? (fault.nth === undefined && fault.from !== undefined ? "always" : 1);
  return seen >= start && (times === "always" || struck < times);
}
