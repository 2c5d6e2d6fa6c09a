// Rows read and written by a first, a 1 %-changed and an unchanged refresh, counted in the real
// runtime, with their price.
import { run } from "../scripts/processes.ts";
import { tool } from "../scripts/quiet.ts";

export const describe = "rows and dollars of a first, a 1 %-changed and an unchanged refresh";

export async function measure(): Promise<object> {
  const { ok, output } = run(
    tool.vitest,
    ["run", "--project", "runtime", "--silent=false", "tests/durable-objects/cost.test.ts"],
    {
      silent: true,
    },
  );
  const figures = /COST (\{.*\})/.exec(output)?.[1];
  if (!ok || figures === undefined) throw new Error(output);
  return JSON.parse(figures) as object;
}
