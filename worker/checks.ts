// Looking at an outside system through a connection: live checks within a time limit, and what can be read there.
import type { Text } from "../contract/json.ts";
import { say } from "../contract/sentences.ts";
import type { Check, Discovered, Failure } from "../contract/source.ts";
import type { Access } from "../contract/task.ts";
import { ConnectorError } from "../connectors/connector.ts";
import type { ConnectionRow } from "./db/connections.ts";
import { log } from "./log.ts";
import { SourceProblem } from "./problem.ts";
import { reach, reachSource } from "./reach.ts";
import { SealError } from "./seal.ts";

const longestCheckMs = 15_000;
/** One slow answer must leave time to say so. */
const patience = { limits: { headersMs: 8_000, totalMs: 12_000 }, urgent: true };

/** The checks of a connection as they happen. It always ends with a word: what fails or takes too long becomes a failed check. */
export async function* runChecks(env: Env, row: ConnectionRow): AsyncGenerator<Check> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<"timeUp">((resolve) => {
    timer = setTimeout(() => resolve("timeUp"), longestCheckMs);
  });
  let checks: AsyncIterator<Check> | undefined;
  try {
    const { connector, link } = await reach(env, accessOf(row), patience);
    checks = connector.check(link)[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([checks.next(), timeUp]);
      if (next === "timeUp") return yield failed("check_too_slow", { host: row.host });
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    const { code, facts } = failureOf(error, row);
    yield failed(code, facts);
  } finally {
    clearTimeout(timer);
    // Not awaited: a check that hangs must not hold the answer.
    checks?.return?.().catch((error: unknown) => log("warn", "checkBroke", { tenant: row.tenant }, error));
  }
}

/** What a template can read there. */
export async function discover(env: Env, row: ConnectionRow, template: string): Promise<Discovered[]> {
  try {
    const { connector, link } = await reachSource(env, accessOf(row), patience);
    return await connector.discover(link, template);
  } catch (error) {
    throw new SourceProblem(failureOf(error, row));
  }
}

const accessOf = ({ tenant, id, kind, settings, secret }: ConnectionRow): Access => ({ tenant, connection: id, kind, settings, secret });

function failureOf(error: unknown, { host, tenant }: ConnectionRow): Failure {
  if (error instanceof ConnectorError) return error.failure;
  const reference = crypto.randomUUID().slice(0, 8).toUpperCase();
  log("error", "checkBroke", { tenant, reference }, error);
  const code = error instanceof SealError ? "secret_unreadable" : "internal";
  return { kind: "refused", code, facts: { host, reference }, retryAfterMs: null };
}

function failed(code: string, facts: Record<string, string>): Check {
  const remedy: Text = { en: say(code, facts, "en"), fr: say(code, facts, "fr") };
  return { name: code, title: { en: "Connection", fr: "Connexion" }, status: "failed", seen: null, remedy };
}
