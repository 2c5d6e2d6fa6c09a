// The problem that people see when a batch is given up: whose answers failed, how, and who can mend
// it.
import type { Failure } from "../contract/source/failure.ts";

/** Failures whose own sentence promises another try, and what replaces it once none is left. */
const ends: Record<string, string> = {
  answer_unreadable: "given_up_unreadable",
  answer_too_large: "given_up_too_large",
  source_server_error: "given_up_server_error",
  source_failed: "given_up_failed",
  source_timeout: "given_up_silent",
  source_unreachable: "given_up_silent",
  file_unavailable: "given_up_file",
  destination_unreachable: "given_up_silent",
  destination_failed: "given_up_taking",
  destination_working: "given_up_working",
};

/**
 * The problem's code and facts. Any other failure says already what to do and stays as it is.
 * @param resource the resource that has a hole now
 */
export function endOf(
  { code, facts }: Pick<Failure, "code" | "facts">,
  resource: string,
): { code: string; facts: Record<string, string> } {
  const end = facts["instead"] === "page" ? "given_up_page" : ends[code];
  return end === undefined ? { code, facts } : { code: end, facts: { ...facts, resource } };
}
