// Small facts about outside accounts, kept while the isolate lives: protocols found, users signed in, sizes borne.
import type { Json } from "../contract/json.ts";

/** More accounts than this push out the one that was used longest ago. */
const mostAccounts = 500;

const accounts = new Map<string, Map<string, Json>>();

/** The memory of one account. It never holds a secret. */
export function accountMemory(account: string): Map<string, Json> {
  const memory = accounts.get(account) ?? new Map<string, Json>();
  accounts.delete(account);
  accounts.set(account, memory);
  const [oldest] = accounts.keys();
  if (accounts.size > mostAccounts && oldest !== undefined) accounts.delete(oldest);
  return memory;
}
