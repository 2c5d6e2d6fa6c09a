// read_group and formatted_read_group: counts and sums by one or more fields.
import type { MethodCall } from "./method.ts";
import { valueError } from "./errors.ts";
import type { Field } from "./schema.ts";
import { select } from "./select.ts";
import { Float, type Json, type Result, type Row, type Value } from "./values.ts";

interface Group {
  keys: Result[];
  conditions: Result[];
  rows: Row[];
}

/** The classic form: one row per group, with `__domain` to find its records. */
export function readGroup(call: MethodCall): Result {
  const { domain = [], fields, groupby, lazy } = call.bound.values;
  const isLazy = lazy !== false;
  const names = texts(groupby).slice(0, isLazy ? 1 : undefined);
  const sums = texts(fields)
    .map((text) => text.split(":")[0] ?? text)
    .filter((name) => isSummable(call.table.model.fields.get(name)));
  return groupsOf(call, domain, names).map(({ keys, conditions, rows }) => ({
    ...Object.fromEntries(names.map((name, at) => [name, keys[at]])),
    [isLazy ? `${names[0] ?? ""}_count` : "__count"]: rows.length,
    ...Object.fromEntries(sums.map((name) => [name, sumOf(rows, name)])),
    __domain: joined([...(Array.isArray(domain) ? domain : []), ...conditions]),
  }));
}

/** The form of version 19: aggregates are named as they were requested. */
export function formattedReadGroup(call: MethodCall): Result {
  const { domain = [], groupby, aggregates } = call.bound.values;
  const names = texts(groupby);
  return groupsOf(call, domain, names).map(({ keys, conditions, rows }) => ({
    ...Object.fromEntries(names.map((name, at) => [name, keys[at]])),
    __extra_domain: joined(conditions),
    ...Object.fromEntries(
      texts(aggregates).map((name) => [
        name,
        name === "__count" ? rows.length : sumOf(rows, name.split(":")[0] ?? name),
      ]),
    ),
  }));
}

function groupsOf(call: MethodCall, domain: Json, names: string[]): Group[] {
  const { database, table, lang, activeTest, visible } = call;
  const readers = names.map((name) => readerOf(call, name));
  const groups = new Map<string, Group>();
  for (const row of select(database, table, {
    domain,
    order: "id",
    offset: 0,
    limit: undefined,
    activeTest,
    lang,
    visible,
  })) {
    const values = readers.map((reader) => reader.value(row));
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? {
      keys: readers.map((reader, at) => reader.shown(values[at] ?? false)),
      conditions: readers.map((reader, at) => [reader.name, "=", values[at] ?? false]),
      rows: [],
    };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function readerOf({ database, table, lang }: MethodCall, text: string) {
  const [name = "", granularity] = text.split(":");
  const field = table.model.fields.get(name);
  if (!field) throw valueError(database.traits.invalidField(table.model.name, name));
  const digits =
    { year: 4, month: 7 }[granularity ?? (field.type.startsWith("date") ? "month" : "")] ?? 10;
  const isDate = field.type === "date" || field.type === "datetime";
  return {
    name,
    value: (row: Row): Value =>
      isDate && typeof row[name] === "string" ? row[name].slice(0, digits) : (row[name] ?? false),
    shown: (value: Value): Result =>
      field.relation && typeof value === "number"
        ? [value, database.label(field.relation, value, lang)]
        : value,
  };
}

function sumOf(rows: Row[], name: string): Float {
  return new Float(
    Math.round(rows.reduce((sum, row) => sum + Number(row[name] || 0), 0) * 1_000) / 1_000,
  );
}

function isSummable(field: Field | undefined): boolean {
  return field?.type === "float" || field?.type === "monetary";
}

function joined(conditions: Result[]): Result[] {
  return [...Array.from({ length: Math.max(0, conditions.length - 1) }, () => "&"), ...conditions];
}

function texts(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
