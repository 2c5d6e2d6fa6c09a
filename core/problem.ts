// Problems of a run, made from the failures behind them.
import type { Problem } from "../contract/api/run.ts";
import type { Failure } from "../contract/source/failure.ts";

/** A failure as a problem of a run. @param resource null: it concerns the whole run */
export const problemFrom = (
  { code, facts }: Pick<Failure, "code" | "facts">,
  resource: string | null,
): Problem => ({ code, facts, resource });
