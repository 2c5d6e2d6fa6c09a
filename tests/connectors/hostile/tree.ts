// JSON and XML as trees that keep what a parser would drop: repeated keys, wrong spellings, stray
// tags.

/** `text`: a JSON scalar, or text and markup of XML, exactly as written. */
export type Tree =
  | { type: "text"; text: string }
  | { type: "branch"; open: string; children: Child[]; close: string; between: string };
/** `name`: the key of a JSON member, or the tag of an XML element. */
export type Child = { name: string | null; tree: Tree };

export const leaf = (text: string): Tree => ({ type: "text", text });

/** The tree of a text; null if it is neither JSON nor XML. */
export function treeOf(text: string): Tree | null {
  return text.trimStart().startsWith("<") ? xmlTree(text) : jsonTree(text);
}

function jsonTree(text: string): Tree | null {
  try {
    return ofJson(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function ofJson(value: unknown): Tree {
  if (Array.isArray(value))
    return {
      type: "branch",
      open: "[",
      close: "]",
      between: ",",
      children: value.map((item) => ({ name: null, tree: ofJson(item) })),
    };
  if (typeof value !== "object" || value === null) return leaf(JSON.stringify(value));
  const children = Object.entries(value).map(([name, member]) => ({ name, tree: ofJson(member) }));
  return { type: "branch", open: "{", close: "}", between: ",", children };
}

/** Elements, and whatever is between them. A response that is not well-formed XML has no tree. */
function xmlTree(text: string): Tree | null {
  const root: Tree & { type: "branch" } = {
    type: "branch",
    open: "",
    close: "",
    between: "",
    children: [],
  };
  const open: (Tree & { type: "branch" })[] = [root];
  for (const [token] of text.matchAll(/<[^>]*>|[^<]+/g)) {
    const top = open.at(-1);
    if (!top) return null;
    const name = /^<([\w.]+)[^>]*[^/]?>$/.exec(token)?.[1];
    if (token.startsWith("</")) {
      if (open.length < 2 || token !== top.close) return null;
      open.pop();
    } else if (name === undefined || token.endsWith("/>"))
      top.children.push({ name: null, tree: leaf(token) });
    else {
      const element: Tree = {
        type: "branch",
        open: token,
        close: `</${name}>`,
        between: "",
        children: [],
      };
      top.children.push({ name, tree: element });
      open.push(element);
    }
  }
  return open.length === 1 ? root : null;
}

export function print(tree: Tree): string {
  if (tree.type === "text") return tree.text;
  const named = tree.open === "{";
  const parts = tree.children.map(({ name, tree: inner }) =>
    named ? `${JSON.stringify(name)}:${print(inner)}` : print(inner),
  );
  return `${tree.open}${parts.join(tree.between)}${tree.close}`;
}

/** A place in a tree, where a child can be removed, replaced or repeated. */
export type Place = { children: Child[]; at: number };

/** Every place in a tree. For XML only elements, not the text between them. */
export function placesOf(tree: Tree): Place[] {
  if (tree.type === "text") return [];
  const own = tree.children.flatMap((child, at) =>
    tree.between === "" && child.tree.type === "text" ? [] : [{ children: tree.children, at }],
  );
  return [...own, ...tree.children.flatMap(({ tree: inner }) => placesOf(inner))];
}
