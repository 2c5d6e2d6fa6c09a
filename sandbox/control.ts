// The routes under /sandbox/ that every sandbox shares: clock, faults, log, state.
import { z } from "zod";
import type { Clock } from "./clock.ts";
import { Fault, type Faults } from "./faults.ts";
import { json, type Answer, type Call } from "./http.ts";
import type { RequestLog } from "./log.ts";

export interface ControlContext {
  clock: Clock;
  faults: Faults;
  log: RequestLog;
  /** What each sandbox reports about itself. */
  state: () => { [sandbox: string]: unknown };
  /** Drops generated data, so that it is generated again. */
  forget: (database: string | undefined) => void;
}

const ClockBody = z.union([
  z.strictObject({ now: z.union([z.number(), z.iso.datetime({ offset: true })]) }),
  z.strictObject({ offsetMs: z.number() }),
]);
const FaultsBody = z.union([z.array(Fault), Fault.transform((fault) => [fault])]);
const ResetBody = z.strictObject({ database: z.string().optional() });

/** Answers a shared control route; undefined for other paths. */
export function answerControl(call: Call, desk: ControlContext): Answer | undefined {
  const body = (): unknown => JSON.parse(call.body || "{}");
  switch (`${call.method} ${call.path}`) {
    case "POST /sandbox/clock":
      return setClock(desk.clock, ClockBody.parse(body()));
    case "GET /sandbox/clock":
      return clockAnswer(desk.clock);
    case "POST /sandbox/faults":
      desk.faults.arm(FaultsBody.parse(body()));
      return json({ armed: desk.faults.list() });
    case "GET /sandbox/faults":
      return json({ armed: desk.faults.list() });
    case "DELETE /sandbox/faults":
      desk.faults.clear();
      return json({ armed: [] });
    case "GET /sandbox/log":
      return logAnswer(call, desk.log);
    case "DELETE /sandbox/log":
      desk.log.clear();
      return json({ cleared: true });
    case "GET /sandbox/state":
      return json({
        now: new Date(desk.clock.now()).toISOString(),
        offsetMs: desk.clock.offsetMs,
        armedFaults: desk.faults.list().length,
        requests: desk.log.summary([]).total,
        ...desk.state(),
      });
    case "POST /sandbox/reset":
      desk.forget(ResetBody.parse(body()).database);
      return json({ reset: true });
    default:
      return undefined;
  }
}

function setClock(clock: Clock, body: z.infer<typeof ClockBody>): Answer {
  if ("offsetMs" in body) clock.setOffset(body.offsetMs);
  else clock.setNow(typeof body.now === "number" ? body.now : Date.parse(body.now));
  return clockAnswer(clock);
}

function clockAnswer(clock: Clock): Answer {
  return json({
    now: new Date(clock.now()).toISOString(),
    nowMs: clock.now(),
    offsetMs: clock.offsetMs,
  });
}

/**
 * `?since=seq&limit=&database=&model=&method=&protocol=`: the spacing in the summary covers the
 * entries shown.
 */
function logAnswer({ query }: Call, log: RequestLog): Answer {
  const wanted = (["database", "model", "method", "protocol"] as const)
    .map((key) => [key, query.get(key)] as const)
    .filter(([, value]) => value !== null);
  const entries = log.entries({
    since: Number(query.get("since") ?? 0),
    limit: Number(query.get("limit") ?? 1_000),
    matches: (entry) => wanted.every(([key, value]) => entry[key] === value),
  });
  return json({ ...log.summary(entries), entries });
}
