// Methods that only one model has.
import { accessError } from "./errors.ts";
import type { Method, MethodCall } from "./method.ts";
import { may, operationOf, requireAccess } from "./rights.ts";
import { onModel, onRecords } from "./signature.ts";
import type { Result, Row } from "./values.ts";
import { actionPost } from "./writing.ts";

/** The methods by model; a name may occur twice, for versions with different signatures. */
export const modelMethods: Record<string, [name: string, method: Method][]> = {
  "res.users": [
    [
      "context_get",
      {
        signature: onModel([]),
        run: ({ user }) => ({ lang: user.lang, tz: user.tz, uid: user.id }),
      },
    ],
    ["has_group", { signature: onModel(["group_ext_id"], 1), until: 17, run: hasGroup }],
    ["has_group", { signature: onRecords(["group_ext_id"], 1), since: 18, run: hasGroup }],
  ],
  "ir.model": [
    [
      "get_available_models",
      { signature: onModel([]), run: (call) => displayNames(call, () => true) },
    ],
    ["display_name_for", { signature: onModel(["models"], 1), run: displayNamesFor }],
  ],
  "ir.model.access": [
    ["check", { signature: onModel(["model", "mode", "raise_exception"], 1), run: checkAccess }],
  ],
  "res.lang": [["get_installed", { signature: onModel([]), run: installedLanguages }]],
  "account.move": [["action_post", { signature: onRecords([]), run: actionPost }]],
};

function installedLanguages({ database }: MethodCall): Result {
  const installed = database.table("res.lang").store.rows.filter((row) => row["active"] === true);
  return installed.map((row) => [String(row["code"]), String(row["name"])]);
}

function displayNamesFor(call: MethodCall): Result {
  const { models } = call.bound.values;
  return displayNames(
    call,
    (row) => Array.isArray(models) && models.includes(String(row["model"])),
  );
}

const groups = {
  reader: new Set(["base.group_user", "account.group_account_readonly"]),
  limited: new Set(["base.group_user"]),
  portal: new Set(["base.group_portal"]),
};

function hasGroup({ user, bound }: MethodCall): Result {
  const group = String(bound.values["group_ext_id"]);
  return user.role === "admin"
    ? group !== "base.group_no_one" &&
        group !== "base.group_portal" &&
        group !== "base.group_public"
    : groups[user.role].has(group);
}

/** Tells accounts that may not read ir.model which models they may read. */
function displayNames({ database, user }: MethodCall, wanted: (row: Row) => boolean): Result {
  const known = database
    .table("ir.model")
    .store.rows.filter((row) => may(user, String(row["model"]), "read") && wanted(row));
  return known.map((row) => ({ display_name: String(row["name"]), model: String(row["model"]) }));
}

function checkAccess({ database, user, refusalLang, bound }: MethodCall): Result {
  const { model, mode, raise_exception } = bound.values;
  const operation = operationOf(mode);
  const table = database.tables.get(String(model));
  if (!table) {
    if (raise_exception !== false)
      throw accessError(
        `You are not allowed to access '${String(model)}' (${String(model)}) records.`,
      );
    return false;
  }
  if (raise_exception !== false) requireAccess(database, user, table.model, operation, refusalLang);
  return may(user, table.model.name, operation);
}
