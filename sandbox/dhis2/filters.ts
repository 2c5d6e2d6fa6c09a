// The `filter` and `order` parameters: a member, an operator, a value.
import { lookedUp } from "./fields.ts";
import type { Instance } from "./instance.ts";
import { Refused } from "./messages.ts";
import { membersOf } from "./schemas.ts";
import { isObj, type Json, type Obj } from "./objects.ts";

type Test = (object: Obj) => boolean;

const moments = new Set(["lastUpdated", "created"]);

/** Sorts `a` beside `A`, as a database with a language's collation does. */
function collate(one: string, other: string): number {
  const [low, high] = [one.toLowerCase(), other.toLowerCase()];
  if (low !== high) return low < high ? -1 : 1;
  return one === other ? 0 : one > other ? -1 : 1;
}

/** A test for objects from a filter such as `name:eq:x`. Throws `Refused` if it cannot be used. */
export function filterOf(instance: Instance, collection: string, text: string): Test {
  const [path = "", operator = "", ...rest] = text.split(":");
  // An unknown member is an error, not a filter that matches everything (dhis2-core,
  // DefaultQueryParser).
  if (!membersOf(collection).has(path.split(".")[0] ?? ""))
    throw new Refused(409, { message: `Unknown path property: ${path}` });
  const wanted = rest.join(":");
  const member = path.split(".");
  const read = (object: Obj): Json =>
    member.reduce<Json>(
      (value, name, at) => step(instance, value, { name, from: member[at - 1] }),
      object,
    );
  const any = (test: (value: Json) => boolean) => (value: Json) =>
    Array.isArray(value) ? value.some(test) : test(value);
  const tests: Record<string, (value: Json) => boolean> = {
    eq: (value) => String(value) === wanted,
    "!eq": (value) => value !== null && String(value) !== wanted,
    ne: (value) => value !== null && String(value) !== wanted,
    gt: (value) => compared(instance, path, value, wanted) > 0,
    ge: (value) => compared(instance, path, value, wanted) >= 0,
    lt: (value) => compared(instance, path, value, wanted) < 0,
    le: (value) => compared(instance, path, value, wanted) <= 0,
    in: (value) =>
      wanted
        .replace(/^\[|\]$/g, "")
        .split(",")
        .includes(String(value)),
    "!in": (value) =>
      !wanted
        .replace(/^\[|\]$/g, "")
        .split(",")
        .includes(String(value)),
    like: (value) => typeof value === "string" && value.includes(wanted),
    ilike: (value) =>
      typeof value === "string" && value.toLowerCase().includes(wanted.toLowerCase()),
    $like: (value) => typeof value === "string" && value.startsWith(wanted),
    like$: (value) => typeof value === "string" && value.endsWith(wanted),
    null: (value) => value === null,
    "!null": (value) => value !== null,
  };
  const test = Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  if (!test)
    throw new Refused(409, { message: `Unable to parse filter \`${text}\``, errorCode: "E1003" });
  return (object) => any(test)(read(object));
}

function step(
  instance: Instance,
  value: Json,
  { name, from }: { name: string; from: string | undefined },
): Json {
  // A list matches if one of its objects does.
  if (Array.isArray(value))
    return value.flatMap((one) => step(instance, one, { name, from }) ?? []);
  if (!isObj(value)) return null;
  const whole =
    from === undefined ? value : { ...lookedUp(instance, from, String(value["id"])), ...value };
  return whole[name] ?? null;
}

/** Below zero if there is nothing to compare. */
function compared(instance: Instance, path: string, value: Json, wanted: string): number {
  if (value === null) return Number.NaN;
  if (moments.has(path.split(".").at(-1) ?? ""))
    return instance.fromWall(String(value)) - instance.fromWall(wanted);
  if (typeof value === "number") return value - Number(wanted);
  return collate(String(value), wanted);
}

/** A comparison of objects from an order such as `name:desc`; by `lastUpdated` by default. */
export function orderOf(text: string | null): (one: Obj, other: Obj) => number {
  const [member = "name", direction = "asc"] = (text ?? "lastUpdated:asc").split(":");
  const sign = direction.endsWith("desc") ? -1 : 1;
  return (one, other) => sign * collate(String(one[member] ?? ""), String(other[member] ?? ""));
}
