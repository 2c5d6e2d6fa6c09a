// Calls to an outside system to try a connection: checks within a time limit, and what can be read
// there.
import { testedSentenceOf } from "../../contract/sentences/tested.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { Failure } from "../../contract/source/failure.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import { spokenName } from "../configurations/catalog.ts";
import { log } from "../log.ts";
import { HttpProblem, refusalOf, SourceProblem } from "../http/problem.ts";
import { openSystem, openSource } from "../outbound/reach.ts";
import { SealError } from "../outbound/seal.ts";

const longestCheckMs = 15_000;
/** One slow answer must leave time to report it. */
const patience = { limits: { headersMs: 8_000, totalMs: 12_000 }, urgent: true };

/** The access to a connection, and the host of its address, for sentences. */
export type Subject = { access: ConnectionAccess; host: string };

/**
 * The checks of a connection as they happen. It never throws: what fails or takes too long becomes
 * a failed check.
 */
export async function* runChecks(
  env: Env,
  { access, host: address }: Subject,
): AsyncGenerator<Check> {
  const host = spokenName(access.kind, address);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<"timeUp">((resolve) => {
    timer = setTimeout(() => resolve("timeUp"), longestCheckMs);
  });
  let checks: AsyncIterator<Check> | undefined;
  try {
    const { connector, client } = await openSystem(env, access, patience);
    checks = connector.check(client)[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([checks.next(), timeUp]);
      if (next === "timeUp") return yield failed("check_too_slow", { host });
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    const { code, facts } = failureOf(error, { access, host });
    yield failed(code, facts);
  } finally {
    clearTimeout(timer);
    // Not awaited: a check that hangs must not delay the answer.
    checks
      ?.return?.()
      .catch((error: unknown) => log("warn", "checkBroke", { tenant: access.tenant }, error));
  }
}

/** What a template can read there. @throws a problem of the outside system */
export async function discover(
  env: Env,
  subject: Subject,
  template: string,
): Promise<Discovered[]> {
  try {
    const { connector, client } = await openSource(env, subject.access, patience);
    return await connector.discover(client, template);
  } catch (error) {
    throw new SourceProblem(failureOf(error, subject));
  }
}

function failureOf(error: unknown, { access: { tenant }, host }: Subject): Failure {
  if (error instanceof ConnectorError) return error.failure;
  if (error instanceof HttpProblem) return refusalOf(error);
  const reference = crypto.randomUUID().slice(0, 8).toUpperCase();
  log("error", "checkBroke", { tenant, reference }, error);
  const code = error instanceof SealError ? "secret_unreadable" : "internal";
  return { kind: "refused", code, facts: { host, reference }, retryAfterMs: null };
}

function failed(code: string, facts: Record<string, string>): Check {
  const remedy = testedSentenceOf({ code, facts });
  return {
    name: code,
    title: { en: "Connection", fr: "Connexion" },
    status: "failed",
    seen: null,
    remedy,
  };
}
