// Entries of the audit for use cases.
import type { AuditAction, AuditEntry } from "../db/audit.ts";
import { actorOf, type Membership, type Principal } from "./principal.ts";

type Caller = { principal: Principal; membership: Pick<Membership, "tenant"> | null };

/** An entry in the audit of the tenant of a call; `membership` null: above tenants. */
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
