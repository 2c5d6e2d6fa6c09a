// What a method of a model is: its parameters, the right it needs, the versions that have it, and
// how it runs.
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
  /** What the rules of the account let through. */
  visible: RowTest | undefined;
}

export interface Method {
  signature: Signature;
  /** The right on the model. */
  needs?: Operation;
  /** The first and last major versions that have it. */
  since?: number;
  until?: number;
  run: (call: MethodCall) => Result;
}
