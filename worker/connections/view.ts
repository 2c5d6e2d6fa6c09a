// Connections as a reader gets them: with the names of the configurations that use them, and
// without their secrets.
import type { Connection } from "../../contract/api/connection.ts";
import { listConnections, listSharedConnections } from "../db/connections.ts";
import { HttpProblem } from "../http/problem.ts";
import { authorizeConnections, type ConnectionCall } from "./scope.ts";

/** All connections of the call, by name. */
export async function connectionsOf(call: ConnectionCall): Promise<Connection[]> {
  authorizeConnections(call, "connection.read");
  const { db, membership, locale } = call;
  return membership === null
    ? listSharedConnections(db, locale)
    : listConnections(db, membership.tenant.id, locale);
}

/** One of them. @throws `not_found` */
export async function connectionOf(
  call: ConnectionCall,
  { connection }: { connection: string },
): Promise<Connection> {
  const found = (await connectionsOf(call)).find(({ id }) => id === connection);
  if (!found) throw new HttpProblem("not_found");
  return found;
}
