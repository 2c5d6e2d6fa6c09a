// The live checks of a PostgreSQL, in the order in which a person would look for the trouble.
import type { Text } from "../../contract/json.ts";
import { sentences, isCode, say } from "../../contract/sentences.ts";
import type { Check, Failure } from "../../contract/source.ts";
import { ConnectorError } from "../connector.ts";
import { quoted } from "./names.ts";
import { withConnection, type Connection, type PostgresLink } from "./session.ts";
import { at } from "./tables.ts";

const titles = {
  address: { en: "Server answers", fr: "Le serveur répond" },
  encryption: { en: "The way is encrypted", fr: "La liaison est chiffrée" },
  sign_in: { en: "Sign-in is accepted", fr: "La connexion est acceptée" },
  database: { en: "Database exists", fr: "La base de données existe" },
  tables: { en: "Tables can be created", fr: "Des tables peuvent être créées" },
} satisfies Record<string, Text>;
type Name = keyof typeof titles;

/** Which check a failure belongs to; the server looks at the way, the account and the database in this order. */
const failing: Record<string, Name> = {
  tls_failed: "encryption",
  tls_wanted: "encryption",
  secret_missing: "sign_in",
  sign_in_refused: "sign_in",
  hyperdrive_missing: "sign_in",
  database_unknown: "database",
  destination_rights_missing: "tables",
  destination_read_only: "tables",
};

type Seen = { version: string; tls: string | null };

/** Yields one check after another; what stands behind a closed door is skipped. */
export async function* check(link: PostgresLink): AsyncIterable<Check> {
  const names: Name[] = ["address", "encryption", "sign_in", "database"];
  const outcome = await attempt(() => withConnection(link, look));
  const stopped = outcome.failure === null ? names.length : names.indexOf(failing[outcome.failure.code] ?? "address");
  for (const [index, name] of names.entries()) {
    if (index < stopped) yield seenOf(link, name, outcome.value);
    else if (index === stopped && outcome.failure !== null) yield failed(name, outcome.failure);
    else yield skipped(name);
  }
  if (outcome.failure !== null) return yield skipped("tables");
  const tried = await attempt(() => withConnection(link, (connection) => tryTables(connection, link.settings.schema)));
  yield tried.failure === null ? passed("tables", same(`“${link.settings.schema}”`)) : failed("tables", tried.failure);
}

async function look(connection: Connection): Promise<Seen> {
  const [row] = await connection.transaction((tx) =>
    tx.ask<Seen>(
      `SELECT current_setting('server_version') AS version,
         (SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls`,
    ),
  );
  return row ?? { version: "?", tls: null };
}

class Undone extends Error {}

/** Makes a table as a delivery would, and takes it back: nothing stays behind. */
async function tryTables(connection: Connection, schema: string): Promise<void> {
  try {
    await connection.transaction(async (tx) => {
      const known = await tx.ask("SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1::text", [schema]);
      if (known.length === 0) await tx.ask(`CREATE SCHEMA ${quoted(schema)}`);
      await tx.ask(`CREATE TABLE ${at(schema, `freshet_check_${crypto.randomUUID().slice(0, 8)}`)} (id text PRIMARY KEY)`);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}

type Attempt<T> = { value: T; failure: null } | { value: null; failure: Failure };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work(), failure: null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { value: null, failure: error.failure };
  }
}

function seenOf(link: PostgresLink, name: Name, seen: Seen | null): Check {
  const { settings, host } = link;
  if (name === "encryption" && settings.tls === "off" && settings.route === "direct") {
    const remedy = {
      en: "Switch encryption on as soon as the server offers it.",
      fr: "Activez le chiffrement dès que le serveur le propose.",
    };
    return { name, title: titles.encryption, status: "warning", seen: { en: "Not encrypted", fr: "Non chiffrée" }, remedy };
  }
  const words: Record<Name, string> = {
    address: host,
    encryption: seen?.tls ?? "TLS",
    sign_in: settings.user,
    database: seen === null ? settings.database : `PostgreSQL ${seen.version.split(" ")[0]}`,
    tables: settings.schema,
  };
  return passed(name, same(words[name]));
}

const same = (text: string): Text => ({ en: text, fr: text });
const passed = (name: Name, seen: Text): Check => ({ name, title: titles[name], status: "passed", seen, remedy: null });
const skipped = (name: Name): Check => ({ name, title: titles[name], status: "skipped", seen: null, remedy: null });

function failed(name: Name, { code, facts }: Failure): Check {
  const remedy = isCode(code) ? { en: say(code, facts, "en"), fr: say(code, facts, "fr") } : sentences.internal;
  return { name, title: titles[name], status: "failed", seen: null, remedy };
}
