// The hash of a record: the same through every transport, whatever order its fields came in.
import { hash } from "node:crypto";
import type { Json } from "../contract/json.ts";

/** JSON text with sorted keys and no blanks. What is in order already, as connectors make it, goes the fast way. */
export const canonical = (value: Json): string => JSON.stringify(isInOrder(value) ? value : inOrder(value));

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

/** 132 bits of SHA-256 as 22 characters: short in the store, still no accident in a lifetime. */
export const hashOf = (canonicalText: string): string => hash("sha256", canonicalText, "base64url").slice(0, 22);
