// The definition of a model's method: its parameters, the right it needs, the versions that have
// it, and how it runs.
import type { ReadContext } from "./columns.ts";
import type { Context } from "./context.ts";
import type { RowTest } from "./domain.ts";
import type { Operation } from "./rights.ts";
import type { Bound, Signature } from "./signature.ts";
import type { Table } from "./table.ts";
import type { Result } from "./values.ts";

export interface MethodCall extends ReadContext {
  context: Context;
  table: Table;
  bound: Bound;
  activeTest: boolean;
  /** The record rules of the account. */
  visible: RowTest | undefined;
}

export interface Method {
  signature: Signature;
  /** The required right on the model. */
  needs?: Operation;
  /** The first and last major version that has it. */
  since?: number;
  until?: number;
  run: (call: MethodCall) => Result;
}
