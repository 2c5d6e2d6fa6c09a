// The one error of the client: any answer that is not a success, or no answer at all.
import type { ProblemDetails } from "../contract/api/problem.ts";

/** A failed call. The code is `offline`, and the status 0, when no answer came. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Partial<ProblemDetails>;
  /** Seconds to wait before trying again; null when the answer names none. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    details: Partial<ProblemDetails>,
    { retryAfter = null, cause }: { retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(details.detail ?? details.title ?? details.code ?? "", { cause });
    this.name = "ApiProblem";
    this.status = status;
    this.code = details.code ?? "internal";
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** The sentence for the user, in the language of the request. */
  get detail(): string | undefined {
    return this.details.detail;
  }

  /** The invalid parts of the request, by path. */
  get errors(): NonNullable<ProblemDetails["errors"]> {
    return this.details.errors ?? [];
  }
}

/** Reads the problem of a failed answer. A proxy's HTML page becomes a problem without details. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  const details = isJson
    ? ((await answer.json()) as Partial<ProblemDetails>)
    : { code: answer.status >= 500 ? "service_unavailable" : "internal" };
  const wait = answer.headers.get("retry-after") ?? "";
  const retryAfter = /^\d+$/.test(wait) ? Number(wait) : null;
  return new ApiProblem(answer.status, details, { retryAfter });
}
