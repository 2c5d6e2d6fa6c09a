// The control routes of the simulated Knack: change, write, remove, upload, limits, and the stored
// data for tests.
import { z } from "zod";
import { json, type Answer, type Call } from "../http.ts";
import { change, schoolNamed, thisYear } from "./change.ts";
import { commentFields, cycles, type Row } from "./data.ts";
import type { Json, Value } from "./fields.ts";
import type { Knack } from "./knack.ts";

const JsonValue: z.ZodType<Json> = z.json();
const whole = z.int().min(0).max(100_000);
const school = z.string().nullable().default(null);
const ids = z.union([z.string().transform((id) => [id]), z.array(z.string())]);

const ChangeBody = z.strictObject({
  school,
  changed: whole.default(0),
  added: whole.default(0),
  removed: whole.default(0),
});
const linked = z.array(z.strictObject({ id: z.string(), identifier: z.string() })).min(1);
const moment = z.strictObject({
  day: z.string(),
  time: z.string().nullable(),
  asText: z.boolean(),
});
const FieldValue: z.ZodType<Value> = z.union([
  z.null(),
  z.string(),
  z.number(),
  linked,
  z.array(z.string()),
  moment,
  z.strictObject({ first: z.string(), last: z.string() }),
]);
/** `raw` replaces a field's raw form, whatever its type. */
const WriteBody = z.strictObject({
  id: z.string(),
  values: z.record(z.string(), FieldValue).default({}),
  raw: z.record(z.string(), JsonValue).default({}),
});
const RemoveBody = z.strictObject({ id: ids });
const UploadBody = z.strictObject({ school });
const SortBody = z.strictObject({
  object: z.string(),
  field: z.string(),
  order: z.enum(["asc", "desc"]).default("asc"),
});
const LimitsBody = z.strictObject({
  perSecond: whole.optional(),
  perDay: whole.optional(),
  used: whole.optional(),
});

/** Answers `/sandbox/knack/...`; undefined for paths that all sandboxes share. */
export function answerKnackControl(call: Call, knack: Knack): Answer | undefined {
  const body = (): unknown => JSON.parse(call.body || "{}");
  switch (`${call.method} ${call.path}`) {
    case "POST /sandbox/knack/change":
      return json(change(knack, ChangeBody.parse(body())));
    case "POST /sandbox/knack/write":
      return write(knack, WriteBody.parse(body()));
    case "POST /sandbox/knack/remove":
      return json({
        removed: knack.remove(new Set(RemoveBody.parse(body()).id)).map(({ id }) => id),
      });
    case "POST /sandbox/knack/upload":
      return json({
        added: knack
          .upload(thisYear(knack, schoolNamed(UploadBody.parse(body()).school)))
          .map(({ id }) => id),
      });
    case "POST /sandbox/knack/sort":
      return sort(knack, SortBody.parse(body()));
    case "POST /sandbox/knack/limits":
      return limits(knack, LimitsBody.parse(body()));
    case "GET /sandbox/knack/records":
      return json(thisYear(knack, schoolNamed(call.query.get("school"))).map(truthOf));
    default:
      return undefined;
  }
}

/** The account in short. */
export function knackState(knack: Knack): unknown {
  return {
    made: knack.isMade,
    students: knack.isMade ? (knack.rows("object_10") ?? []).length : null,
    calls: {
      used: knack.limits.used(knack.clock.now()),
      perDay: knack.limits.perDay,
      perSecond: knack.limits.perSecond,
    },
  };
}

function write(knack: Knack, { id, values, raw }: z.infer<typeof WriteBody>): Answer {
  const row = (knack.rows("object_10") ?? []).find((one) => one.id === id);
  for (const [field, value] of Object.entries(values)) row?.values.set(field, value);
  for (const [field, value] of Object.entries(raw)) row?.raw.set(field, value);
  return json({ id }, row ? 200 : 404);
}

function sort(knack: Knack, { object, ...order }: z.infer<typeof SortBody>): Answer {
  knack.setSort(object, order);
  return json(order);
}

function limits(knack: Knack, { perSecond, perDay, used }: z.infer<typeof LimitsBody>): Answer {
  if (perSecond !== undefined) knack.limits.perSecond = perSecond;
  if (perDay !== undefined) knack.limits.perDay = perDay;
  if (used !== undefined) knack.limits.setUsed(used, knack.clock.now());
  return json(knackState(knack));
}

/** What a row holds: which cycles have scores, and which have comments. */
function truthOf({ id, values }: Row) {
  const has = (field: number) =>
    values.get(`field_${field}`) !== undefined && values.get(`field_${field}`) !== null;
  const email = values.get("field_197");
  return {
    id,
    email: typeof email === "string" ? email : "",
    scores: Object.entries(cycles).flatMap(([cycle, first]) =>
      [0, 1, 2, 3, 4, 5].some((at) => has(first + at)) ? [cycle] : [],
    ),
    comments: Object.entries(commentFields).flatMap(([cycle, fields]) =>
      fields.some(has) ? [cycle] : [],
    ),
  };
}
