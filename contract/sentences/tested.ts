// What a connection test says of a failure: a refresh tries again by itself, a test does not.
import type { Text } from "../values/json.ts";
import { sentenceOf } from "./say.ts";
import type { Code } from "./sentences.ts";

const tested: Record<string, Code> = {
  source_unreachable: "test_unreachable",
  source_timeout: "test_timeout",
  source_busy: "test_busy",
  source_server_error: "test_server_error",
  source_failed: "test_failed",
  gate_wait: "test_waits",
  gate_silent: "test_silent",
  answer_unreadable: "test_unreadable",
  answer_too_large: "test_too_large",
  destination_unreachable: "test_unreachable",
  destination_busy: "test_destination_busy",
  destination_failed: "test_destination_failed",
  destination_working: "test_destination_working",
  file_unavailable: "test_file_unavailable",
  service_restarting: "service_unavailable",
};

/**
 * The sentence of a code for somebody who tests a connection: what to do now, with no promise that
 * anything happens by itself.
 */
export const testedSentenceOf = ({
  code,
  facts,
}: {
  code: string;
  facts: Record<string, string>;
}): Text =>
  sentenceOf({ code: facts["instead"] === "page" ? "test_page" : (tested[code] ?? code), facts });
