// What a request may be refused with, declared where it is refused: the API description is read
// from the same middlewares that refuse.
import type { HttpProblemCode } from "../../contract/api/problem-codes.ts";

export type Refusals = {
  codes: readonly HttpProblemCode[];
  /** By what a caller shows who they are. */
  security?: "session" | "operator";
  /** Only orders are held against it, not questions. */
  ofOrders?: boolean;
  /** A request without a body is right, too. */
  bodyOptional?: boolean;
  /** Codes of the outside system come through with statuses of their own. */
  ofSource?: boolean;
};

const declared = new WeakMap<object, Refusals>();

/** Declares what a middleware or a route may refuse. */
export function refusing<Handler extends object>(handler: Handler, refusals: Refusals): Handler {
  declared.set(handler, refusals);
  return handler;
}

/** What has been declared of a handler; null: nothing. */
export const refusalsOf = (handler: object): Refusals | null => declared.get(handler) ?? null;
