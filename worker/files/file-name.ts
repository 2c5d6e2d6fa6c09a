// Names of uploaded files: text to show, never a path, and never misleading to the eye.
import { fileLimits } from "../../contract/api/upload.ts";

/**
 * A name that is safe to show: without folders, control characters and direction marks, and not too
 * long. Empty if nothing is left of it.
 */
export function cleanName(text: string): string {
  const last = text.split(/[\\/]/).at(-1) ?? "";
  const plain = last
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, "")
    .trim();
  // A surrogate pair is not cut in half.
  return plain.slice(0, fileLimits.nameLength).replace(/[\uD800-\uDBFF]$/, "");
}

/**
 * The header that makes browsers save a file under its name (RFC 6266): a plain form for old ones,
 * the exact one for all others.
 */
export function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
