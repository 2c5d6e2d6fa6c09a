// The order of rows: by the requested field, or the object's default one, or by creation.
import type { Row } from "./data.ts";
import type { Value } from "./fields.ts";
import type { Sort } from "./objects.ts";

/** Blank values come first; equal rows stay in order of creation. */
export function ordered(rows: Row[], sort: Sort | undefined): Row[] {
  if (sort === undefined) return rows;
  const turn = sort.order === "desc" ? -1 : 1;
  return rows.toSorted(
    (one, other) =>
      turn *
      compared(
        keyOf(one.values.get(sort.field) ?? null),
        keyOf(other.values.get(sort.field) ?? null),
      ),
  );
}

function compared(one: number | string, other: number | string): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
}

function keyOf(value: Value): number | string {
  if (value === null) return "";
  if (typeof value === "number") return value;
  if (Array.isArray(value))
    return value
      .map((item) => (typeof item === "string" ? item : item.identifier))
      .join(" ")
      .toLowerCase();
  if (typeof value !== "object") return String(value).toLowerCase();
  if ("day" in value) return `${value.day} ${value.time ?? ""}`;
  if ("asset" in value) return value.filename;
  if ("street" in value) return `${value.street} ${value.city}`.toLowerCase();
  return `${value.last} ${value.first}`.toLowerCase();
}
