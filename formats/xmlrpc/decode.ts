// Decodes XML-RPC responses into a value or a fault, strictly and within limits.
import { SaxesParser } from "saxes";
import type { Json } from "../../contract/values/json.ts";
import { XmlRpcError } from "./error.ts";
import {
  data,
  fault,
  member,
  memberName,
  root,
  struct,
  value as valueTag,
  type Tag,
} from "./grammar.ts";

export type XmlRpcAnswer =
  { type: "value"; value: Json } | { type: "fault"; code: number | string; text: string };

export type Limits = {
  characters: number;
  elements: number;
  depth: number;
  charactersPerValue: number;
};

export const defaultLimits: Limits = {
  characters: 32 * 1024 * 1024,
  elements: 500_000,
  depth: 64,
  charactersPerValue: 1024 * 1024,
};

const otherEncoding = /^\ufeff?<\?xml[^>]*\sencoding\s*=\s*["'](?!utf-8["'])/i;

/** Decodes a whole method response. Throws `XmlRpcError`. */
export function decodeAnswer(text: string, limits: Limits = defaultLimits): XmlRpcAnswer {
  if (text.length > limits.characters)
    throw new XmlRpcError("too_large", `more than ${limits.characters} characters`);
  if (otherEncoding.test(text.slice(0, 200))) unreadable("an encoding other than UTF-8");
  refuseLongRuns(text);
  refuseLongMarkup(text);
  const reader = new Reader(limits);
  const parser = new SaxesParser({ position: false });
  // Seven handlers and no more: with eight, the parser's object loses its fast shape and everything
  // takes five times as long.
  parser.on("doctype", () => unreadable("a document type"));
  parser.on("processinginstruction", () => unreadable("a processing instruction"));
  parser.on("attribute", () => unreadable("an attribute"));
  parser.on("opentag", ({ name }) => reader.open(name));
  parser.on("text", (part) => reader.text(part));
  parser.on("cdata", (part) => reader.text(part));
  parser.on("closetag", () => reader.close());
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof XmlRpcError) throw error;
    unreadable("not well-formed XML");
  }
  return reader.answer();
}

/**
 * The parser collects texts, tags and comments before it reports them, at forty times their size,
 * so their length is checked first.
 */
const longestRun = 1024 * 1024;
/** A proxy's comment is short. */
const longestComment = 1_000;

/**
 * Checks the distances between tags, at a few sampled places that every run too long must cross.
 */
function refuseLongRuns(text: string): void {
  for (let at = longestRun; at < text.length; at += longestRun) {
    const next = text.indexOf("<", at);
    const length = (next < 0 ? text.length : next) - text.lastIndexOf("<", at - 1);
    if (length > longestRun)
      throw new XmlRpcError("too_large", `a value of more than ${longestRun} characters`);
  }
}

/** Anything besides elements and text is rare in honest responses. */
function refuseLongMarkup(text: string): void {
  const markup = /<!\[CDATA\[|<!--|<[!?]/g;
  markup.lastIndex = /^\ufeff?<\?xml\s[^<>]{0,200}>/.exec(text.slice(0, 220))?.[0].length ?? 0;
  for (let found = markup.exec(text); found; found = markup.exec(text)) {
    const [opening] = found;
    if (opening === "<?") unreadable("a processing instruction");
    if (opening === "<!") unreadable("a document type");
    const end = text.indexOf(opening === "<!--" ? "-->" : "]]>", markup.lastIndex);
    if (end < 0) unreadable("markup without an end");
    const length = end - markup.lastIndex;
    if (opening === "<!--" && length > longestComment) unreadable("a long comment");
    if (length > longestRun)
      throw new XmlRpcError("too_large", `a value of more than ${longestRun} characters`);
    markup.lastIndex = end;
  }
}

type Struct = { [name: string]: Json };

/**
 * An object without a prototype takes a hash table of its own, some hundred and fifty bytes even
 * when it is empty.
 */
const elementsPerStruct = 10;

/** An open element and what it has collected so far. */
type Frame = {
  tag: Tag;
  children: number;
  text: string;
  name: string | null;
  value: Json | undefined;
};

/** Follows the tags with a stack of its own, so that no document decides how deep we recurse. */
class Reader {
  readonly #limits: Limits;
  readonly #stack: Frame[] = [];
  /** One string per member name, however often it occurs. */
  readonly #names = new Map<string, string>();
  #top: Frame = { tag: root, children: 0, text: "", name: null, value: undefined };
  #elements = 0;
  #isFault = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  open(name: string): void {
    const outer = this.#top;
    const tag = outer.tag.inside.get(name);
    if (!tag) return unreadable(`<${name.slice(0, 20)}> inside <${outer.tag.name}>`);
    if (outer.children > 0 && !outer.tag.many && !isValueOfMember(outer, tag))
      unreadable(`too much inside <${outer.tag.name}>`);
    if (outer.text !== "" && !isBlank(outer.text)) unreadable("text beside a typed value");
    outer.children += 1;
    this.#elements += tag === struct ? elementsPerStruct : 1;
    if (this.#elements > this.#limits.elements)
      throw new XmlRpcError("too_large", `more than ${this.#limits.elements} elements`);
    if (this.#stack.length >= this.#limits.depth)
      unreadable(`nested deeper than ${this.#limits.depth}`);
    if (tag === fault) this.#isFault = true;
    this.#stack.push(outer);
    this.#top = { tag, children: 0, text: "", name: null, value: emptyOf(tag) };
  }

  text(part: string): void {
    const top = this.#top;
    const holdsText = top.tag.read !== null || (top.tag === valueTag && top.children === 0);
    if (!holdsText) return isBlank(part) ? undefined : unreadable(`text inside <${top.tag.name}>`);
    if (top.text.length + part.length > this.#limits.charactersPerValue) {
      throw new XmlRpcError(
        "too_large",
        `a value of more than ${this.#limits.charactersPerValue} characters`,
      );
    }
    top.text += part;
  }

  close(): void {
    const closed = this.#top;
    const outer = this.#stack.pop();
    if (!outer) return unreadable("too many ends");
    this.#top = outer;
    if (outer.tag === data) (outer.value as Json[]).push(valueOf(closed));
    else if (outer.tag === struct) addMember(outer.value as Struct, closed);
    else if (closed.tag === memberName) outer.name = this.#nameOf(closed.text);
    else outer.value = valueOf(closed);
  }

  answer(): XmlRpcAnswer {
    const { value } = this.#top;
    if (value === undefined) return unreadable("no value");
    return this.#isFault ? asFault(value) : { type: "value", value };
  }

  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size < 10_000) this.#names.set(text, text);
    return text;
  }
}

/**
 * Lists and structs are created before their parts. Without a prototype, a member named __proto__
 * is plain data.
 */
function emptyOf(tag: Tag): Json | undefined {
  if (tag === data) return [];
  return tag === struct ? (Object.create(null) as Struct) : undefined;
}

function valueOf({ tag, text, value }: Frame): Json {
  if (tag.read !== null) return tag.read(text);
  if (value !== undefined) return value;
  // A value without a type is a string, including its spaces.
  return tag === valueTag ? text : unreadable(`nothing inside <${tag.name}>`);
}

function addMember(members: Struct, { name, value }: Frame): void {
  if (name === null || value === undefined) return unreadable("a member without name or value");
  if (name in members) unreadable("a member named twice");
  members[name] = value;
}

function asFault(value: Json): XmlRpcAnswer {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return unreadable("a fault that is no struct");
  const { faultCode: code, faultString: text } = value;
  if ((typeof code !== "number" && typeof code !== "string") || typeof text !== "string")
    return unreadable("a fault without code or text");
  return { type: "fault", code, text };
}

/** The value of a member comes after its name. */
const isValueOfMember = (outer: Frame, tag: Tag): boolean =>
  outer.tag === member && outer.children === 1 && tag === valueTag && outer.name !== null;

const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text);

function unreadable(what: string): never {
  throw new XmlRpcError("unreadable", what);
}
