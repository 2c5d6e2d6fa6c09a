// The settings and the secret of a connection: checked by its connector, and merged with those that
// somebody changes or types.
import type { Typed } from "../../contract/api/connection.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Call } from "../access/call.ts";
import { readSettings } from "../configurations/catalog.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { issueMessageInside } from "../http/language.ts";
import { refuseInvisible } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import { judgeAddress } from "../outbound/address-guard.ts";
import { addressOf, originOf, sealSecret } from "../outbound/secret.ts";

export type Settings = { [name: string]: Json };

/**
 * Settings after the checks of the connector: valid, completed, and with an address that may be
 * used.
 * @throws `kind_unknown`, `not_valid`, `address_refused`
 */
export function checkSettings(
  { env, locale }: Pick<Call, "env" | "locale">,
  kind: string,
  given: Settings,
): Settings {
  refuseInvisible(locale, "settings", given);
  const checked = readSettings(kind, given);
  if (!checked.success) {
    const errors = checked.error.issues.map((issue) => ({
      path: ["settings", ...issue.path].join("."),
      message: issueMessageInside(issue.path, issue.code, locale),
    }));
    throw new HttpProblem("not_valid", { extra: { errors } });
  }
  const settings = checked.data as Settings;
  const address = addressOf(kind, settings);
  // The typed text is checked, too: a user name and password in it would be stored and shown.
  const typed = Object.values(settings).filter(
    (value) => typeof value === "string" && /^https?:/i.test(value) && URL.canParse(value),
  );
  const named = address === null ? typed : [address.href, ...typed];
  if (named.some((one) => !judgeAddress(String(one), env.PRIVATE_ADDRESSES).allowed)) {
    throw new HttpProblem("address_refused", { facts: { host: address?.host ?? "" } });
  }
  return settings;
}

/** Settings merged with a change; one that the change sets to null gets the default of its kind. */
const merged = (kept: Settings, change: Settings): Settings =>
  Object.fromEntries(Object.entries({ ...kept, ...change }).filter(([, value]) => value !== null));

/**
 * The stored settings, merged with those of a change if there are any.
 * @throws as `checkSettings`
 */
export const changedSettings = (
  call: Call,
  { kind, settings }: Pick<ConnectionRow, "kind" | "settings">,
  change: Settings | undefined,
): Settings => (change ? checkSettings(call, kind, merged(settings, change)) : settings);

/** Whether settings name another address than the stored ones: the stored secret is not for it. */
export const isMoved = (
  { kind, settings: kept }: Pick<ConnectionRow, "kind" | "settings">,
  settings: Settings,
): boolean => originOf(addressOf(kind, settings)) !== originOf(addressOf(kind, kept));

/** The host of the address, for people; empty if there is none. */
export const hostOf = (kind: string, settings: Settings): string =>
  addressOf(kind, settings)?.host ?? "";

type Place = Pick<ConnectionRow, "tenant" | "id" | "kind"> & { settings: Settings };

/** A secret as it is stored, sealed for its owner and its address; null: none was given. */
export const sealedFor = async (
  { env }: Pick<Call, "env">,
  secret: string | undefined,
  { tenant, id, kind, settings }: Place,
): Promise<string | null> =>
  secret === undefined
    ? null
    : sealSecret(env.KEY_RING, secret, { tenant, connection: id, kind, settings });

/**
 * A connection with typed settings and a typed secret in place of the stored ones; nothing of it is
 * stored. The stored secret is used only if none was typed and the address is the one that it was
 * given for.
 * @returns `isKept`: the result is the stored connection
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
  // The stored connection is the proven one: others use their own Gate.
  return { ...row, settings, host, secret, isKept, provedAt: isKept ? row.provedAt : null };
}

const isSame = (one: Settings, other: Settings) => sorted(one) === sorted(other);
const sorted = (settings: Settings) =>
  JSON.stringify(Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)));
