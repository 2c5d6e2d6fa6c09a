// The catalog: the kinds of systems, their settings and their templates (ready configurations).
import { z } from "zod";
import { Json, Text } from "../values/json.ts";
import { Resource } from "../source/resource.ts";

/** One field of a form, as the page renders it. */
export const Field = z.object({
  name: z.string(),
  type: z.enum(["text", "url", "host", "integer", "select"]),
  label: Text,
  hint: Text.nullable(),
  required: z.boolean(),
  /** What holds where the field is left empty; null where nothing does. */
  default: Json,
  choices: z.array(z.object({ value: z.string(), label: Text })).optional(),
});
export type Field = z.infer<typeof Field>;

export const Template = z.object({
  key: z.string(),
  label: Text,
  description: Text,
  resources: z.array(Resource),
  options: z.array(Field),
  /** The dashboard stays closed (403 sync_not_ready) until the first run is published. */
  gated: z.boolean(),
  /**
   * What the page plots: sums of a money column by the month of a date column, each currency by
   * itself.
   */
  plots: z.array(
    z.object({
      key: z.string(),
      label: Text,
      resource: z.string(),
      date: z.string(),
      amount: z.string(),
      group: z.string(),
    }),
  ),
  /** What the page compares: averages of number columns, by the values of other columns. */
  averages: z
    .array(
      z.object({
        key: z.string(),
        label: Text,
        resource: z.string(),
        measures: z.array(z.object({ column: z.string(), label: Text })).min(1),
        by: z.array(z.string()).min(1),
      }),
    )
    .optional(),
});
export type Template = z.infer<typeof Template>;

export const Kind = z.object({
  kind: z.string(),
  label: Text,
  settings: z.array(Field),
  /** null: there is nothing to sign in to. */
  secret: z.object({ label: Text, hint: Text }).nullable(),
  /** What a connection of this kind can be: read, written to, or both. */
  roles: z.array(z.enum(["source", "destination"])).min(1),
  /** People upload files to it. */
  files: z.boolean(),
  templates: z.array(Template),
});
export type Kind = z.infer<typeof Kind>;

export const Catalog = z.object({ kinds: z.array(Kind) });
export type Catalog = z.infer<typeof Catalog>;
