// A line of the audit for what a use case has done.
import type { AuditAction, AuditEntry } from "../db/audit.ts";
import { actorOf, type Membership, type Principal } from "./principal.ts";

type Caller = { principal: Principal; membership: Pick<Membership, "tenant"> | null };

/** The line: who did it, and in which tenant; `membership` null: above tenants. */
export const auditEntry = (
  { principal, membership }: Caller,
  action: AuditAction,
  target: string,
  facts: Record<string, string> = {},
): AuditEntry => ({
  tenant: membership?.tenant.id ?? null,
  actor: actorOf(principal),
  action,
  target,
  facts,
});
