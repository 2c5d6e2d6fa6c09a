// The hash of a record: the same through every transport.
import { hash } from "node:crypto";

/** 132 bits of SHA-256 as 22 characters: short in the store, still no accident in a lifetime. */
export const hashOf = (canonicalText: string): string =>
  hash("sha256", canonicalText, "base64url").slice(0, 22);
