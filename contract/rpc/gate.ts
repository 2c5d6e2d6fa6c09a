// The Gate of one upstream account, as lanes and routes call it.
import type { Quota, GateView } from "../api/quota.ts";

/** `day`: today's calls are used up, as far as the caller may use them. */
export type Permit =
  | { type: "go"; permit: string }
  | { type: "notBefore"; at: number; why: "pace" | "silence" | "day" };

/** The Gate of one upstream account. */
export interface GateRpc {
  /** @param urgent a person waits: the day's reserve is for them */
  acquire(request: { tenant: string; limits: GateLimits; urgent: boolean }): Promise<Permit>;
  release(report: {
    permit: string;
    /** The source asked for silence until then. */
    silentUntil?: number;
    /** What the source itself says of today's calls. */
    day?: { remaining: number; limit: number };
  }): Promise<void>;
  /** How many of today's calls are left, as far as anybody knows. */
  quota(query: { limits: GateLimits }): Promise<Quota | null>;
  view(): Promise<GateView>;
  /**
   * Forgets the pause, the permits and the day's count: the system tells its limits again with its
   * next answer.
   */
  clear(): Promise<void>;
}

/** `dayReserve`: calls of the day that only people may use. */
export type GateLimits = {
  callsPerSecond: number;
  parallelCalls: number;
  callsPerDay: number | null;
  dayReserve: number;
};
