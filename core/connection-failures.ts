// Failures of a whole connection: asking for another resource would only repeat them.
import type { Failure } from "../contract/source/failure.ts";

/** Refusals that would meet every resource of the connection alike. */
const connectionWide = new Set([
  "sign_in_refused",
  "second_factor",
  "key_refused",
  "key_needed",
  "key_of_another",
  "account_external",
  "language_not_installed",
  "company_not_accounts",
  "database_unknown",
  "not_that_system",
  "address_moved",
  "address_refused",
  "secret_missing",
  "secret_unreadable",
  "version_unsupported",
  "connection_not_shared",
  "connection_share_changed",
  "connection_deleted",
  "destination_deleted",
  "destination_not_shared",
  "destination_share_changed",
  "establishment_removed",
]);

/** Whether a failure ends the run for all of its resources. */
export const concernsConnection = (failure: Failure): boolean =>
  failure.kind === "refused" && connectionWide.has(failure.code);
