// Where failures can be mended: every code has a screen for it, or a reason why it has none.
import { describe, expect, it } from "vitest";
import type { TenantSummary } from "../../contract/api/access.ts";
import type { Problem } from "../../contract/api/run.ts";
import { whileSending } from "../../contract/sentences/say.ts";
import { sentences } from "../../contract/sentences/sentences.ts";
import { hasRemedy, remedyHref } from "../../web/lib/refresh/remedies.ts";

const aProblem = (part: Partial<Problem>): Problem => ({
  code: "sign_in_refused",
  facts: { host: "Odoo" },
  resource: null,
  ...part,
});
const words = (text: string): string[] => text.split(" ");

/** Why a code has no link. A new code goes here, or gets one. */
const withoutClient: Record<string, string[]> = {
  "It stands beside the form that was tried out.": [
    ...words(
      "test_unreachable test_timeout test_busy test_server_error test_failed test_waits test_silent test_page",
    ),
    ...words(
      "test_unreadable test_too_large test_destination_busy test_destination_failed test_destination_working",
    ),
    ...words("test_file_unavailable check_too_slow"),
  ],
  "It goes on by itself, or the next refresh does it.": [
    ...words(
      "source_busy source_server_error gate_wait gate_silent calls_used_up other_goes_first source_failed",
    ),
    ...words(
      "answer_unreadable answer_too_large source_disagrees destination_busy destination_failed overtaken",
    ),
    ...words("file_unavailable destination_working changed_meanwhile service_restarting"),
  ],
  "A button beside it tries again, sends again or asks.": [
    ...words(
      "given_up_server_error given_up_taking given_up_working given_up_file batch_given_up waited_too_long",
    ),
    ...words(
      "delivery_failed delivery_refused records_missing removals_held run_lost connection_share_changed",
    ),
    ...words("destination_share_changed"),
  ],
  "Whoever keeps the other system mends it there.": [
    ...words("names_unchecked names_hidden object_fails_there"),
    ...words(
      "filter_disobeyed narrowing_given_up record_refused record_unreadable record_too_large",
    ),
    ...words(
      "record_without_id field_unreadable field_not_shown number_too_long score_out_of_range rate_missing record_stops_reading",
    ),
    ...words(
      "origins_collide record_contradicts object_refused zero_not_kept object_incomplete option_combo_missing",
    ),
    ...words(
      "option_combo_ambiguous value_collides element_without_data_set object_combo_missing reference_missing",
    ),
    ...words("option_combos_not_made given_up_unreadable given_up_too_large given_up_failed"),
  ],
  "The records are listed below it, each with its reason.": [
    ...words("records_rejected records_still_rejected records_refused records_still_refused"),
  ],
  "It stands above the failure itself, which has its link.": [
    ...words("not_all_sent last_not_all_sent"),
  ],
  "It has a link of its own, to the file.": [...words("file_warned files_warned")],
  "The file is mended, by whoever made it.": [
    ...words(
      "invoice_charge_left_out invoice_tax_left_out invoice_code_unknown invoice_charge_unread invoice_quantity_unread",
    ),
    ...words(
      "invoice_quantity_assumed invoice_price_unread invoice_price_unit invoice_due_dates invoice_quantity_count",
    ),
    ...words("invoice_control_unread edi_messages_count csv_no_rows"),
    ...words(
      "document_conflicts record_id_taken file_empty file_unknown file_is_ubl file_is_cii file_is_facturx file_is_sbdh file_is_xml_invoice file_is_xml",
    ),
    ...words(
      "file_is_pdf file_is_x12 file_is_tradacoms file_is_idoc file_is_spreadsheet file_is_office file_is_archive",
    ),
    ...words(
      "file_is_json file_is_html file_is_image file_is_email file_is_signed csv_rows_wide csv_letters_lost",
    ),
    ...words(
      "csv_letters_mixed csv_letters_other csv_row_total csv_row_total_differs csv_row_left_out csv_row_note",
    ),
    ...words(
      "csv_row_header csv_rows_above csv_rows_empty csv_rows_filtered csv_rows_more csv_row_may_be_total",
    ),
    ...words(
      "csv_row_without_number csv_row_quote csv_row_wide csv_row_short csv_row_cell csv_control_character",
    ),
    ...words(
      "csv_number_scientific csv_number_figures csv_number_size csv_cell_formula csv_identity_destroyed",
    ),
    ...words(
      "csv_identifier_exponent csv_identifier_date csv_identifier_rounded csv_identifier_formula csv_ean_zeros",
    ),
    ...words(
      "csv_ean_check csv_amount_missing csv_rows_disagree invoice_rows_total_mismatch edi_no_envelope",
    ),
    ...words(
      "edi_outside_message edi_nesting edi_trailer_missing edi_segment_too_long edi_too_many_elements",
    ),
    ...words(
      "edi_release_at_end edi_segment_unfinished edi_count_wrong edi_reference_differs edi_advice_invalid",
    ),
    ...words(
      "edi_letters_unpromised edi_no_message edi_message_unread edi_test edi_tag_unknown edi_control_character",
    ),
    ...words(
      "edi_repeated_too_often edi_out_of_order edi_segment_missing edi_party_without_list csv_too_large",
    ),
    ...words(
      "csv_row_too_long csv_cell_too_long csv_quote_open csv_quote_stray csv_too_many_rows csv_line_before_header",
    ),
    ...words(
      "csv_record_unknown csv_letters_unpromised invoice_number_missing invoice_number_too_long invoice_type_refused",
    ),
    ...words(
      "invoice_function_refused invoice_code_refused invoice_corrects_another invoice_currency_mixed",
    ),
    ...words(
      "invoice_total_missing invoice_total_adjusted invoice_amount_unread invoice_date_shortened edi_number_ambiguous",
    ),
    ...words(
      "invoice_date_missing invoice_date_zero invoice_date_left_out invoice_value_unreadable invoice_supplier_missing",
    ),
    ...words(
      "invoice_supplier_assumed invoice_empty invoice_currency_missing invoice_net_mismatch invoice_tax_mismatch",
    ),
    ...words(
      "invoice_total_mismatch invoice_rate_mismatch invoice_total_unchecked invoice_line_without_amount",
    ),
    ...words(
      "invoice_line_count invoice_too_many_lines invoice_too_long invoice_repeated invoice_number_reused",
    ),
  ],
  "It answers an order; nothing of it is kept as a problem of a refresh.": [
    ...words(
      "nothing_to_send already_running sync_not_ready not_signed_in not_allowed not_found not_valid",
    ),
    ...words(
      "method_not_allowed cross_site too_many_requests sign_in_wrong password_wrong password_weak body_too_large",
    ),
    ...words(
      "body_not_json body_unreadable body_missing body_too_deep idempotency_key_wrong idempotency_key_reused",
    ),
    ...words(
      "upgrade_required run_unknown generation_unknown changes_gone too_many_reads too_many_groups run_ended",
    ),
    ...words(
      "run_active nothing_to_retry nothing_to_confirm question_answered questions_unnamed nothing_to_undo",
    ),
    ...words(
      "undo_too_old resource_unknown connection_in_use connection_shared establishment_removed person_unknown",
    ),
    ...words(
      "member_exists last_admin files_not_taken file_length_missing file_not_bytes upload_empty file_too_large",
    ),
    ...words(
      "file_cut_short too_many_files file_imported too_many_starts too_many_views too_many_viewers database_away",
    ),
    ...words("service_unavailable internal"),
  ],
};

describe("the place to mend a failure", () => {
  const tenant = (
    actions: TenantSummary["actions"],
    connection: string | null = "c1",
    destination: string | null = null,
  ) => ({
    id: "atelier",
    actions,
    configurations: [
      {
        id: "f1",
        name: "Treasury",
        connection,
        destination,
        template: "treasury",
        resources: [],
        mayStart: true,
      },
    ],
  });

  it.each([
    ["sign_in_refused", tenant(["connection.write"]), "/tenants/atelier/connections/c1"],
    ["options_not_valid", tenant(["configuration.write"]), "/tenants/atelier/configurations/f1"],
    ["sign_in_refused", tenant(["configuration.write"]), null],
    ["sign_in_refused", tenant(["connection.write"], null), null],
    ["column_gone", tenant(["connection.write"], "c1", "d1"), "/tenants/atelier/connections/d1"],
    [
      "destination_differs",
      tenant(["connection.write"], "c1", "d1"),
      "/tenants/atelier/connections/d1",
    ],
    ["destination_differs", tenant(["configuration.write"]), "/tenants/atelier/configurations/f1"],
    [
      "csv_number_ambiguous",
      tenant(["connection.write"], "box"),
      "/tenants/atelier/connections/box",
    ],
    ["source_busy", tenant(["connection.write", "configuration.write"]), null],
    ["constructor", tenant(["connection.write"]), null],
  ] as const)("of %s", (code, at, address) => {
    expect(remedyHref(at, "f1", { code, facts: {} })).toBe(address);
  });

  it("is nowhere for a configuration that is gone", () => {
    expect(remedyHref(tenant(["connection.write"]), "f2", aProblem({}))).toBeNull();
  });

  it("is the destination for what failed on the way to it, never the source's connection", () => {
    const sent = aProblem({ facts: { host: "PostgreSQL", ...whileSending } });
    expect(remedyHref(tenant(["connection.write"], "c1", "d1"), "f1", sent)).toBe(
      "/tenants/atelier/connections/d1",
    );
  });

  it("is the configuration where the destination is not known, for it names it", () => {
    const sent = aProblem({ facts: { host: "PostgreSQL", ...whileSending } });
    expect(remedyHref(tenant(["connection.write"]), "f1", sent)).toBeNull();
    expect(remedyHref(tenant(["connection.write", "configuration.write"]), "f1", sent)).toBe(
      "/tenants/atelier/configurations/f1",
    );
  });
});

describe("every code", () => {
  const reasons = new Map(
    Object.entries(withoutClient).flatMap(([reason, codes]) =>
      codes.map((code) => [code, reason] as const),
    ),
  );

  it.each(Object.keys(sentences))("%s can be mended on a screen, or says why not", (code) => {
    expect([hasRemedy(code), reasons.has(code)].filter(Boolean)).toHaveLength(1);
  });

  it("that is given a reason exists", () => {
    expect([...reasons.keys()].filter((code) => !Object.hasOwn(sentences, code))).toEqual([]);
  });

  it("that tells somebody to change settings leads to them", () => {
    const toSettings =
      /(in|to|correct[^.]*) the connection\b|(in|of|for) (the|this) configuration\b|this table|in the table\b/i;
    const answers = new Set(
      withoutClient["It answers an order; nothing of it is kept as a problem of a refresh."],
    );
    const forgotten = Object.entries(sentences).filter(
      ([code, { en }]) =>
        toSettings.test(en.split(". ").slice(1).join(". ")) &&
        !hasRemedy(code) &&
        !answers.has(code),
    );
    expect(forgotten.map(([code]) => code)).toEqual([]);
  });
});
