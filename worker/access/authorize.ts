// Refuses what the table of permissions does not grant.
import type { Action } from "../../contract/api/access.ts";
import { HttpProblem } from "../http/problem.ts";
import { may, type TenantRole, type StartPolicy } from "./permissions.ts";
import type { Principal } from "./principal.ts";

/**
 * Returns only when the principal may do it. Every use case that changes something asks this first,
 * whatever its caller has checked before.
 * @throws `not_allowed`
 */
export function authorize(
  { principal, membership }: { principal: Principal; membership: TenantRole },
  action: Action,
  configuration?: StartPolicy,
): void {
  if (!may(principal, membership, action, configuration)) throw new HttpProblem("not_allowed");
}
