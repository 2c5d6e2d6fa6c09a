// Browser sessions: a cookie stands for an account signed in to a database.
import { randomUUID } from "node:crypto";
import type { Call } from "../http.ts";
import { OdooError } from "./errors.ts";
import { userById, type User } from "./rights.ts";

export interface Session {
  id: string;
  database: string;
  user: User;
}

const maxSessions = 1_000;

/** The sessions of a server; a restart forgets them all. */
export class Sessions {
  readonly #open = new Map<string, { database: string; userId: number }>();

  /** Opens a session with a new id, because signing in always changes it. */
  open(database: string, user: User): Session {
    const id = randomUUID().replaceAll("-", "");
    const [oldest] = this.#open.keys();
    if (this.#open.size >= maxSessions && oldest !== undefined) this.#open.delete(oldest);
    this.#open.set(id, { database, userId: user.id });
    return { id, database, user };
  }

  /** The session whose cookie a request brings. */
  of(call: Call): Session | undefined {
    const id = /(?:^|;\s*)session_id=([^;\s]+)/.exec(call.headers.cookie ?? "")?.[1] ?? "";
    const kept = this.#open.get(id);
    const user = kept && userById(kept.userId);
    return kept && user ? { id, database: kept.database, user } : undefined;
  }

  isOpen({ id }: Session): boolean {
    return this.#open.has(id);
  }

  close({ id }: Session): void {
    this.#open.delete(id);
  }
}

/** The error for a request that needs a session and has none. */
export function sessionExpired(): OdooError {
  return new OdooError({
    kind: "server",
    pythonName: "odoo.http.SessionExpiredException",
    message: "Session expired",
  });
}
