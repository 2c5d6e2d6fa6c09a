// Recognises files that are neither EDIFACT nor a table by their content, never by their name, so
// that a person learns what to do about them.
import { containerOf, lookInside } from "./containers.ts";
import type { Foreign } from "./foreign-file.ts";
import { xmlKind } from "./xml.ts";

/** Recognises a file by its beginning, as bytes and as text; null when it is not a known kind. */
export async function recogniseForeign(
  start: Uint8Array,
  text: string,
  all: AsyncIterable<Uint8Array>,
): Promise<Foreign | null> {
  const container = containerOf(start);
  if (container !== null) return lookInside(container, all);
  return foreignText(text.trimStart());
}

/**
 * The fixed field widths of an ISA segment; its fourth character is the separator, whatever it is.
 */
const isa = /^ISA([^A-Za-z0-9\s]).{2}\1.{10}\1.{2}\1.{10}\1.{2}\1/s;

const texts: [RegExp, Foreign][] = [
  [isa, { code: "file_is_x12", name: "ANSI X12", facts: {} }],
  [/^(ISA|GS|ST)\*/, { code: "file_is_x12", name: "ANSI X12", facts: {} }],
  [/^STX=/, { code: "file_is_tradacoms", name: "TRADACOMS", facts: {} }],
  [/^EDI_DC/, { code: "file_is_idoc", name: "SAP IDoc", facts: {} }],
  [/^\{\\rtf/, { code: "file_is_office", name: "RTF", facts: { format: "RTF" } }],
  [/^(\{\s*("|\}|$)|\[\s*([{["\]]|-?\d|$))/, { code: "file_is_json", name: "JSON", facts: {} }],
  [/^-----BEGIN (PGP|PKCS7|CMS)/, { code: "file_is_signed", name: "PGP, PKCS #7", facts: {} }],
  [/^ID;P\w*;N;E/, { code: "file_is_spreadsheet", name: "SYLK", facts: { format: "SYLK" } }],
];

function foreignText(text: string): Foreign | null {
  const known = texts.find(([shape]) => shape.test(text));
  if (known !== undefined) return known[1];
  if (isEmail(text)) return { code: "file_is_email", name: "e-mail", facts: {} };
  return text.startsWith("<") ? xmlKind(text) : null;
}

const mailFields =
  /^(from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type):/i;

/** Header lines up to the first empty one, of which two are headers that every e-mail has. */
function isEmail(text: string): boolean {
  const lines = text.split(/\r?\n/, 60);
  if (/^From \S+@\S+/.test(lines[0] ?? "")) return true;
  if (!/^[\x21-\x39\x3b-\x7e]+:[ \t]/.test(lines[0] ?? "")) return false;
  const blank = lines.indexOf("");
  const fields = (blank < 0 ? lines : lines.slice(0, blank)).filter((line) =>
    mailFields.test(line),
  );
  return new Set(fields.map((line) => line.slice(0, line.indexOf(":")).toLowerCase())).size >= 2;
}
