// The deadline of work over a socket, where no HTTP client sets one.
import { outboundError } from "./outbound-error.ts";

/**
 * Runs `work` for at most `totalMs`. Past that, its signal aborts and a `ConnectorError` (`busy`,
 * `source_timeout`) is thrown without waiting for it.
 */
export async function withDeadline<T>(
  { name, totalMs }: { name: string; totalMs: number },
  work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      deadline.abort();
      reject(outboundError(name, "busy", "source_timeout"));
    }, totalMs);
  });
  try {
    return await Promise.race([work(deadline.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
