// Blocks of a page that are written for it, each between two comments: `<!-- made: NAME WORD … -->`
// and `<!-- /made -->`.
import { globSync } from "node:fs";
import { root } from "../quiet.ts";
import { figures } from "./figures.ts";
import { limits } from "./limits.ts";
import { picture } from "./picture.ts";
import { quote } from "./quote.ts";
import { tables } from "./tables.ts";

/** Every page of ours, by its path from the root. */
export const pages = [
  ...globSync("*.md", { cwd: root }),
  ...globSync("docs/**/*.md", { cwd: root }),
]
  .map((page) => page.replaceAll("\\", "/"))
  .sort();

/** What makes each sort of block, from the words of its opening comment. */
const makers: Record<string, (...words: string[]) => string> = {
  picture,
  figures,
  limits,
  quote,
  tables,
};

/** What is written for a page keeps its form: prettier would align tables and fold quoted code. */
const ignored = {
  start: "\n<!-- prettier-ignore-start -->",
  end: "<!-- prettier-ignore-end -->",
};

/** The page with all its blocks as they are to be now. Throws where a block cannot be made. */
export const rendered = (page: string): string =>
  page.replace(
    /(<!-- made: (\S+) ?(.*?) -->)\n[\s\S]*?(<!-- \/made -->)/g,
    (_, opening: string, name: string, words: string, closing: string) => {
      const make = makers[name];
      if (make === undefined) throw new Error(`No block is called ${name}.`);
      const made = make(...words.split(" ").filter(Boolean)).trim();
      return [opening, ignored.start, "", made, "", ignored.end, "", closing].join("\n");
    },
  );
