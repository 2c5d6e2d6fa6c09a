// One response, spoiled in one way that a number determines.
import type { SourceResponse } from "../../../connectors/source-client.ts";
import type { Random } from "./random.ts";
import { leaf, placesOf, print, treeOf, type Child, type Place, type Tree } from "./tree.ts";
import { attacks, hostileJson, hostileKey, hostileXml, type Attack } from "./values.ts";

/** A response whose body is bytes, because the client must find out that some are not text. */
export type Wire = { status: number; headers: Record<string, string>; bytes: Buffer };
export type Mutation = { name: string; wire: Wire };

const wireOf = ({ status, headers, body }: SourceResponse): Wire => ({
  status,
  headers,
  bytes: Buffer.from(body, "utf8"),
});

/** The largest size of a repeated part. */
const maxCharacters = 1_000_000;

type Structural = (tree: Tree, place: Place, random: Random, other: Tree | null) => void;

const isXml = (tree: Tree): boolean => tree.type === "branch" && tree.between === "";
const childAt = ({ children, at }: Place): Child =>
  children[at] ?? { name: null, tree: leaf("null") };
const set = (place: Place, tree: Tree): void =>
  void place.children.splice(place.at, 1, { ...childAt(place), tree });

const attackWith =
  (attack: Attack): Structural =>
  (tree, place, random) =>
    set(place, leaf(isXml(tree) ? hostileXml(attack, random) : hostileJson(attack, random)));

/** Wraps a value in many brackets. */
const nest: Structural = (tree, place, random) => {
  const depth = random.pick([10, 70, 1_000, 20_000]);
  const inner = print(childAt(place).tree);
  const [open, close] = isXml(tree)
    ? ["<value><array><data>", "</data></array></value>"]
    : random.pick([["[", "]"] as const, ['{"a":', "}"] as const]);
  set(place, leaf(open.repeat(depth) + inner + close.repeat(depth)));
};

/** Renames a member, or adds one with a name that objects inherit. */
const key: Structural = (tree, place, random) => {
  const name = hostileKey(random);
  if (isXml(tree)) {
    const text = `<member><name>${name}</name>${hostileXml(random.pick(attacks), random)}</member>`;
    return void place.children.splice(place.at, random.below(2), {
      name: "member",
      tree: leaf(text),
    });
  }
  const child = childAt(place);
  if (child.name === null) return attackWith("object")(tree, place, random, null);
  const value = random.next() < 0.5 ? child.tree : leaf(hostileJson("object", random));
  place.children.splice(place.at, random.below(2), { name, tree: value });
};

const structural: Record<string, Structural> = {
  ...Object.fromEntries(attacks.map((attack) => [attack, attackWith(attack)])),
  drop: (_, { children, at }) => void children.splice(at, 1),
  double: (_, place) => void place.children.splice(place.at, 0, structuredClone(childAt(place))),
  /** Repeats a key with another value; parsers differ in which one they use. */
  double_key: (tree, place, random) => {
    const other = leaf(
      isXml(tree)
        ? hostileXml(random.pick(attacks), random)
        : hostileJson(random.pick(attacks), random),
    );
    place.children.push({ name: childAt(place).name, tree: other });
  },
  key,
  nest,
  swap: (tree, place, random) =>
    set(place, structuredClone(childAt(random.pick(placesOf(tree))).tree)),
  transplant: (_, place, random, other) => {
    const donors = other === null ? [] : placesOf(other);
    if (donors.length > 0) set(place, structuredClone(childAt(random.pick(donors)).tree));
  },
  many: (_, place, random) => {
    const child = childAt(place);
    const most = Math.ceil(maxCharacters / (print(child.tree).length + 1));
    place.children.splice(
      place.at,
      1,
      ...Array.from({ length: Math.min(most, random.pick([50, 2_000])) }, () => child),
    );
  },
  reverse: (_, { children }) => void children.reverse(),
};

type Textual = (bytes: Buffer, random: Random) => Buffer;

const textual: Record<string, Textual> = {
  cut: (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  cut_front: (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  flip: (bytes, random) => {
    const flipped = Buffer.from(bytes);
    for (let left = random.pick([1, 2, 20]); left > 0 && flipped.length > 0; left -= 1)
      flipped[random.below(flipped.length)] = random.below(256);
    return flipped;
  },
  flip_bit: (bytes, random) => {
    const flipped = Buffer.from(bytes);
    const at = random.below(flipped.length);
    if (flipped.length > 0) flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    return flipped;
  },
  insert: (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const stray = random.pick([
      "\u0000",
      "<",
      ">",
      "&",
      "]]>",
      "<!--",
      "<![CDATA[",
      "<?php ?>",
      "{",
      "}",
      '"',
      "\\",
      ",",
      "\ufeff",
      " ".repeat(100_000),
    ]);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(stray), bytes.subarray(at)]);
  },
  twice: (bytes) => Buffer.concat([bytes, bytes]),
  after: (bytes, random) =>
    Buffer.concat([
      bytes,
      Buffer.from(random.pick([" x", "\u0000", "<!-- -->", "null", "<html></html>"])),
    ]),
  bom: (bytes, random) =>
    Buffer.concat([Buffer.from(random.pick(["\ufeff", "\ufeff\ufeff"])), bytes]),
  utf16: (bytes, random) =>
    Buffer.concat([
      Buffer.from(random.pick([[0xff, 0xfe], []])),
      Buffer.from(bytes.toString("utf8"), "utf16le"),
    ]),
  latin1: (bytes) =>
    Buffer.concat([Buffer.from(bytes.toString("utf8"), "latin1"), Buffer.from([0xe9])]),
  declared: (bytes, random) => {
    const encoding = random.pick(["utf-16", "latin1", "utf-7", "UTF-8", ""]);
    const text = bytes.toString("utf8").replace(/^<\?xml[^>]*\?>/, "");
    return Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>${text}`);
  },
};

const outer: Record<string, (wire: Wire, random: Random) => Wire> = {
  status: (wire, random) => ({
    ...wire,
    status: random.pick([
      201, 202, 204, 206, 304, 400, 401, 403, 404, 405, 408, 418, 451, 500, 501, 502, 504, 520, 599,
      999,
    ]),
  }),
  content_type: (wire, random) => ({
    ...wire,
    headers: {
      ...wire.headers,
      "content-type": random.pick([
        "text/html",
        "text/plain",
        "",
        "image/png",
        "application/xhtml+xml; charset=utf-16",
      ]),
    },
  }),
  clock: (wire, random) => ({
    ...wire,
    headers: {
      ...wire.headers,
      date: random.pick([
        "",
        "never",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "-000001-01-01T00:00:00Z",
        "-271821-04-20T00:00:00.000Z",
        "+275760-09-13T00:00:00.000Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "0",
        "1e999",
      ]),
    },
  }),
  /** What a proxy sends instead of the source's response. */
  page: (wire, random) => ({
    ...wire,
    bytes: Buffer.from(
      random.pick([
        "",
        " ",
        "<html><title>Log in</title></html>",
        "OK",
        "null",
        "0",
        "[]",
        "{}",
        "<methodResponse/>",
        "<?xml version='1.0'?>",
      ]),
    ),
  }),
};

/** The names of all mutations, so that a report can show that none was left out. */
export const ways: string[] = [
  ...Object.keys(structural),
  ...Object.keys(textual),
  ...Object.keys(outer),
  "another_answer",
];

/** Spoils a response. `others`: responses to other requests, to be sent in the wrong place. */
export function mutate(answer: SourceResponse, others: SourceResponse[], random: Random): Mutation {
  const name = random.pick(ways);
  const wire = wireOf(answer);
  const change = outer[name];
  if (change) return { name, wire: change(wire, random) };
  if (name === "another_answer")
    return { name, wire: { ...wireOf(random.pick(others)), headers: answer.headers } };
  const spoil = textual[name];
  if (spoil) return { name, wire: { ...wire, bytes: spoil(wire.bytes, random) } };
  return {
    name,
    wire: { ...wire, bytes: restructured(answer.body, name, random.pick(others).body, random) },
  };
}

/** One to three changes of the same sort, at random places. */
function restructured(body: string, name: string, other: string, random: Random): Buffer {
  const tree = treeOf(body);
  const change = structural[name];
  if (tree === null || change === undefined) return Buffer.from(body);
  const donor = treeOf(other);
  for (let left = name === "many" ? 1 : random.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    const places = placesOf(tree);
    if (places.length > 0) change(tree, random.pick(places), random, donor);
  }
  return Buffer.from(print(tree));
}
