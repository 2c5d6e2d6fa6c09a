// The settings and the secret of a connection: checked as its connector takes them, and put
// together with what somebody changes or types.
import type { ConnectionKind, Typed } from "../../contract/api/connection.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Call } from "../access/call.ts";
import { connectorOf } from "../configurations/catalog.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { issueMessageInside } from "../http/language.ts";
import { refuseInvisible } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import { judgeAddress } from "../outbound/address-guard.ts";
import { addressOf, originOf, sealSecret } from "../outbound/secret.ts";

export type Settings = { [name: string]: Json };

/**
 * Settings as the connector takes them: checked, completed, and of an address that may be called.
 * @throws `not_valid`, `address_refused`
 */
export function checkSettings(
  { env, locale }: Pick<Call, "env" | "locale">,
  kind: ConnectionKind,
  given: Settings,
): Settings {
  refuseInvisible(locale, "settings", given);
  const checked = connectorOf(kind).settings.safeParse(given);
  if (!checked.success) {
    const errors = checked.error.issues.map((issue) => ({
      path: ["settings", ...issue.path].join("."),
      message: issueMessageInside(issue.path, issue.code, locale),
    }));
    throw new HttpProblem("not_valid", { extra: { errors } });
  }
  const settings = checked.data as Settings;
  const address = addressOf(kind, settings);
  // As it was typed, too: a name and a password in an address would be kept and shown in clear.
  const typed = Object.values(settings).filter(
    (value) => typeof value === "string" && /^https?:/i.test(value) && URL.canParse(value),
  );
  const named = address === null ? typed : [address.href, ...typed];
  if (named.some((one) => !judgeAddress(String(one), env.PRIVATE_ADDRESSES).allowed)) {
    throw new HttpProblem("address_refused", { facts: { host: address?.host ?? "" } });
  }
  return settings;
}

/**
 * Settings with those of a change; a setting that the change names null is left out, and has the
 * default of its kind again.
 */
const merged = (kept: Settings, change: Settings): Settings =>
  Object.fromEntries(Object.entries({ ...kept, ...change }).filter(([, value]) => value !== null));

/** The kept settings, with those of a change where there are any. @throws as `checkSettings` */
export const changedSettings = (
  call: Call,
  { kind, settings }: Pick<ConnectionRow, "kind" | "settings">,
  change: Settings | undefined,
): Settings => (change ? checkSettings(call, kind, merged(settings, change)) : settings);

/** Whether settings name another address than the kept ones: no kept secret goes there. */
export const isMoved = (
  { kind, settings: kept }: Pick<ConnectionRow, "kind" | "settings">,
  settings: Settings,
): boolean => originOf(addressOf(kind, settings)) !== originOf(addressOf(kind, kept));

/** Host of the address, for people; empty where there is none. */
export const hostOf = (kind: ConnectionKind, settings: Settings): string =>
  addressOf(kind, settings)?.host ?? "";

type Place = Pick<ConnectionRow, "tenant" | "id" | "kind"> & { settings: Settings };

/** A secret as it is kept, sealed for its owner and its address; null: none was given. */
export const sealedFor = async (
  { env }: Pick<Call, "env">,
  secret: string | undefined,
  { tenant, id, kind, settings }: Place,
): Promise<string | null> =>
  secret === undefined
    ? null
    : sealSecret(env.KEY_RING, secret, { tenant, connection: id, kind, settings });

/**
 * A connection as it would be with what somebody has typed; nothing of it is kept. The kept secret
 * stands in only where none was typed and the address is the one that it was given for.
 * @returns `isKept`: the result is the kept connection
 * @throws as `checkSettings`
 */
export async function asTyped(
  call: Call,
  row: ConnectionRow,
  typed: Typed,
): Promise<ConnectionRow & { isKept: boolean }> {
  const settings = changedSettings(call, row, typed.settings);
  const kept = isMoved(row, settings) ? null : row.secret;
  const secret = (await sealedFor(call, typed.secret, { ...row, settings })) ?? kept;
  const isKept = typed.secret === undefined && isSame(settings, row.settings);
  const host = hostOf(row.kind, settings);
  // What was proved is the kept one: another secret passes a Gate of its own.
  return { ...row, settings, host, secret, isKept, provedAt: isKept ? row.provedAt : null };
}

const isSame = (one: Settings, other: Settings) => sorted(one) === sorted(other);
const sorted = (settings: Settings) =>
  JSON.stringify(Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)));
