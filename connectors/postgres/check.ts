// The live checks of a PostgreSQL connection, in the order in which a person would look for a
// fault.
import type { Check } from "../../contract/source/check.ts";
import { Checklist, passed, untranslated, warning, type Outcome } from "../checklist.ts";
import { quoted } from "./names.ts";
import { withConnection, type Connection, type PostgresClient } from "./session.ts";
import { qualifiedName } from "./tables.ts";

const list = new Checklist({
  address: { en: "Server answers", fr: "Le serveur répond" },
  encryption: { en: "The way is encrypted", fr: "La liaison est chiffrée" },
  sign_in: { en: "Sign-in is accepted", fr: "La connexion est acceptée" },
  database: { en: "Database exists", fr: "La base de données existe" },
  tables: { en: "Tables can be created", fr: "Des tables peuvent être créées" },
});
type Name = Parameters<typeof list.skipped>[0];

/**
 * The check that each failure belongs to. The server looks at encryption, the account and the
 * database in this order.
 */
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

type ServerInfo = { version: string; tls: string | null };

/** Yields one check after another. After the first failure the remaining checks are skipped. */
export async function* check(client: PostgresClient): AsyncIterable<Check> {
  const doors: Name[] = ["address", "encryption", "sign_in", "database"];
  const {
    found,
    code,
    check: closed,
  } = await list.probe("address", async () => ({
    outcome: passed(null),
    found: await withConnection(client, look),
  }));
  const stopped = code === null ? doors.length : doors.indexOf(failing[code] ?? "address");
  for (const [at, name] of doors.entries()) {
    if (at < stopped) yield list.result(name, seenOf(client, name, found));
    else yield at === stopped ? list.result(name, closed) : list.skipped(name);
  }
  if (code !== null) return yield list.skipped("tables");
  const { schema } = client.settings;
  yield await list.look("tables", async () => {
    await withConnection(client, (connection) => tryTables(connection, schema));
    return passed(untranslated(`“${schema}”`));
  });
}

async function look(connection: Connection): Promise<ServerInfo> {
  const [row] = await connection.transaction((tx) =>
    tx.query<ServerInfo>(
      `SELECT current_setting('server_version') AS version,
         (SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls`,
    ),
  );
  return row ?? { version: "?", tls: null };
}

class Undone extends Error {}

/** Creates a table as a delivery would, and drops it again. */
async function tryTables(connection: Connection, schema: string): Promise<void> {
  try {
    await connection.transaction(async (tx) => {
      const known = await tx.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1::text", [
        schema,
      ]);
      if (known.length === 0) await tx.query(`CREATE SCHEMA ${quoted(schema)}`);
      await tx.query(
        `CREATE TABLE ${qualifiedName(schema, `freshet_check_${crypto.randomUUID().slice(0, 8)}`)} (id text PRIMARY KEY)`,
      );
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}

function seenOf(client: PostgresClient, name: Name, seen: ServerInfo | null): Outcome {
  const { settings, host } = client;
  if (name === "encryption" && settings.tls === "off" && settings.route === "direct") {
    const remedy = {
      en: "Switch encryption on as soon as the server offers it.",
      fr: "Activez le chiffrement dès que le serveur le propose.",
    };
    return warning({ en: "Not encrypted", fr: "Non chiffrée" }, remedy);
  }
  const words: Record<Name, string> = {
    address: host,
    encryption: seen?.tls ?? "TLS",
    sign_in: settings.user,
    database: seen === null ? settings.database : `PostgreSQL ${seen.version.split(" ")[0]}`,
    tables: settings.schema,
  };
  return passed(untranslated(words[name]));
}
