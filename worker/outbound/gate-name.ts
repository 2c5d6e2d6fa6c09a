// Which Gate a connection passes: that of the account it has shown to own, else one of its own.
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import type { System } from "../../connectors/connector.ts";
import { fingerprint } from "./seal.ts";
import { sharedOwner } from "./secret.ts";

type Named<Settings> = Pick<System<Settings>, "account" | "sharesAccount">;

/**
 * The name of the Gate. Whoever types the address of an account does not own it: a stranger's wrong
 * password must neither slow the owner down nor learn how many calls are left. So the name holds
 * who owns the secret: a fingerprint of it, which nobody can compute without the key ring, or where
 * the settings name an account of many secrets (one key an application, say), whoever keeps the
 * connection. A connection that the system has not accepted yet has a Gate to itself.
 * @param secret the opened secret; null where none is kept
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
