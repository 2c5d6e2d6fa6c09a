// How the live checks of a connection are told: what was looked at, what was seen, and what to do
// where it does not pass.
import type { Text } from "../contract/values/json.ts";
import { testedSentenceOf } from "../contract/sentences/tested.ts";
import type { Check } from "../contract/source/check.ts";
import { ConnectorError } from "./connector-error.ts";

/** What came of one check. */
export type Outcome = Pick<Check, "status" | "seen" | "remedy">;

/**
 * A check that looked for something: what it found, or the code of the failure that kept it from
 * finding it.
 */
export type Probe<Found> =
  { check: Check; found: Found; code: null } | { check: Check; found: null; code: string };

/** Names, versions and figures are written alike in both languages. */
export const untranslated = (text: string): Text => ({ en: text, fr: text });

export const passed = (seen: Text | null): Outcome => ({ status: "passed", seen, remedy: null });
export const warning = (seen: Text, remedy: Text): Outcome => ({ status: "warning", seen, remedy });
export const skippedOutcome: Outcome = { status: "skipped", seen: null, remedy: null };

/**
 * The checks of one system. @param titles by name, in the order in which a person would look for
 * the trouble
 */
export class Checklist<Name extends string> {
  readonly #titles: Record<Name, Text>;

  constructor(titles: Record<Name, Text>) {
    this.#titles = titles;
  }

  result(name: Name, { status, seen, remedy }: Outcome): Check {
    return { name, title: this.#titles[name], status, seen, remedy };
  }

  /** What stands behind a closed door. */
  skipped(name: Name): Check {
    return this.result(name, skippedOutcome);
  }

  /**
   * Looks for something. A failure of the system is the outcome, with its sentence as the remedy.
   */
  async probe<Found>(
    name: Name,
    run: () => Promise<{ outcome: Outcome; found: Found }>,
  ): Promise<Probe<Found>> {
    try {
      const { outcome, found } = await run();
      return { check: this.result(name, outcome), found, code: null };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const { failure } = error;
      const check = this.result(name, {
        status: "failed",
        seen: null,
        remedy: testedSentenceOf(failure),
      });
      return { check, found: null, code: failure.code };
    }
  }

  /** The same where nothing but the outcome counts. */
  async look(name: Name, look: () => Promise<Outcome>): Promise<Check> {
    const { check } = await this.probe(name, async () => ({
      outcome: await look(),
      found: true,
    }));
    return check;
  }
}
