// The refusal of a request whose parts are not right: which ones, and what is wrong with each.
import type { Locale } from "../../contract/values/json.ts";
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
