// Code that a page quotes: a whole file, or one declaration of it, as it stands today.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import ts from "typescript";
import { root } from "../quiet.ts";

/**
 * A block of code.
 * @param path from the root
 * @param names declarations (`planFetch`) or members (`Publications.put`); none: the whole file
 */
export function quote(path = "", ...names: string[]): string {
  const text = readFileSync(join(root, path), "utf8");
  const code =
    names.length === 0 ? text : names.map((name) => declaration(path, text, name)).join("\n\n");
  return `\`\`\`${extname(path).slice(1)}\n${code.trimEnd()}\n\`\`\``;
}

function declaration(path: string, text: string, name: string): string {
  const source = sourceOf(path, text);
  const found = name
    .split(".")
    .reduce<ts.Node | undefined>((within, part) => within && find(within, part), source);
  if (found === undefined) throw new Error(`${path} declares no ${name}.`);
  const whole = statementOf(found);
  return outdented(text.slice(startOf(whole, text), whole.end));
}

/** The text that a constant is given, without its name: `30 * 60_000`. */
export function initializerOf(path: string, name: string): string {
  const text = readFileSync(join(root, path), "utf8");
  const source = sourceOf(path, text);
  const found = name
    .split(".")
    .reduce<ts.Node | undefined>((within, part) => within && find(within, part), source);
  const value =
    found !== undefined &&
    (ts.isVariableDeclaration(found) ||
      ts.isPropertyAssignment(found) ||
      ts.isPropertyDeclaration(found))
      ? found.initializer
      : undefined;
  if (value === undefined) throw new Error(`${path} gives no value to ${name}.`);
  return value.getText(source);
}

const sourceOf = (path: string, text: string) =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** The first declaration of that name, from the outside in. */
function find(within: ts.Node, name: string): ts.Node | undefined {
  let found: ts.Node | undefined;
  const look = (node: ts.Node): void => {
    if (found !== undefined) return;
    if (node !== within && isNamed(node, name)) found = node;
    else ts.forEachChild(node, look);
  };
  look(within);
  return found;
}

const isNamed = (node: ts.Node, name: string): boolean => {
  // A name that is only taken out of something, or handed in, declares nothing to quote.
  if (ts.isBindingElement(node) || ts.isParameter(node)) return false;
  const called = (node as { name?: ts.Node }).name;
  return called !== undefined && called.getText().replace(/^["']|["']$/g, "") === name;
};

/** A variable is quoted from its keyword to its semicolon. */
const statementOf = (node: ts.Node): ts.Node =>
  ts.isVariableDeclaration(node) && ts.isVariableStatement(node.parent.parent)
    ? node.parent.parent
    : node;

/** Where the line of a declaration begins, its comment included. */
function startOf(node: ts.Node, text: string): number {
  const comments = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  const last = comments.at(-1);
  const start = last?.kind === ts.SyntaxKind.MultiLineCommentTrivia ? last.pos : node.getStart();
  return text.lastIndexOf("\n", start) + 1;
}

function outdented(code: string): string {
  const indent = /^ */.exec(code)?.[0] ?? "";
  return code
    .split("\n")
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join("\n");
}
