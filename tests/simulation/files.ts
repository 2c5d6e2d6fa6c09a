// Files that people bring: documents that stay, come again in other files, or under a number that
// is taken.
import type { Id, SourceRecord } from "../../contract/source/record.ts";
import type { Chance } from "./chance.ts";

type File = { since: number; until: number; documents: Map<number, number> };

const idOf = (document: number): string => `d${document}`;
const numberOf = (id: Id): number => Number(String(id).slice(1));

/** What a document looks like under a mapping; its version is that of its content alone. */
const dataOf = (content: number, file: number, mapping: number) => ({
  content,
  file: `file ${file}`,
  mapping,
});

export class FileTable {
  readonly resource: string;
  readonly #files = new Map<number, File>();
  last = 0;

  constructor(resource: string) {
    this.resource = resource;
  }

  /** A new file: a few documents, mostly as they were in others. */
  add(at: number, chance: Chance): void {
    const documents = new Map<number, number>();
    for (let left = chance.between(1, 5); left > 0; left -= 1)
      documents.set(chance.between(1, 25), chance.happens(0.08) ? 2 : 1);
    this.last += 1;
    this.#files.set(this.last, { since: at, until: Infinity, documents });
  }

  /** Somebody throws a file away. */
  remove(at: number, chance: Chance): void {
    const here = [...this.#files.values()].filter(({ until }) => until === Infinity);
    if (here.length > 0) chance.pick(here).until = at;
  }

  after(number: number): number[] {
    return [...this.#files]
      .filter(([file, { until }]) => file > number && until === Infinity)
      .map(([file]) => file);
  }

  read(number: number, mapping: number): SourceRecord[] {
    const file = this.#files.get(number);
    if (file === undefined || file.until !== Infinity) return [];
    return [...file.documents].map(([document, content]) => ({
      id: idOf(document),
      version: `v${content}`,
      data: dataOf(content, number, mapping),
    }));
  }

  /** Whether some file has ever held a document as it is shown. */
  wasEver(id: Id, text: string, mapping: number): boolean {
    return [...this.#files].some(([number, { documents }]) => {
      const content = documents.get(numberOf(id));
      return content !== undefined && text === JSON.stringify(dataOf(content, number, mapping));
    });
  }

  /** Whether the file from which a document is shown was there at a time. */
  holds(text: string, at: number): boolean {
    const file = this.#files.get(fileIn(text));
    return file !== undefined && file.until > at;
  }

  /** Documents of files that were there all the time, with their content. */
  steady(from: number, to: number): { id: Id; content: number }[] {
    return [...this.#files.values()]
      .filter(({ since, until }) => since <= from && until > to)
      .flatMap(({ documents }) =>
        [...documents].map(([document, content]) => ({ id: idOf(document), content })),
      );
  }

  /**
   * People clear up: files with a document of which there is another, here or among what is shown,
   * are thrown away.
   */
  clearUp(at: number, shown: readonly ReadonlyMap<Id, string>[]): void {
    const contents = new Map<Id, Set<number>>();
    const note = (id: Id, content: number) =>
      contents.set(id, (contents.get(id) ?? new Set()).add(content));
    for (const { id, content } of this.steady(at, at)) note(id, content);
    for (const image of shown) for (const [id, text] of image) note(id, contentOf(text));
    for (const file of this.#files.values())
      if (
        [...file.documents.keys()].some((document) => (contents.get(idOf(document))?.size ?? 0) > 1)
      )
        file.until = Math.min(file.until, at);
  }
}

type Shown = { content: number; file: string; mapping: number };
const shownOf = (text: string): Shown => JSON.parse(text) as Shown;
const fileIn = (text: string): number => Number(shownOf(text).file.slice("file ".length));
export const contentOf = (text: string): number => shownOf(text).content;
export const mappingIn = (text: string): number => shownOf(text).mapping;
