// The errors of the API: problem details (RFC 9457) in the language of the request.
import type { Locale } from "../../contract/values/json.ts";
import type { ProblemDetails } from "../../contract/api/problem.ts";
import type { Failure, FailureKind } from "../../contract/source/failure.ts";
import { statusOf, titleOf, type HttpProblemCode } from "../../contract/api/problem-codes.ts";
import { say } from "../../contract/sentences/say.ts";
import { testedSentenceOf } from "../../contract/sentences/tested.ts";

type Extra = Pick<ProblemDetails, "errors" | "run" | "progressPercentage" | "instance">;

type Detail = { facts?: Record<string, string>; extra?: Extra; headers?: Record<string, string> };

/** A refusal by its code. Thrown by use cases and routes; the app turns it into an answer. */
export class HttpProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly facts: Record<string, string>;
  readonly extra: Extra;
  readonly headers: Record<string, string>;

  constructor(code: HttpProblemCode, detail: Detail = {}) {
    super(code);
    this.name = "HttpProblem";
    this.code = code;
    this.status = statusOf(code);
    this.facts = detail.facts ?? {};
    this.extra = detail.extra ?? {};
    this.headers = detail.headers ?? {};
  }
}

const failureStatuses = { busy: 503, refused: 422, broken: 502 } satisfies Record<
  FailureKind,
  number
>;

/**
 * The failure of an outside system, with its own code. The status tells who has to act: 503 nobody,
 * 422 the caller, 502 the outside system.
 */
export class SourceProblem extends HttpProblem {
  override readonly code: string;
  override readonly status: number;

  constructor({ kind, code, facts, retryAfterMs }: Failure) {
    const headers: Record<string, string> =
      retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
    super("service_unavailable", { facts, headers });
    this.name = "SourceProblem";
    this.code = code;
    this.status = failureStatuses[kind];
  }
}

/** A problem as the failure of a lane or a test: a person must act. */
export const refusalOf = ({ code, facts }: HttpProblem): Failure => ({
  kind: "refused",
  code,
  facts,
  retryAfterMs: null,
});

/** The answer for a problem. */
export function problemResponse(problem: HttpProblem, locale: Locale): Response {
  const { status } = problem;
  const body: ProblemDetails = {
    type: "about:blank",
    title: titleOf(status),
    status,
    // A person waits for this answer: nothing is retried unless they do it.
    detail:
      problem instanceof SourceProblem
        ? testedSentenceOf(problem)[locale]
        : say(problem.code, problem.facts, locale),
    code: problem.code,
    ...problem.extra,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "content-language": locale,
      ...problem.headers,
    },
  });
}
