// A setting is declared once: what a form shows of it agrees with what its schema takes.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Field } from "../../contract/api/catalog.ts";
import { connectors } from "../../connectors/index.ts";
import { formOf, setting } from "../../connectors/setting.ts";

const label = { en: "Port", fr: "Port" };

/** Every field that a form of the product shows, and the schema that judges what is typed. */
const fields: [string, Field, z.ZodType][] = Object.values(connectors).flatMap((connector) => {
  const { kind, settings } = connector;
  const optionsOf = "options" in connector ? connector.options : undefined;
  const templates = kind.templates.map(({ key, options }) => ({
    of: `${kind.kind}.${key}`,
    form: options,
    schema: optionsOf?.(key) ?? z.object({}),
  }));
  const all = [{ of: kind.kind, form: formOf(settings), schema: settings }, ...templates];
  return all.flatMap(({ of, form, schema }) =>
    form.map((field): [string, Field, z.ZodType] => [
      `${of}.${field.name}`,
      field,
      (schema as z.ZodObject).shape[field.name] as z.ZodType,
    ]),
  );
});

describe("every setting of every connector and template", () => {
  it.each(fields)("%s is labelled in both languages", (_, { label: { en, fr }, hint }) => {
    for (const text of [en, fr, hint?.en ?? "-", hint?.fr ?? "-"]) {
      expect(text).not.toBe("");
      // A label or a hint is no sentence.
      expect(text).not.toMatch(/\.$/);
    }
  });

  it.each(fields)(
    "%s may stay empty where the form says so, and means its default",
    (_, field, schema) => {
      const empty = schema.safeParse(undefined);
      expect(empty.success).toBe(!field.required);
      expect(field.default).toEqual(empty.success ? empty.data : null);
    },
  );

  it.each(fields.filter(([, { type }]) => type === "select"))(
    "%s offers its default, and only what its schema takes",
    (_, { choices = [], default: byDefault }, schema) => {
      const values = choices.map(({ value }) => value);
      expect(new Set(values).size).toBe(values.length);
      expect(values).toContain(byDefault);
      for (const value of values) expect(schema.safeParse(value).data).toBe(value);
      const inner = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
      if (inner instanceof z.ZodEnum) expect(values.toSorted()).toEqual(inner.options.toSorted());
    },
  );

  it.each(fields.filter(([, { type }]) => type === "integer"))(
    "%s takes whole numbers, and no text",
    (_, { default: byDefault }, schema) => {
      expect(schema.safeParse(7).success).toBe(true);
      expect(schema.safeParse("7").success).toBe(false);
      expect(schema.safeParse(7.5).success).toBe(false);
      if (byDefault !== null) expect(schema.safeParse(byDefault).success).toBe(true);
    },
  );
});

describe("a form", () => {
  it("says the default in words, behind the hint", () => {
    const hint = { en: "Of the server", fr: "Du serveur" };
    const settings = z.object({
      port: z.int().default(5432).register(setting, { widget: "integer", label }),
      other: z.int().default(5433).register(setting, { widget: "integer", label, hint }),
      name: z.string().default("").register(setting, { widget: "text", label, hint }),
      host: z.string().register(setting, { widget: "host", label }),
    });
    expect(formOf(settings)).toEqual([
      {
        name: "port",
        type: "integer",
        required: false,
        label,
        hint: { en: "5432 when empty", fr: "5432 si vide" },
        default: 5432,
      },
      {
        name: "other",
        type: "integer",
        required: false,
        label,
        hint: { en: "Of the server; 5433 when empty", fr: "Du serveur ; 5433 si vide" },
        default: 5433,
      },
      { name: "name", type: "text", required: false, label, hint, default: "" },
      { name: "host", type: "host", required: true, label, hint: null, default: null },
    ]);
  });

  it("refuses a setting that lost its label on the way", () => {
    const port = z.int().register(setting, { widget: "integer", label }).default(5432);
    expect(() => formOf(z.object({ port }))).toThrow("port has no label");
  });

  it("takes only choices that the schema has", () => {
    z.enum(["on", "off"]).register(setting, {
      widget: "select",
      label,
      // @ts-expect-error "maybe" is none of them.
      choices: [{ value: "maybe", label }],
    });
    expect(z.enum(["on", "off"]).safeParse("maybe").success).toBe(false);
  });
});
