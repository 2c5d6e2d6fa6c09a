// What a session learns about itself after signing in.
import { companiesOfUser } from "./context.ts";
import type { Database } from "./database.ts";
import type { User } from "./rights.ts";
import type { Result } from "./values.ts";
import { versionAnswer } from "./versions.ts";

/** The session's facts that clients use; what only Odoo's own pages read is left out. */
export function sessionInfo(database: Database, user: User): Result {
  const account = database.table("res.users").store.get(user.id);
  const partner = Number(account?.["partner_id"]);
  const { server_version, server_version_info } = versionAnswer(database.traits);
  const name = String(account?.["name"]);
  return {
    uid: user.id,
    is_system: user.role === "admin",
    is_admin: user.role === "admin",
    is_public: false,
    is_internal_user: true,
    user_context: { lang: user.lang, tz: user.tz, uid: user.id },
    db: database.name,
    server_version,
    server_version_info,
    support_url: "https://www.odoo.com/buy",
    name,
    username: user.login,
    partner_display_name: name,
    partner_id: partner,
    "web.base.url": "http://localhost:8069",
    active_ids_limit: 20_000,
    max_file_upload_size: 134_217_728,
    home_action_id: false,
    currencies: currencies(database),
    bundle_params: { lang: user.lang },
    user_companies: companies(database, user),
  };
}

function currencies(database: Database): Result {
  const active = database.table("res.currency").store.rows.filter((row) => row["active"] === true);
  return Object.fromEntries(
    active.map((row) => [
      row.id,
      {
        ...(database.traits.major >= 19 ? { name: String(row["name"]) } : {}),
        symbol: String(row["symbol"]),
        position: String(row["position"]),
        digits: [69, Number(row["decimal_places"])],
      },
    ]),
  );
}

function companies(database: Database, user: User): Result {
  const ids = companiesOfUser(database, user);
  const { store } = database.table("res.company");
  const described = ids.map((id): [number, Result] => {
    const row = store.get(id);
    const currency =
      database.traits.major >= 19 ? { currency_id: Number(row?.["currency_id"]) } : {};
    return [
      id,
      {
        id,
        name: String(row?.["name"]),
        sequence: 10,
        child_ids: [],
        parent_id: false,
        ...currency,
      },
    ];
  });
  return {
    current_company: ids[0] ?? false,
    allowed_companies: Object.fromEntries(described),
    disallowed_ancestor_companies: {},
  };
}
