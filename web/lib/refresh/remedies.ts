// Where a person can do something about a failure: which screen mends which code.
import type { TenantSummary } from "../../../contract/api/access.ts";
import type { whileSending } from "../../../contract/sentences/say.ts";
import type { Code } from "../../../contract/sentences/sentences.ts";
import type { Problem } from "../../../contract/api/run.ts";

/** `source`: the connection that is read. `destination`: the one that data is sent on to. */
type RemedyScreen = "source" | "destination" | "configuration";

const codes = {
  source: [
    "sign_in_refused",
    "database_unknown",
    "not_that_system",
    "address_moved",
    "address_refused",
    "secret_missing",
    "secret_unreadable",
    "version_unsupported",
    "access_blocked",
    "account_closed",
    "application_unknown",
    "second_factor",
    "key_refused",
    "key_needed",
    "key_of_another",
    "account_external",
    "language_not_installed",
    "company_not_accounts",
    "establishment_missing",
    "establishment_unknown",
    "rights_missing",
    "source_unreachable",
    "source_timeout",
    "given_up_page",
    "given_up_silent",
    "date_order_unknown",
    "date_order_differs",
    // How a table is written is said in the connection that takes its files.
    "file_tables_several",
    "file_table_unknown",
    "file_table_incomplete",
    "file_table_elsewhere",
    "csv_column_twice",
    "csv_number_ambiguous",
    "csv_number_marks",
    "csv_rate_ambiguous",
    "csv_date_ambiguous",
    "csv_date_format",
    "csv_date_serial",
    "csv_currency_differs",
    "csv_type_undeclared",
    "csv_invoice_negative",
    "csv_too_many_columns",
    // So are the signs that a supplier gives to credit notes.
    "invoice_signs_as_sent",
    "invoice_signs_negative",
    "invoice_signs_credit_notes_inverted",
    "invoice_signs_all_negative_inverted",
    "invoice_credit_positive",
    "invoice_negative",
  ],
  destination: [
    "destination_unreachable",
    "destination_rights_missing",
    "destination_read_only",
    "tls_failed",
    "tls_wanted",
    "hyperdrive_missing",
    "column_type_differs",
    "table_not_ours",
    "table_of_another",
    "column_gone",
    "destination_differs",
    "destination_older",
    "writing_rights_missing",
    "option_combos_not_allowed",
  ],
  configuration: [
    "model_missing",
    "field_missing",
    "request_refused",
    "options_not_valid",
    "org_unit_outside",
    "company_outside",
    "calendar_unsupported",
    "destination_unsuited",
    "object_kept",
    "connection_not_shared",
    "connection_deleted",
    "destination_deleted",
    "destination_not_shared",
  ],
} as const satisfies Record<RemedyScreen, readonly Code[]>;

const screens = new Map<string, RemedyScreen>([
  ...codes.source.map((code) => [code, "source"] as const),
  ...codes.destination.map((code) => [code, "destination"] as const),
  ...codes.configuration.map((code) => [code, "configuration"] as const),
]);

/** Whether some screen mends a code, for whoever may. */
export const hasRemedy = (code: string): boolean => screens.has(code);

// Repeated here because the sentences come later than the page; the type keeps them equal.
export const sending: typeof whileSending.while = "sending";

/**
 * Address of the screen where a failure of a configuration can be mended; null where there is none
 * for this person.
 */
export function remedyHref(
  tenant: Pick<TenantSummary, "id" | "actions" | "configurations">,
  of: string,
  { code, facts }: Pick<Problem, "code" | "facts">,
): string | null {
  const configuration = tenant.configurations.find(({ id }) => id === of);
  const screen = screens.get(code);
  if (!configuration || screen === undefined) return null;
  if (screen === "configuration") return configurationHref(tenant, of);
  // What the two systems can both refuse is mended where it happened.
  const isSent = screen === "destination" || facts["while"] === sending;
  const connection = isSent ? configuration.destination : configuration.connection;
  if (connection !== null) return connectionHref(tenant, connection);
  // The configuration names what is not known here.
  return isSent ? configurationHref(tenant, of) : null;
}

const configurationHref = (
  tenant: Pick<TenantSummary, "id" | "actions">,
  configuration: string,
): string | null =>
  tenant.actions.includes("configuration.write")
    ? `/tenants/${encodeURIComponent(tenant.id)}/configurations/${encodeURIComponent(configuration)}`
    : null;

/** Address of a connection, for who may change it. */
export const connectionHref = (
  tenant: Pick<TenantSummary, "id" | "actions">,
  connection: string,
): string | null =>
  tenant.actions.includes("connection.write")
    ? `/tenants/${encodeURIComponent(tenant.id)}/connections/${encodeURIComponent(connection)}`
    : null;
