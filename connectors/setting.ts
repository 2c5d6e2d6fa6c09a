// A setting is declared once: its schema says what is valid, its metadata how a form shows it.
import { z } from "zod";
import type { Field } from "../contract/api/catalog.ts";
import type { Json, Text } from "../contract/values/json.ts";

/**
 * How a form shows a setting. It repeats nothing the schema knows: whether the field may stay empty,
 * and the default that then holds, are read from the schema.
 */
type Shown = {
  label: Text;
  /** What to type, and where to find it. The default is added in words: "5432 when empty". */
  hint?: Text;
} & (
  | { widget: "text" | "url" | "host" | "integer" }
  | { widget: "select"; choices: { value: z.$output; label: Text }[] }
);

/**
 * The settings of all connectors: `schema.register(setting, { … })`. It comes last in a chain,
 * because every other method returns a new schema without this metadata.
 */
export const setting = z.registry<Shown>();

/**
 * The form of an object of settings: a field for each, in the order of their declaration. Throws for
 * one that was never registered.
 */
export const formOf = (settings: z.ZodObject): Field[] =>
  Object.entries(settings.shape).map(([name, schema]) => fieldOf(name, schema as z.ZodType));

function fieldOf(name: string, schema: z.ZodType): Field {
  const shown = setting.get(schema);
  if (!shown) throw new Error(`the setting ${name} has no label`);
  const { widget, label, hint = null } = shown;
  const empty = schema.safeParse(undefined);
  const field = { name, label, required: !empty.success };
  const byDefault = empty.success ? (empty.data as Json) : null;
  return widget === "select"
    ? { ...field, type: widget, hint, default: byDefault, choices: shown.choices as Choices }
    : { ...field, type: widget, hint: withDefault(hint, byDefault), default: byDefault };
}

type Choices = NonNullable<Field["choices"]>;

/** The hint, followed by what holds where the field stays empty. */
function withDefault(hint: Text | null, byDefault: Json): Text | null {
  if (byDefault === "" || typeof byDefault === "object") return hint;
  const empty = { en: `${byDefault} when empty`, fr: `${byDefault} si vide` };
  return hint ? { en: `${hint.en}; ${empty.en}`, fr: `${hint.fr} ; ${empty.fr}` } : empty;
}
