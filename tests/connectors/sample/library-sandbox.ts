// The simulated library: a server that speaks its protocol, with the faults that every sandbox
// offers.
import { Clock } from "../../../sandbox/clock.ts";
import { Faults } from "../../../sandbox/faults.ts";
import { json, type Answer, type Call } from "../../../sandbox/http.ts";
import { RequestLog } from "../../../sandbox/log.ts";
import { closed, listening, simulatedServer } from "../../../sandbox/simulated-server.ts";

export const libraryKey = "a-key-of-the-pretend-library";

type Book = { id: number; changed: string; title: string; price: string };

export type LibrarySandbox = Awaited<ReturnType<typeof startLibrary>>;

/** Starts a library with some books; resolves once it answers. */
export async function startLibrary({ books: count }: { books: number }) {
  const clock = new Clock();
  const faults = new Faults();
  const books = new Map<number, Book>();
  const put = (id: number) => {
    const changed = new Date(clock.now()).toISOString();
    books.set(id, { id, changed, title: `Volume ${id}`, price: `${id % 90}.50` });
  };
  // Ids have gaps, as everywhere.
  for (let id = 3; books.size < count; id += 1 + (id % 3)) put(id);

  const within = (query: URLSearchParams): Book[] => {
    const [from, to] = [Number(query.get("from") ?? 0), Number(query.get("to") ?? Infinity)];
    const named = query.get("ids")?.split(",").map(Number);
    return [...books.values()]
      .filter(({ id }) => (named === undefined ? id >= from && id <= to : named.includes(id)))
      .sort((one, other) => one.id - other.id);
  };
  const answered = ({ path, query, headers }: Call): Answer => {
    if (headers.authorization !== `Bearer ${libraryKey}`) return json({ error: "no" }, 401);
    const found = within(query);
    switch (path) {
      case "/summary": {
        const now = new Date(clock.now()).toISOString();
        return json({ now, count: found.length, highest: Math.max(0, ...books.keys()) });
      }
      case "/ids":
        return json({ ids: found.map(({ id }) => id) });
      case "/books": {
        const page = found.slice(0, Number(query.get("limit") ?? found.length));
        return json({
          books: page.map((book) => ({ ...book, currency: "EUR", bought: "2026-01-31" })),
        });
      }
      default:
        return json({ error: "nothing here" }, 404);
    }
  };
  const server = simulatedServer({
    desk: { clock, faults, log: new RequestLog(), state: () => ({}), forget: () => undefined },
    answer: (call, exchange) => {
      exchange.identify({
        protocol: "library",
        database: null,
        model: null,
        method: call.path,
        detail: "",
      });
      return answered(call);
    },
    control: () => undefined,
  });
  return {
    url: await listening(server, "127.0.0.1", 0),
    close: () => closed(server),
    faults,
    ids: () => within(new URLSearchParams()).map(({ id }) => id),
    remove: (ids: number[]) => ids.forEach((id) => books.delete(id)),
  };
}
