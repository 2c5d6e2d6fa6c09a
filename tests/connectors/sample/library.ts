// A whole connector, small: the catalogue of a library that answers in JSON. docs/add-a-connector.md
// walks through it.
import { z } from "zod";
import type { Check } from "../../../contract/source/check.ts";
import type { Column } from "../../../contract/source/resource.ts";
import type { Page } from "../../../contract/source/page.ts";
import type { Partition } from "../../../contract/source/partition.ts";
import { Checklist, passed, untranslated } from "../../../connectors/checklist.ts";
import { ConnectorError } from "../../../connectors/connector-error.ts";
import type { FetchOrder, Source } from "../../../connectors/connector.ts";
import { setting } from "../../../connectors/setting.ts";
import type { SourceClient } from "../../../connectors/source-client.ts";
import { JsonTextError, parseJson } from "../../../formats/json.ts";

/** What a connection is named by. The form on the page is made of it. */
const LibrarySettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .register(setting, { widget: "url", label: { en: "Address", fr: "Adresse" } }),
});
type LibrarySettings = z.infer<typeof LibrarySettings>;
type Library = SourceClient<LibrarySettings>;

/** What its API answers. A book is checked by itself: a bad one costs only itself. */
const Summary = z.object({ now: z.iso.datetime(), count: z.int(), highest: z.int() });
const Ids = z.object({ ids: z.array(z.int()) });
const Books = z.object({ books: z.array(z.looseObject({ id: z.int() })) });
const Book = z.object({
  id: z.int(),
  changed: z.iso.datetime(),
  title: z.string(),
  price: z.string().regex(/^\d+\.\d\d$/),
  currency: z.string(),
  bought: z.iso.date(),
});

const label = { en: "Books", fr: "Livres" };
const columns: Column[] = [
  { name: "title", type: "text", label: { en: "Title", fr: "Titre" } },
  {
    name: "price",
    type: "money",
    label: { en: "Price", fr: "Prix" },
    currency: "currency",
    adds: "signed",
  },
  { name: "currency", type: "text", label: { en: "Currency", fr: "Devise" } },
  { name: "bought", type: "date", label: { en: "Bought", fr: "Achat" } },
];

/** One request; every way in which it can fail has its kind and its code. */
async function ask<Answer>(client: Library, path: string, answers: z.ZodType<Answer>) {
  const facts = { host: client.host };
  if (client.secret === null) throw new ConnectorError("refused", "secret_missing", { facts });
  const headers = { authorization: `Bearer ${client.secret}` };
  const { status, body } = await client.call({ method: "GET", path, headers });
  if (status === 401) throw new ConnectorError("refused", "sign_in_refused", { facts });
  if (status >= 500) throw new ConnectorError("busy", "source_server_error", { facts });
  const read = answers.safeParse(status === 200 ? jsonIn(body) : undefined);
  if (read.success) return read.data;
  throw new ConnectorError("broken", "answer_unreadable", { facts, cause: read.error });
}

function jsonIn(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof JsonTextError) return undefined;
    throw error;
  }
}

async function fetchPage(client: Library, order: FetchOrder): Promise<Page> {
  const { partition, horizon, pageSize } = order;
  if (partition.type === "ids") {
    const { books } = await ask(client, `/books?ids=${partition.ids.join(",")}`, Books);
    return pageOf(books, { covers: partition, rest: null });
  }
  if (partition.type !== "range") throw new Error(`a library is not read by ${partition.type}`);
  const { from, to } = partition;
  const limit = pageSize ?? 1_000;
  // What is added after the survey belongs to the next refresh.
  const highest = Math.min(to, horizon.highestId ?? to);
  const path = `/books?from=${from}&to=${highest}&limit=${limit}`;
  const { books } = await ask(client, path, Books);
  const last = books.length < limit ? to : (books.at(-1)?.id ?? to);
  const rest: Partition | null = last < to ? { type: "range", from: last + 1, to } : null;
  return pageOf(books, { covers: { type: "range", from, to: last }, rest });
}

function pageOf(
  books: z.infer<typeof Books>["books"],
  { covers, rest }: Pick<Page, "covers" | "rest">,
): Page {
  const page: Page = { type: "page", records: [], rejects: [], covers, rest };
  for (const book of books) {
    const { success, data } = Book.safeParse(book);
    if (success) {
      const { id, changed, ...fields } = data;
      page.records.push({ id, version: changed, data: fields });
    } else {
      const sample = JSON.stringify(book).slice(0, 4_000);
      page.rejects.push({ id: book.id, code: "record_unreadable", facts: {}, sample });
    }
  }
  return page;
}

const list = new Checklist({
  address: { en: "The address answers", fr: "L’adresse répond" },
  sign_in: { en: "The key is accepted", fr: "La clé est acceptée" },
  answer: { en: "The answer is a library’s", fr: "La réponse est celle d’une bibliothèque" },
  books: { en: "Books can be read", fr: "Les livres sont lisibles" },
});
/** In this order; what a failure is about tells which of them it stands for. */
const before = ["address", "sign_in", "answer"] as const;
const closedBy: Record<string, (typeof before)[number]> = {
  secret_missing: "sign_in",
  sign_in_refused: "sign_in",
  answer_unreadable: "answer",
};

async function* check(client: Library): AsyncIterable<Check> {
  const {
    check: books,
    found,
    code,
  } = await list.probe("books", async () => {
    const summary = await ask(client, "/summary", Summary);
    return { outcome: passed(untranslated(String(summary.count))), found: summary };
  });
  const failed = found === null ? before.indexOf(closedBy[code] ?? "address") : before.length;
  for (const [at, name] of before.entries()) {
    if (at < failed) yield list.result(name, passed(null));
    else yield at === failed ? list.result(name, books) : list.skipped(name);
  }
  yield found === null ? list.skipped("books") : books;
}

export const library: Source<LibrarySettings> = {
  kind: {
    kind: "library",
    label: { en: "Library", fr: "Bibliothèque" },
    secret: { label: { en: "Key", fr: "Clé" }, hint: { en: "From the library", fr: "Fournie" } },
    roles: ["source"],
    files: false,
    templates: [
      {
        key: "catalogue",
        label: { en: "Catalogue", fr: "Catalogue" },
        description: { en: "All books of a library", fr: "Tous les livres" },
        resources: [{ key: "books", label, columns }],
        options: [],
        gated: false,
        plots: [],
      },
    ],
  },
  settings: LibrarySettings,
  address: ({ url }) => new URL(url),
  account: ({ url }) => new URL(url).origin,
  pace: { callsPerSecond: 5, parallelCalls: 2, callsPerDay: null, dayReserve: 0 },
  // Raise the number when the same book is mapped differently: all is then read again.
  fingerprint: ({ url }, { resource }) => JSON.stringify([1, new URL(url).href, resource]),
  check,
  discover: async (client) => {
    const { count } = await ask(client, "/summary", Summary);
    return [{ key: "books", label, available: true, records: count, reason: null }];
  },
  survey: async (client) => {
    const { now, count, highest } = await ask(client, "/summary", Summary);
    return {
      horizon: { at: now, highestId: highest },
      coverage: "range",
      toRead: count,
      present: count,
      partitions: [{ type: "range", from: 0, to: 2 ** 31 - 1 }],
      cursor: null,
    };
  },
  fetch: fetchPage,
  count: async (client, { horizon }) =>
    (await ask(client, `/summary?to=${horizon.highestId}`, Summary)).count,
  ids: async (client, { range, horizon }) => {
    if (range.type !== "range") throw new Error("books have numbers");
    const to = Math.min(range.to, horizon.highestId ?? range.to);
    return (await ask(client, `/ids?from=${range.from}&to=${to}`, Ids)).ids;
  },
};
