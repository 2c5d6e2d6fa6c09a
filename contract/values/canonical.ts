// The canonical text of a value: the same whatever order its fields came in.
import type { Json } from "./json.ts";

/**
 * JSON text with sorted keys and no blanks. What is in order already, as connectors make it, goes
 * the fast way.
 */
export const canonical = (value: Json): string =>
  JSON.stringify(isInOrder(value) ? value : inOrder(value));

function isInOrder(value: Json): boolean {
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let last = "";
  for (const key in value) {
    if (key < last || !isInOrder(value[key] ?? null)) return false;
    last = key;
  }
  return true;
}

function inOrder(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder(value[key] ?? null)]),
  );
}
