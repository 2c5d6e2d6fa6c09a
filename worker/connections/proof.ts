// The proof that a connection owns its account: the system has accepted its secret.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { noteProof } from "../db/connections.ts";
import { openDatabase } from "../db/database.ts";
import { log } from "../log.ts";

/**
 * Records that the system has accepted the secret of a connection for the first time: from now on
 * it uses the Gate of its account.
 */
export async function noteAccepted(
  env: Env,
  { tenant, connection, secret, proved }: ConnectionAccess,
): Promise<void> {
  if (proved === true) return;
  try {
    await noteProof(openDatabase(env.DB), connection, secret, new Date());
  } catch (error) {
    // The next run tries again; this one can go on without D1.
    log("warn", "proofNotKept", { tenant }, error);
  }
}
