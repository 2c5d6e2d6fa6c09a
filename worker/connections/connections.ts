// Connections as their owner keeps them: a tenant its own, global admins those of the house.
import type {
  ConnectionChange,
  ConnectionDraft,
  ConnectionKind,
  Typed,
} from "../../contract/api/connection.ts";
import type { Json } from "../../contract/values/json.ts";
import { judgeAddress } from "../outbound/address-guard.ts";
import { connectorOf } from "../configurations/catalog.ts";
import { actorOf } from "../access/principal.ts";
import type { AppContext } from "../http/context.ts";
import type { AuditEntry, AuditAction } from "../db/audit.ts";
import {
  deleteConnection,
  insertConnection,
  updateConnection,
  type Owner,
} from "../db/connections.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { issueMessageInside } from "../http/language.ts";
import { refuseInvisible } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import { addressOf, originOf, sealSecret } from "../outbound/secret.ts";

type Settings = { [name: string]: Json };

/** Keeps a new connection; answers its id. */
export async function addConnection(
  c: AppContext,
  owner: Owner,
  draft: ConnectionDraft,
): Promise<string> {
  const { name, kind, secret } = draft;
  const settings = checkSettings(c, kind, draft.settings);
  const now = new Date();
  const id = crypto.randomUUID();
  const sealed =
    secret === undefined
      ? null
      : await sealSecret(c.env.KEY_RING, secret, { tenant: owner, connection: id, kind, settings });
  await insertConnection(
    c.var.db,
    {
      id,
      name,
      kind,
      settings,
      host: addressOf(kind, settings)?.host ?? "",
      ...keptSecret(c, sealed, now),
      checkedAt: null,
      checkPassed: null,
      provedAt: null,
    },
    { owner, now, audit: [entry(c, "connection_created", { id, tenant: owner })] },
  );
  return id;
}

/**
 * Changes what the change names. Another address drops the secret that was given for the old one.
 */
export async function changeConnection(
  c: AppContext,
  row: ConnectionRow,
  change: ConnectionChange,
): Promise<void> {
  const { tenant, id, kind } = row;
  const { name, secret } = change;
  const settings = change.settings
    ? checkSettings(c, kind, merged(row.settings, change.settings))
    : row.settings;
  const now = new Date();
  const moved = originOf(addressOf(kind, settings)) !== originOf(addressOf(kind, row.settings));
  const sealed =
    secret === undefined
      ? null
      : await sealSecret(c.env.KEY_RING, secret, { tenant, connection: id, kind, settings });
  const dropped = secret === undefined && moved && row.secret !== null;
  await updateConnection(
    c.var.db,
    id,
    {
      name: name ?? row.name,
      settings,
      host: addressOf(kind, settings)?.host ?? "",
      ...(sealed !== null || dropped ? keptSecret(c, sealed, now) : {}),
      ...(change.settings || sealed !== null
        ? { checkedAt: null, checkPassed: null, provedAt: null }
        : {}),
    },
    {
      owner: tenant,
      now,
      audit: [
        entry(c, "connection_changed", row),
        ...(sealed === null ? [] : [entry(c, "secret_replaced", row)]),
        ...(dropped ? [entry(c, "secret_dropped", row)] : []),
      ],
    },
  );
}

/**
 * A connection as it would be with what somebody has typed; nothing of it is kept.
 * The kept secret stands in only where none was typed and the address is the one that it was given
 * for.
 */
export async function asTyped(
  c: AppContext,
  row: ConnectionRow,
  typed: Typed,
): Promise<ConnectionRow & { isKept: boolean }> {
  const { tenant, id, kind } = row;
  const settings = typed.settings
    ? checkSettings(c, kind, merged(row.settings, typed.settings))
    : row.settings;
  const host = addressOf(kind, settings)?.host ?? "";
  const moved = originOf(addressOf(kind, settings)) !== originOf(addressOf(kind, row.settings));
  const kept = moved ? null : row.secret;
  const secret =
    typed.secret === undefined
      ? kept
      : await sealSecret(c.env.KEY_RING, typed.secret, { tenant, connection: id, kind, settings });
  const isKept = typed.secret === undefined && isSame(settings, row.settings);
  // What was proved is the kept one: other words pass a Gate of their own.
  return { ...row, settings, host, secret, isKept, provedAt: isKept ? row.provedAt : null };
}

/**
 * Settings with those of a change; what the change names null is left out, and has the default of
 * its kind again.
 */
export const merged = (kept: Settings, change: Settings): Settings =>
  Object.fromEntries(Object.entries({ ...kept, ...change }).filter(([, value]) => value !== null));

const isSame = (one: Settings, other: Settings) => sorted(one) === sorted(other);
const sorted = (settings: Settings) =>
  JSON.stringify(Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** Drops a connection, unless a configuration goes through it. `users`: their names. */
export async function dropConnection(
  c: AppContext,
  row: ConnectionRow,
  users: string[],
): Promise<void> {
  if (users.length > 0) {
    throw new HttpProblem("connection_in_use", {
      facts: { configurations: new Intl.ListFormat(c.var.locale).format(users) },
    });
  }
  await deleteConnection(c.var.db, row.id, {
    owner: row.tenant,
    now: new Date(),
    audit: [entry(c, "connection_deleted", row)],
  });
}

/**
 * Settings as the connector takes them: checked, completed, and of an address that may be called.
 */
export function checkSettings(c: AppContext, kind: ConnectionKind, given: Settings): Settings {
  refuseInvisible(c.var.locale, "settings", given);
  const checked = connectorOf(kind).settings.safeParse(given);
  if (!checked.success) {
    const errors = checked.error.issues.map((issue) => ({
      path: ["settings", ...issue.path].join("."),
      message: issueMessageInside(issue.path, issue.code, c.var.locale),
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
  if (named.some((one) => !judgeAddress(String(one), c.env.PRIVATE_ADDRESSES).allowed)) {
    throw new HttpProblem("address_refused", { facts: { host: address?.host ?? "" } });
  }
  return settings;
}

const keptSecret = (c: AppContext, sealed: string | null, now: Date) => ({
  secret: sealed,
  secretUpdatedAt: now,
  secretUpdatedBy: actorOf(c.var.principal).id,
});

const entry = (
  c: AppContext,
  action: AuditAction,
  { id, tenant }: Pick<ConnectionRow, "id" | "tenant">,
): AuditEntry => ({
  tenant,
  actor: actorOf(c.var.principal),
  action,
  target: id,
});
