// Two keepers of the same rows, asked together: the tables of the real runtime, and the memory that
// stands in for them.
import type { Json } from "../../contract/values/json.ts";
import { canonical } from "../../contract/values/canonical.ts";
import { openStores, type Stores } from "../../durable-objects/stores/stores.ts";
import type { Keep } from "../simulation/object.ts";
import type { Journal } from "../simulation/journal.ts";
import type { MemoryStores } from "../simulation/memory-stores.ts";

type Memory = { stores: MemoryStores; journal: Journal };

/**
 * Every call goes to both, and their answers have to be the same. @param compared counts the
 * comparisons by call
 */
export function keepTwice(
  { stores: memory, journal }: Memory,
  storage: DurableObjectStorage,
  compared: Map<string, number>,
): Keep {
  const real = openStores(storage.sql);
  const twins = new Map<unknown, { real: unknown; memory: unknown }>();
  const pair = <Name extends keyof Stores>(name: Name): Stores[Name] => {
    const twin = pairUp(`${name}`, { real: real[name], memory: memory[name] });
    twins.set(twin, { real: real[name], memory: memory[name] });
    return twin as unknown as Stores[Name];
  };
  const pairUp = (name: string, stores: { real: object; memory: object }): object =>
    new Proxy(stores.memory, {
      get:
        (_, key) =>
        (...args: unknown[]) => {
          // A store that is handed to another one: each side gets its own.
          const ask = (side: "real" | "memory") =>
            call(
              stores[side],
              key,
              args.map((arg) => twins.get(arg)?.[side] ?? arg),
            );
          const [theirs, mine] = [ask("real"), ask("memory")];
          const where = `${name}.${String(key)}`;
          compared.set(where, (compared.get(where) ?? 0) + 1);
          if (comparable(where, theirs) !== comparable(where, mine))
            throw new Error(
              `${where}(${JSON.stringify(args)}) is ${JSON.stringify(theirs)} in the tables and ${JSON.stringify(mine)} in memory`,
            );
          // The order of the outbox is chance: the memory's is taken.
          return mine;
        },
    });
  const stores: Stores = {
    metadata: pair("metadata"),
    runs: pair("runs"),
    batches: pair("batches"),
    rejects: pair("rejects"),
    seenIds: pair("seenIds"),
    records: pair("records"),
    publications: pair("publications"),
    questions: pair("questions"),
    changes: pair("changes"),
    deliveries: pair("deliveries"),
    pendingChanges: pair("pendingChanges"),
    schedules: pair("schedules"),
    outbox: pair("outbox"),
    deletedConfigurations: pair("deletedConfigurations"),
    fileWarnings: pair("fileWarnings"),
  };
  return {
    stores,
    journal,
    transact: (work) => storage.transactionSync(() => journal.transact(work)),
  };
}

function call(store: object, key: string | symbol, args: unknown[]): unknown {
  const method: unknown = Reflect.get(store, key);
  if (typeof method !== "function") throw new Error(`no store has ${String(key)}`);
  return Reflect.apply(method, store, args);
}

/** As text, whatever the order of keys; the order of the outbox is chance. */
function comparable(where: string, answer: unknown): string {
  if (answer === undefined) return "";
  const plain = JSON.parse(
    JSON.stringify(
      where === "outbox.waiting" && Array.isArray(answer) ? [...answer].sort() : answer,
    ),
  ) as Json;
  return canonical(plain);
}
