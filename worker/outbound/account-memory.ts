// Small facts about outside accounts, kept while the isolate lives: protocols found, users signed
// in, sizes borne.
import type { Json } from "../../contract/values/json.ts";

/** More accounts than this push out the one that was used longest ago. */
const mostAccounts = 500;

const accounts = new Map<string, Map<string, Json>>();

/** A fact is small: more than this comes from a source that would like to live in our memory. */
const mostCharacters = 20_000;

/** The memory of one account. It never holds a secret. */
export function accountMemory(account: string): Map<string, Json> {
  const memory = accounts.get(account) ?? new Map<string, Json>();
  accounts.delete(account);
  accounts.set(account, memory);
  const [oldest] = accounts.keys();
  if (accounts.size > mostAccounts && oldest !== undefined) accounts.delete(oldest);
  return memory;
}

/**
 * Remembers a fact, or forgets it when null. A copy is kept: a piece of an answer would keep the
 * whole answer alive.
 */
export function keep(memory: Map<string, Json>, key: string, value: Json): void {
  const text = JSON.stringify(value);
  if (value === null || text.length > mostCharacters) memory.delete(key);
  else memory.set(key, JSON.parse(text) as Json);
}
