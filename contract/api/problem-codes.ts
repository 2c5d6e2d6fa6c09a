// The codes of the API's own refusals, and their HTTP statuses.
import type { Code } from "../sentences/sentences.ts";

/** HTTP status of each code. */
const statuses = {
  not_signed_in: 401,
  sign_in_wrong: 401,
  not_allowed: 403,
  connection_shared: 403,
  cross_site: 403,
  sync_not_ready: 403,
  not_found: 404,
  run_unknown: 404,
  generation_unknown: 404,
  changes_gone: 404,
  resource_unknown: 404,
  person_unknown: 404,
  method_not_allowed: 405,
  already_running: 409,
  run_active: 409,
  run_ended: 409,
  nothing_to_retry: 409,
  nothing_to_confirm: 409,
  question_answered: 409,
  questions_unnamed: 409,
  nothing_to_undo: 409,
  undo_too_old: 409,
  nothing_to_send: 409,
  connection_in_use: 409,
  connection_not_shared: 409,
  kind_unknown: 409,
  member_exists: 409,
  last_admin: 409,
  files_not_taken: 409,
  too_many_files: 409,
  file_imported: 409,
  file_length_missing: 411,
  body_too_large: 413,
  file_too_large: 413,
  file_not_bytes: 415,
  upload_empty: 400,
  file_cut_short: 400,
  body_not_json: 415,
  not_valid: 400,
  body_unreadable: 400,
  body_missing: 400,
  body_too_deep: 400,
  idempotency_key_wrong: 400,
  idempotency_key_reused: 422,
  address_refused: 400,
  password_wrong: 400,
  password_weak: 400,
  upgrade_required: 426,
  too_many_requests: 429,
  too_many_starts: 429,
  too_many_views: 429,
  too_many_viewers: 429,
  internal: 500,
  service_unavailable: 503,
  database_away: 503,
  too_many_reads: 503,
  too_many_groups: 400,
} as const satisfies Partial<Record<Code, number>>;

export type HttpProblemCode = keyof typeof statuses;

/** The status that a code answers with. */
export const statusOf = (code: HttpProblemCode): number => statuses[code];

/** The statuses for failures of outside systems. */
export const sourceStatuses = [422, 502, 503] as const;

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  411: "Length Required",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  426: "Upgrade Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

/** A status in words. */
export const titleOf = (status: number): string => titles[status] ?? "Error";
