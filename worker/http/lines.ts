// Answers that arrive line by line (NDJSON), for callers that accept them.
import { ndjson } from "../../contract/api/routes/connection-parts.ts";
import type { AppContext } from "./context.ts";

/** Whether the caller reads lines. */
export const acceptsLines = (c: AppContext): boolean =>
  c.req.header("accept")?.includes(ndjson) ?? false;

/** Each value on a line of its own as soon as it is there; a caller that hangs up ends them. */
export function asLines(values: AsyncGenerator<object>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await values.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      await values.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": `${ndjson}; charset=utf-8` } });
}
