// The application's schema, which Knack returns to anyone who knows its id: objects, fields, pages
// and settings.
import { knackSandbox } from "../accounts.ts";
import type { Json } from "./fields.ts";
import type { Application } from "./knack.ts";
import { objects, type FieldSpec } from "./objects.ts";
import { scenes, type Scene, type View } from "./views.ts";

/** @param counts the number of records by object */
export function schemaOf(application: Application, counts: Record<string, number>): Json {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    application: {
      id: application.id,
      name: application.name,
      slug: application.slug,
      description: "",
      status: "active",
      home_scene: { key: "scene_1", slug: "home" },
      account: {
        id: "5812d81336acb3362e69d903",
        slug: application.slug,
        name: knackSandbox.account,
      },
      settings: { timezone: application.timezone, timezone_dst: "0", timezone_offset: "0" },
      counts: { ...counts, total_entries: total, asset_size: 4_096 },
      objects: Object.entries(objects).map(([key, { name, identifier, sort, fields }]) => ({
        key,
        name,
        type: "StandardObject",
        identifier,
        ...(sort === undefined ? {} : { sort: { ...sort } }),
        connections: { inbound: [], outbound: outboundOf(fields) },
        fields: Object.entries(fields).map(([field, spec]) =>
          fieldOf(field, spec, { object: key, dateFormat: application.dateOrder }),
        ),
      })),
      scenes: scenes.map(sceneOf),
    },
  };
}

const outboundOf = (fields: Record<string, FieldSpec>): Json[] =>
  Object.entries(fields).flatMap(([key, { name, to }]) =>
    to === undefined ? [] : [{ key, name, object: to, has: "many", belongs_to: "many" }],
  );

function fieldOf(
  key: string,
  spec: FieldSpec,
  { object, dateFormat }: { object: string; dateFormat: string },
): Json {
  const { type, name, required = false, to, options, many } = spec;
  return {
    key,
    name,
    type,
    object_key: object,
    required,
    unique: false,
    conditional: false,
    ...(to === undefined ? {} : { relationship: { object: to, has: "many", belongs_to: "many" } }),
    ...(type === "date_time"
      ? {
          format: {
            date_format: dateFormat,
            time_format: "HH MM (military)",
            time_type: "none",
            calendar: false,
          },
        }
      : {}),
    ...(type === "multiple_choice"
      ? { format: { type: many === true ? "multi" : "single", options: [...(options ?? [])] } }
      : {}),
    ...(type === "name" ? { format: { format: "Last, First Middle" } } : {}),
  };
}

const sceneOf = ({ key, slug, name, authenticated, views }: Scene): Json => ({
  key,
  slug,
  name,
  authenticated,
  views: views.map(viewOf),
});

const viewOf = ({ key, name, type, object, columns }: View): Json => ({
  key,
  name,
  type,
  source: { object, criteria: { match: "all", rules: [], groups: [] }, sort: [] },
  columns: columns.map((field) => ({
    type: "field",
    header: objects[object]?.fields[field]?.name ?? field,
    field: { key: field },
  })),
});
