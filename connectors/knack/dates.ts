// The order in which an application writes day and month: declared by the connection, or read from
// the application's schema. Never guessed.
import { z } from "zod";
import { objectsWith } from "../../formats/json-objects.ts";
import { JsonTextError } from "../../formats/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { failure, failureOf } from "./faults.ts";
import { completedField } from "./results.ts";
import { DateOrder, type KnackSettings } from "./settings.ts";

type KnackClient = SourceClient<KnackSettings>;

/** The schema of a large application is several megabytes long. */
const schemaTimeoutMs = 40_000;
/** Limits per field of the schema; one with many choices has some hundred values. */
const eachField = { depth: 64, values: 20_000 };
/** The date order hardly ever changes, and each row that is read proves it again. */
const rememberedMs = 3_600_000;

const RememberedOrder = z.object({ order: DateOrder, asked: z.number() });
const Field = z.object({
  key: z.literal(completedField),
  type: z.string(),
  format: z.object({ date_format: DateOrder }),
});

/**
 * The order in which the application writes the date that decides the academic year.
 * @throws refused when neither side states it
 */
export async function dateOrderOf(client: KnackClient): Promise<DateOrder> {
  const { dateOrder } = client.settings;
  if (dateOrder !== "schema") return dateOrder;
  const { success, data } = RememberedOrder.safeParse(client.recall("dates"));
  const age = success ? Date.now() - data.asked : Number.NaN;
  if (success && age >= 0 && age < rememberedMs) return data.order;
  const order = await orderInSchema(client);
  if (order === null) throw failure(client, "refused", "date_order_unknown");
  client.remember("dates", { order, asked: Date.now() });
  return order;
}

/**
 * Checks the order after an empty result, which does not prove that the request was understood: a
 * date in the other order is another date, or none. If the schema says nothing, the order declared
 * by the connection stands.
 */
export async function confirmOrder(client: KnackClient): Promise<void> {
  const { dateOrder } = client.settings;
  if (dateOrder === "schema") return;
  const said = await orderInSchema(client);
  if (said !== null && said !== dateOrder) throw wrongOrderFailure(client, said);
}

/**
 * The failure when dates turn out to be written in the other order: every request that used it was
 * wrong.
 */
export function wrongOrderFailure(client: KnackClient, written: DateOrder) {
  client.remember("dates", null);
  return failure(client, "refused", "date_order_differs", {
    written: written === "dd/mm/yyyy" ? "31/12/2026" : "12/31/2026",
  });
}

/**
 * The order in the schema; null if the schema is not shown, is too large, or does not contain the
 * field.
 */
async function orderInSchema(client: KnackClient): Promise<DateOrder | null> {
  const answer = await client
    // Knack shows the schema to anyone who knows the application's id, so the key is not sent.
    .call({
      method: "GET",
      path: `/v1/applications/${client.settings.application}`,
      headers: {},
      timeoutMs: schemaTimeoutMs,
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
