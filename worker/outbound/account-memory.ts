// Small facts about outside accounts, remembered for the isolate's life: protocols, user ids, page
// sizes.
import type { Json } from "../../contract/values/json.ts";

/** With more accounts than this, the least recently used one is forgotten. */
const maxAccounts = 500;

const accounts = new Map<string, Map<string, Json>>();

/** Facts are small, so a longer one comes from a source that tries to fill our memory. */
const maxCharacters = 20_000;

/** The memory of one account. It never holds a secret. */
export function accountMemory(account: string): Map<string, Json> {
  const memory = accounts.get(account) ?? new Map<string, Json>();
  accounts.delete(account);
  accounts.set(account, memory);
  const [oldest] = accounts.keys();
  if (accounts.size > maxAccounts && oldest !== undefined) accounts.delete(oldest);
  return memory;
}

/**
 * Remembers a fact, or forgets it when the value is null. A copy is stored, because a part of a
 * response would keep the whole response alive.
 */
export function keep(memory: Map<string, Json>, key: string, value: Json): void {
  const text = JSON.stringify(value);
  if (value === null || text.length > maxCharacters) memory.delete(key);
  else memory.set(key, JSON.parse(text) as Json);
}
