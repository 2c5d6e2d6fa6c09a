// The hash of a record: the same through every transport, whatever order its fields came in.
import { createHash } from "node:crypto";
import type { Json } from "../contract/json.ts";

/** JSON text with sorted keys and no blanks. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const parts = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
  return `{${parts.join(",")}}`;
}

/** 132 bits of SHA-256 as 22 characters: short in the store, still no accident in a lifetime. */
export const hashOf = (canonicalText: string): string =>
  createHash("sha256").update(canonicalText).digest("base64url").slice(0, 22);
