// The one error of the client: whatever an answer was, if it was no success.
import type { ProblemDetails } from "../contract/api/problem.ts";

/** An answer that is no success. `offline` is the code when there was no answer at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Partial<ProblemDetails>;
  /** Seconds to wait before it makes sense to ask again; null where nothing was said. */
  readonly retryAfter: number | null;

  constructor(status: number, details: Partial<ProblemDetails>, retryAfter: number | null = null) {
    super(details.detail ?? details.title ?? details.code ?? "");
    this.name = "ApiProblem";
    this.status = status;
    this.code = details.code ?? "internal";
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** The sentence for the person who sees it, in the language of the request. */
  get detail(): string | undefined {
    return this.details.detail;
  }

  /** Which parts of the request are not right, by path. */
  get errors(): NonNullable<ProblemDetails["errors"]> {
    return this.details.errors ?? [];
  }
}

/** The problem of an answer; a proxy's page instead of our JSON is a problem without details. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  const details = isJson
    ? ((await answer.json()) as Partial<ProblemDetails>)
    : { code: answer.status >= 500 ? "service_unavailable" : "internal" };
  const wait = answer.headers.get("retry-after") ?? "";
  return new ApiProblem(answer.status, details, /^\d+$/.test(wait) ? Number(wait) : null);
}
