// The live checks of a connection, as the page shows them: what was checked, what was found, and
// the remedy if it failed.
import type { Text } from "../contract/values/json.ts";
import { testedSentenceOf } from "../contract/sentences/tested.ts";
import type { Check } from "../contract/source/check.ts";
import { ConnectorError } from "./connector-error.ts";

/** The outcome of one check. */
export type Outcome = Pick<Check, "status" | "seen" | "remedy">;

/**
 * A check that looked for something: what it found, or the code of the failure that prevented it.
 */
export type Probe<Found> =
  { check: Check; found: Found; code: null } | { check: Check; found: null; code: string };

/** A text that is the same in both languages, such as a name, a version or a number. */
export const untranslated = (text: string): Text => ({ en: text, fr: text });

/** The outcome of a check that passed, with what was found. */
export const passed = (seen: Text | null): Outcome => ({ status: "passed", seen, remedy: null });
/** The outcome of a check that found something a person should know. */
export const warning = (seen: Text, remedy: Text): Outcome => ({ status: "warning", seen, remedy });
export const skippedOutcome: Outcome = { status: "skipped", seen: null, remedy: null };

/**
 * The checks of one system.
 * @param titles by name, in the order in which a person would look for a fault
 */
export class Checklist<Name extends string> {
  readonly #titles: Record<Name, Text>;

  constructor(titles: Record<Name, Text>) {
    this.#titles = titles;
  }

  result(name: Name, { status, seen, remedy }: Outcome): Check {
    return { name, title: this.#titles[name], status, seen, remedy };
  }

  /** A check that was not reached. */
  skipped(name: Name): Check {
    return this.result(name, skippedOutcome);
  }

  /**
   * Runs a check. A failure of the system is its outcome, with the failure's sentence as the
   * remedy.
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

  /** Runs a check of which only the outcome counts. */
  async look(name: Name, look: () => Promise<Outcome>): Promise<Check> {
    const { check } = await this.probe(name, async () => ({
      outcome: await look(),
      found: true,
    }));
    return check;
  }
}
