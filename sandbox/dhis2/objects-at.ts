// Single objects, the export of all metadata, and the schemas of the collections.
import type { Answer, Call } from "../http.ts";
import { shape } from "./fields.ts";
import { filterOf } from "./filters.ts";
import { listOf, type Instance } from "./instance.ts";
import { data, Refused, webMessage } from "./messages.ts";
import { importMetadata } from "./metadata-import.ts";
import { classes, isObj, type Json, type Obj } from "./objects.ts";
import { membersOf, schemas } from "./schemas.ts";

/** Answers a request for a single object. */
export function answerObject(
  { query }: Pick<Call, "query">,
  instance: Instance,
  { name, uid }: { name: string; uid: string },
): Answer {
  const object = instance.collection(name).get(uid);
  const klass = (classes[name] ?? name).split(".").at(-1) ?? name;
  if (object === undefined)
    throw new Refused(404, {
      message: `${klass} with id ${uid} could not be found.`,
      errorCode: "E1005",
    });
  return data(shape(instance, query.get("fields") ?? ":all")(object));
}

const strategies: Record<string, string> = { POST: "CREATE", PUT: "UPDATE", DELETE: "DELETE" };

/**
 * Writes one object as the user interface does, where saving a category combination generates its
 * option combinations.
 */
export function writeObject(
  { method, body }: Call,
  instance: Instance,
  { name, uid }: { name: string; uid: string | undefined },
): Answer {
  const importStrategy = strategies[method];
  if (importStrategy === undefined || (method === "POST") !== (uid === undefined))
    throw new Refused(405, { message: `Request method '${method}' is not supported` });
  if (uid !== undefined && !instance.collection(name).has(uid))
    return answerObject({ query: new URLSearchParams() }, instance, { name, uid });
  const sent = method === "DELETE" ? {} : readObject(body);
  instance.sequence += 1;
  const object = { ...sent, id: uid ?? sent["id"] ?? instance.uid(`object ${instance.sequence}`) };
  const [report] = importMetadata(
    instance,
    { [name]: [object] },
    new URLSearchParams({ importStrategy }),
  ).typeReports;
  const [told] = listOf(report?.["objectReports"]);
  const klass = classes[name] ?? name;
  const response = {
    responseType: "ObjectReport",
    klass,
    uid: String(object.id),
    errorReports: told?.["errorReports"] ?? [],
  };
  if (told !== undefined)
    return webMessage(409, {
      message: "One or more errors occurred, please see full details in import report.",
      response,
    });
  const saved = instance.collection(name).get(String(object.id));
  if (name === "categoryCombos" && saved !== undefined) instance.combine(saved);
  return webMessage(method === "POST" ? 201 : 200, { status: "OK", message: "", response });
}

function readObject(body: string): Obj {
  const read = JSON.parse(body || "null") as Json;
  if (!isObj(read)) throw new Refused(409, { message: "Expected an object", errorCode: "E1000" });
  return read;
}

/**
 * Exports the named collections, or all:
 * `dataElements=true&dataElements:fields=id&dataElements:filter=name:eq:x`.
 */
export function exportMetadata({ query }: Call, instance: Instance): Answer {
  const named = Object.keys(classes).filter((name) => query.get(name) === "true");
  const body: Obj = {
    system: {
      id: instance.uid("system"),
      rev: "1a2b3c4",
      version: `2.${instance.minor}.1`,
      date: instance.wall(instance.now()),
    },
  };
  for (const name of named.length > 0 ? named : Object.keys(classes)) {
    const tests = query.getAll(`${name}:filter`).map((text) => filterOf(instance, name, text));
    const found = [...instance.collection(name).values()]
      .filter((object) => query.get("defaults") !== "EXCLUDE" || object["name"] !== "default")
      .filter((object) => tests.every((test) => test(object)));
    if (found.length > 0)
      body[name] = found.map(
        shape(instance, query.get(`${name}:fields`) ?? query.get("fields") ?? ":owner"),
      );
  }
  return data(body);
}

/** Answers a request for the schema of one collection, or of all. */
export function answerSchemas(uidOrName: string | undefined): Answer {
  const told = Object.keys(classes).map((name) => {
    const { singular, required, unique } = schemas[name] ?? {
      singular: name.replace(/s$/, ""),
      required: ["name"],
      unique: ["code"],
    };
    const properties = [...membersOf(name)].map((member) => ({
      name: member,
      fieldName: member,
      required: required.includes(member),
      unique: unique.includes(member),
      persisted: true,
    }));
    return {
      klass: classes[name] ?? name,
      plural: name,
      singular,
      metadata: true,
      persisted: true,
      relativeApiEndpoint: `/${name}`,
      properties,
    };
  });
  if (uidOrName === undefined) return data({ schemas: told });
  const one = told.find(({ plural, singular }) => plural === uidOrName || singular === uidOrName);
  if (one === undefined)
    throw new Refused(404, { message: `Type ${uidOrName} does not exist.`, errorCode: "E1005" });
  return data(one);
}
