// The refusal of a request whose parts are not right: which ones, and what is wrong with each.
import type { Json, Locale } from "../../contract/values/json.ts";
import { invisible, isPlainText } from "../../contract/values/name.ts";
import { issueMessage } from "./language.ts";
import { HttpProblem } from "./problem.ts";

/**
 * The problem that names wrong parts of a request by their paths.
 * @param issue a schema's code for what is wrong with all of them; empty: that they are wrong
 */
export function notValid(locale: Locale, paths: readonly string[], issue = ""): HttpProblem {
  const message = issueMessage(issue, locale);
  return new HttpProblem("not_valid", {
    extra: { errors: paths.map((path) => ({ path, message })) },
  });
}

/**
 * Refuses settings or options that hold invisible characters, at their fields: a name of a database
 * or an account that looks right and is not, or that turns the direction of the text beside it.
 * @throws `not_valid`
 */
export function refuseInvisible(
  locale: Locale,
  part: "settings" | "options",
  given: { [name: string]: Json },
): void {
  const paths = Object.entries(given)
    .filter(([name, value]) => !isPlainText(name) || !isPlainValue(value))
    .map(([name]) => `${part}.${name}`);
  if (paths.length > 0) throw notValid(locale, paths, invisible);
}

const isPlainValue = (value: Json): boolean => {
  if (typeof value === "string") return isPlainText(value);
  return (
    value === null ||
    typeof value !== "object" ||
    Object.entries(value).every(([name, part]) => isPlainText(name) && isPlainValue(part))
  );
};
