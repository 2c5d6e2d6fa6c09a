// What shows that a connection owns its account: the system has answered its secret.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { noteProof } from "../db/connections.ts";
import { openDatabase } from "../db/database.ts";
import { log } from "../log.ts";

/**
 * The system has answered a secret that nobody knew to be right: from now on the connection passes
 * the Gate of its account.
 */
export async function noteAccepted(
  env: Env,
  { tenant, connection, secret, proved }: ConnectionAccess,
): Promise<void> {
  if (proved === true) return;
  try {
    await noteProof(openDatabase(env.DB), connection, secret, new Date());
  } catch (error) {
    // The next run says it again; this one needs no D1.
    log("warn", "proofNotKept", { tenant }, error);
  }
}
