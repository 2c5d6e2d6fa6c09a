// What a middleware or a route may refuse, written where it refuses. The API description and the
// tests read the declarations of contract/api/.
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

/** Names beside a handler what it may refuse: the compiler holds the codes. */
export const refusing = <Handler extends object>(handler: Handler, _refusals: Refusals): Handler =>
  handler;
