// The control routes of the simulated DHIS2: changes, writes, versions, tasks, and the stored data
// for tests.
import { z } from "zod";
import { json, type Answer, type Call } from "../http.ts";
import { change } from "./change.ts";
import type { Instance, Name } from "./instance.ts";
import { isObj, keyOf, type Json, type Obj, type Value } from "./objects.ts";
import { forgetTasks } from "./tasks.ts";

const instance = z.enum(["source", "destination"]).default("source");
const whole = z.int().min(0).max(100_000).default(0);
const ChangeBody = z.strictObject({
  instance,
  family: z.string(),
  changed: whole,
  added: whole,
  removed: whole,
});
const WriteBody = z.strictObject({
  instance,
  family: z.string(),
  id: z.string(),
  values: z.record(z.string(), z.json()).nullable(),
});
const VersionBody = z.strictObject({
  instance,
  minor: z.union([z.literal(40), z.literal(41), z.literal(42), z.literal(43)]),
});
const InstanceBody = z.strictObject({ instance });
const CalendarBody = z.strictObject({ instance, calendar: z.string() });
const ValueBody = z.strictObject({ instance, value: z.record(z.string(), z.json()) });
const TasksBody = z.strictObject({ instance, finish: z.boolean().default(true) });

/** Answers `/sandbox/dhis2/...`; undefined for paths of others. */
export function answerDhis2Control(
  call: Call,
  instances: Record<Name, Instance>,
): Answer | undefined {
  const body = (): unknown => JSON.parse(call.body || "{}");
  switch (`${call.method} ${call.path}`) {
    case "POST /sandbox/dhis2/change": {
      const { instance: name, ...order } = ChangeBody.parse(body());
      return json(change(instances[name], order));
    }
    case "POST /sandbox/dhis2/write": {
      const order = WriteBody.parse(body());
      return json(write(instances[order.instance], order));
    }
    case "POST /sandbox/dhis2/version": {
      const order = VersionBody.parse(body());
      instances[order.instance].minor = order.minor;
      return json(order);
    }
    case "POST /sandbox/dhis2/calendar": {
      const order = CalendarBody.parse(body());
      instances[order.instance].calendar = order.calendar;
      return json(order);
    }
    case "POST /sandbox/dhis2/value": {
      const { instance: name, value } = ValueBody.parse(body());
      const now = instances[name].now();
      const usual = {
        comment: null,
        followup: false,
        storedBy: "admin",
        createdMs: now,
        lastUpdatedMs: now,
        deleted: false,
      };
      instances[name].keep({ ...usual, ...value } as Value);
      return json(value);
    }
    case "POST /sandbox/dhis2/combine": {
      const at = instances[InstanceBody.parse(body()).instance];
      for (const combo of at.collection("categoryCombos").values()) at.combine(combo);
      return json({ combinations: at.collection("categoryOptionCombos").size });
    }
    case "POST /sandbox/dhis2/forget-tasks": {
      const order = TasksBody.parse(body());
      forgetTasks(instances[order.instance], order);
      return json({ tasks: 0 });
    }
    case "GET /sandbox/dhis2/records":
      return records(call, instances);
    default:
      return undefined;
  }
}

/** Writes members of an object, or deletes it. Values are addressed by their key. */
function write(
  at: Instance,
  { family, id, values }: { family: string; id: string; values: Obj | null },
): Obj {
  if (values === null) return { removed: at.collection(family).delete(id) };
  return { id: at.save(family, { ...at.collection(family).get(id), id, ...values })["id"] ?? null };
}

/**
 * All objects of a family, or all values that are not deleted, with what each option combination is
 * made of.
 */
function records(call: Call, instances: Record<Name, Instance>): Answer {
  const at = instances[instance.parse(call.query.get("instance") ?? undefined)];
  const family = call.query.get("family") ?? "dataElements";
  if (family !== "dataValues")
    return json({ records: [...at.collection(family).values()], defaults: at.defaults });
  const combos = Object.fromEntries(
    [...at.collection("categoryOptionCombos").values()].map((combo) => [
      String(combo["id"]),
      madeOf(at, combo),
    ]),
  );
  const alive = [...at.values.values()].filter(({ deleted }) => !deleted);
  return json({
    records: alive.map((value) => ({
      ...value,
      key: keyOf(value),
      options: combos[value.categoryOptionCombo] ?? null,
      attributes: combos[value.attributeOptionCombo] ?? null,
    })),
  });
}

function madeOf(at: Instance, combo: Obj): Json {
  if (combo["id"] === at.defaults.categoryOptionCombo) return "default";
  const options = Array.isArray(combo["categoryOptions"])
    ? combo["categoryOptions"].filter(isObj).map(({ id }) => String(id))
    : [];
  return [
    isObj(combo["categoryCombo"]) ? String(combo["categoryCombo"]["id"]) : "",
    ...options.sort(),
  ].join(".");
}

/** Both instances in short. */
export const dhis2State = (instances: Record<Name, Instance>): unknown =>
  Object.values(instances).map((at) => ({
    name: at.name,
    version: `2.${at.minor}`,
    values: at.values.size,
    counts: Object.fromEntries([...at.collections].map(([name, objects]) => [name, objects.size])),
  }));
