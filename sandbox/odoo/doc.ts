// Odoo 19's documentation of its models, from which JSON-2 clients learn the names of arguments.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { contextOf } from "./context.ts";
import type { Database } from "./database.ts";
import { accessError, notFound } from "./errors.ts";
import { describeFields } from "./fields-get.ts";
import { answerToBearer, authenticated, success } from "./json2.ts";
import { methodsOf } from "./methods.ts";
import type { Odoo } from "./odoo.ts";
import type { User } from "./rights.ts";
import type { Signature } from "./signature.ts";
import type { Result } from "./values.ts";

/** Answers `GET /doc-bearer/<model>.json`, and the index of all models. */
export function answerDoc(call: Call, base: { odoo: Odoo; exchange: Exchange }): Answer {
  const model = /^\/doc-bearer\/([^/]+)\.json$/.exec(call.path)?.[1] ?? "";
  return answerToBearer(call, base, { model, method: "doc", detail: call.method }, (name) => {
    const user = authenticated(call);
    // Only administrators belong to the group that reads the technical documentation.
    if (user.role !== "admin")
      throw accessError("This page is only accessible to Technical Documentation users.");
    const database = base.odoo.database(name);
    return success(model === "index" ? indexOf(database) : documented(database, user, model));
  });
}

function indexOf(database: Database): Result {
  const models = [...database.tables.values()].map(({ model }) => model);
  return {
    modules: ["base", "account", "sale", "hr"],
    models: models.map(({ name, description, fields }) => ({
      model: name,
      name: description,
      fields: Object.fromEntries(
        [...fields.values()].map((field) => [field.name, { string: field.string }]),
      ),
      methods: [...methodsOf(name, database.traits.major).keys()],
    })),
  };
}

function documented(database: Database, user: User, name: string): Result {
  const table = database.tables.get(name);
  if (!table)
    throw notFound(
      "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
    );
  const methods = [...methodsOf(name, database.traits.major)];
  return {
    model: name,
    name: table.model.description,
    doc: null,
    fields: describeFields({ ...contextOf(database, {}, "en_US"), user, table }, null, null),
    methods: Object.fromEntries(
      methods.map(([method, { signature }]) => [method, described(signature)]),
    ),
  };
}

/** A method of the model itself is marked as such; a method of records takes their ids first. */
function described({ params, onRecords }: Signature): Result {
  return {
    signature: `(${params.join(", ")})`,
    parameters: Object.fromEntries(params.map((name) => [name, { name }])),
    ...(onRecords ? {} : { api: ["model"] }),
    model: "core",
    module: "core",
  };
}
