// Names the Gate that a connection uses: the account's own once it has proved access, or else one
// just for itself.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { System } from "../../connectors/connector.ts";
import { fingerprint } from "./seal.ts";
import { sharedOwner } from "./secret.ts";

type Named<Settings> = Pick<System<Settings>, "account" | "sharesAccount">;

/**
 * The name of the Gate. Whoever types the address of an account does not own it: a stranger's wrong
 * password must neither slow the owner down nor reveal how many calls are left. So the name
 * includes the owner of the secret: a fingerprint of the secret, which nobody can compute without
 * the key ring, or the owner of the connection if one account has many secrets, such as a key per
 * application. A connection that the system has not accepted yet has a Gate to itself.
 * @param secret the opened secret; null if there is none
 */
export async function gateName<Settings>(
  ring: string,
  connector: Named<Settings>,
  {
    access,
    settings,
    secret,
  }: { access: ConnectionAccess; settings: Settings; secret: string | null },
): Promise<string> {
  return JSON.stringify([
    connector.account(settings),
    ...(await ownerOf(ring, connector, { access, settings, secret })),
  ]);
}

async function ownerOf<Settings>(
  ring: string,
  { sharesAccount }: Named<Settings>,
  {
    access,
    settings,
    secret,
  }: { access: ConnectionAccess; settings: Settings; secret: string | null },
): Promise<[string, string]> {
  if (access.proved !== true) return ["connection", access.connection];
  if (sharesAccount?.(settings) === true)
    return ["keeper", access.shared === true ? sharedOwner : access.tenant];
  return secret === null
    ? ["connection", access.connection]
    : ["secret", await fingerprint(ring, secret)];
}
