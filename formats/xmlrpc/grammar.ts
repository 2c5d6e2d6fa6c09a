// Which tags may be inside which in an XML-RPC response.
import type { Json } from "../../contract/values/json.ts";
import { scalars } from "./scalars.ts";

/**
 * A tag of the grammar. Tags are compared as objects, because the parser creates new strings each
 * time, which are slow as keys.
 */
export type Tag = {
  name: string;
  inside: Map<string, Tag>;
  /** Takes any number of children. Other tags take one, and a member takes a name and a value. */
  many: boolean;
  /** Reads the text of a scalar; null for tags without text. */
  read: ((text: string) => Json) | null;
};

const tag = (name: string, facts: Partial<Tag> = {}): Tag => ({
  name,
  inside: new Map(),
  many: false,
  read: null,
  ...facts,
});

const holds = (outer: Tag, ...inner: Tag[]): void => {
  for (const one of inner) outer.inside.set(one.name, one);
};

export const root = tag("");
export const fault = tag("fault");
export const value = tag("value");
export const data = tag("data", { many: true });
export const struct = tag("struct", { many: true });
export const member = tag("member");
/** Read as text, including its spaces. */
export const memberName = tag("name", { read: (text) => text });

const [response, params, param, array] = [
  tag("methodResponse"),
  tag("params"),
  tag("param"),
  tag("array"),
];

holds(root, response);
holds(response, params, fault);
holds(params, param);
holds(param, value);
holds(fault, value);
holds(array, data);
holds(data, value);
holds(struct, member);
holds(member, memberName, value);
holds(value, array, struct, ...Object.entries(scalars).map(([name, read]) => tag(name, { read })));
