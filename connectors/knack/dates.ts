// The order in which an application writes its dates: declared by the connection, or said by the
// application's own schema. Never guessed.
import { z } from "zod";
import { objectsWith } from "../../formats/json-objects.ts";
import { JsonTextError } from "../../formats/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { failure, failureOf } from "./faults.ts";
import { completedField } from "./results.ts";
import { DateOrder, type KnackSettings } from "./settings.ts";

type KnackClient = SourceClient<KnackSettings>;

/** The schema of a large application is megabytes long. */
const schemaPatienceMs = 40_000;
/** A field of the schema has some hundred values, if it has many choices. */
const eachField = { depth: 64, values: 20_000 };
/**
 * Nobody changes how an application writes dates from one hour to the next; each row that is read
 * proves it again.
 */
const rememberedMs = 3_600_000;

const Known = z.object({ order: DateOrder, asked: z.number() });
const Field = z.object({
  key: z.literal(completedField),
  type: z.string(),
  format: z.object({ date_format: DateOrder }),
});

/**
 * How the application writes the day that decides about the academic year. @throws refused when
 * neither side says it
 */
export async function dateOrderOf(client: KnackClient): Promise<DateOrder> {
  const { dateOrder } = client.settings;
  if (dateOrder !== "schema") return dateOrder;
  const { success, data } = Known.safeParse(client.recall("dates"));
  const age = success ? Date.now() - data.asked : Number.NaN;
  if (success && age >= 0 && age < rememberedMs) return data.order;
  const order = await orderInSchema(client);
  if (order === null) throw failure(client, "refused", "date_order_unknown");
  client.remember("dates", { order, asked: Date.now() });
  return order;
}

/**
 * Nothing was found, and nothing proves that the question was understood: a date of the other order
 * is another date, or none. The schema is asked then; where it says nothing, what the connection
 * declares stands.
 */
export async function confirmOrder(client: KnackClient): Promise<void> {
  const { dateOrder } = client.settings;
  if (dateOrder === "schema") return;
  const said = await orderInSchema(client);
  if (said !== null && said !== dateOrder) throw otherOrder(client, said);
}

/**
 * Dates are written otherwise than was believed: nothing that was asked or read by them is right.
 */
export function otherOrder(client: KnackClient, written: DateOrder) {
  client.remember("dates", null);
  return failure(client, "refused", "date_order_differs", {
    written: written === "dd/mm/yyyy" ? "31/12/2026" : "12/31/2026",
  });
}

/** What the schema says; null where it is not shown, too large, or says nothing of the field. */
async function orderInSchema(client: KnackClient): Promise<DateOrder | null> {
  const answer = await client
    // Knack shows the schema to whoever knows the application's id: the key stays here.
    .call({
      method: "GET",
      path: `/v1/applications/${client.settings.application}`,
      headers: {},
      timeoutMs: schemaPatienceMs,
    })
    .catch(whenTooLarge);
  if (answer === null || [401, 403, 404].includes(answer.status)) return null;
  if (answer.status < 200 || answer.status > 299 || answer.body.trimStart().startsWith("<"))
    throw failureOf(answer, {
      client,
      object: "application",
      known: client.recall("known") === true,
    });
  return orderIn(answer.body);
}

function whenTooLarge(error: unknown): null {
  if (error instanceof ConnectorError && error.failure.code === "answer_too_large") return null;
  throw error;
}

function orderIn(schema: string): DateOrder | null {
  try {
    for (const found of objectsWith(schema, { name: "key", value: completedField }, eachField)) {
      const { success, data } = Field.safeParse(found);
      if (success) return data.format.date_format;
    }
    return null;
  } catch (error) {
    if (error instanceof JsonTextError) return null;
    throw error;
  }
}
