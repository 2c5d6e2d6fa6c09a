// Who calls: a person with a session, a program with a token, or a button embedded in another page.
import type { Action, Person, Role } from "../../contract/api/access.ts";
import type { StartedBy } from "../../contract/api/run.ts";
import { HttpProblem } from "../http/problem.ts";

/** A signed-in person, and their session. */
export type PersonPrincipal = {
  type: "person";
  person: Person;
  globalAdmin: boolean;
  session: { id: string; expiresAt: Date };
};

/** A program: it may do what its scopes name, in the tenants that its token was issued for. */
export type TokenPrincipal = {
  type: "token";
  id: string;
  name: string;
  tenants: readonly string[];
  scopes: readonly Action[];
};

/** A button in another page: bound to one configuration of one tenant. */
export type EmbedPrincipal = {
  type: "embed";
  id: string;
  name: string;
  tenant: string;
  configuration: string;
};

export type Principal = PersonPrincipal | TokenPrincipal | EmbedPrincipal;

/** The tenant that a request is about. */
export type TenantRow = {
  id: string;
  name: string;
  timeZone: string;
  jurisdiction: "eu" | null;
  settingsVersion: number;
};

/** The tenant of a request, with the principal's role in it; null: not a member. */
export type Membership = { tenant: TenantRow; role: Role | null };

/** A principal as the audit, runs and rate limits name it. */
export type Actor = { id: string; name: string };

/** The name under which a principal's actions are recorded. */
export function actorOf(principal: Principal): Actor {
  const { id, name } = principal.type === "person" ? principal.person : principal;
  return { id, name };
}

/** A principal as the starter of a run. */
export const startedByOf = (principal: Principal): StartedBy => ({
  kind: principal.type === "person" ? "person" : "api",
  ...actorOf(principal),
});

/**
 * The signed-in person, for things that only people have: a language, a password, live views.
 * @throws `not_allowed` for every other principal
 */
export function requirePerson(principal: Principal): PersonPrincipal {
  if (principal.type !== "person") throw new HttpProblem("not_allowed");
  return principal;
}
