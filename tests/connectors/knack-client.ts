// Clients for tests of Knack, with recorded and invented responses.
import type { Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type {
  SourceResponse,
  SourceClient,
  SourceRequest,
} from "../../connectors/source-client.ts";
import { fieldsOf } from "../../connectors/knack/mapping.ts";
import { resultsTables } from "../../connectors/knack/results.ts";
import { KnackSettings } from "../../connectors/knack/settings.ts";

export const school = "5a00000000000000000000f6";
/** Noon of a school day in the academic year 2026/2027. */
export const noon = "Wed, 25 Nov 2026 12:00:00 GMT";

/** A client whose responses come from a function; it records its requests. */
export function aKnackClient(
  answer: (request: SourceRequest) => SourceResponse | Promise<SourceResponse>,
  settings: Partial<KnackSettings> = {},
) {
  const memory = new Map<string, Json>();
  const requests: SourceRequest[] = [];
  const client: SourceClient<KnackSettings> & { requests: SourceRequest[] } = {
    settings: KnackSettings.parse({
      application: "c0ffee00c0ffee00c0ffee01",
      establishment: school,
      dateOrder: "dd/mm/yyyy",
      ...settings,
    }),
    secret: "planted-key",
    host: "api.knack.com",
    files: { list: async () => [], open: async () => null },
    withSocket: () => {
      throw new Error("Knack is asked by HTTP");
    },
    recall: (key) => memory.get(key) ?? null,
    remember: (key, value) => void (value === null ? memory.delete(key) : memory.set(key, value)),
    call: async (request) => {
      requests.push(request);
      return answer(request);
    },
    requests,
  };
  return client;
}

/** A JSON response as Knack sends it. */
export const jsonAnswer = (body: Json, headers: Record<string, string> = {}): SourceResponse => ({
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8", date: noon, ...headers },
  body: JSON.stringify(body),
});

/** An error as Knack sends it: plain text, labelled as HTML. */
export const textAnswer = (status: number, body: string): SourceResponse => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8", date: noon },
  body,
});

export const queryOf = ({ path }: SourceRequest): URLSearchParams =>
  new URL(path, "https://api.knack.com").searchParams;

/** The id of the n-th row. */
export const idOf = (n: number): string => `58643557d1ea94${n.toString(16).padStart(10, "0")}`;

/** A blank field has no raw form, as in Knack. */
const blank: { [field: string]: Json } = Object.fromEntries(
  resultsTables.flatMap((table) => fieldsOf(table).map((field) => [field, ""] as const)),
);

/** A row of the school with the fields a test needs: raw fields by number. */
export function aRow(n: number, fields: Record<string, Json> = {}): { [field: string]: Json } {
  const usual: Record<string, Json> = {
    "133": [{ id: school, identifier: "Ashdown" }],
    "187": { first: "Amara", last: "Begum" },
    "197": { email: `Amara.${n}@School.example` },
    "144": "Year 12",
    "855": "01/09/2026",
  };
  const raw = Object.entries({ ...usual, ...fields }).map(([field, value]) => [
    `field_${field}_raw`,
    value,
  ]);
  return { id: idOf(n), ...blank, ...(Object.fromEntries(raw) as { [field: string]: Json }) };
}

/** A Knack with some rows, which it returns in pages. `total` may be wrong. */
export function answering(
  rows: () => { [field: string]: Json }[],
  total: () => number = () => rows().length,
) {
  return (request: SourceRequest): SourceResponse => {
    const [page, size] = [
      Number(queryOf(request).get("page")),
      Number(queryOf(request).get("rows_per_page")),
    ];
    const records = rows().slice((page - 1) * size, page * size);
    return jsonAnswer({
      total_pages: Math.ceil(total() / size),
      current_page: page,
      total_records: total(),
      records,
    });
  };
}

export const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => {
      if (error instanceof ConnectorError) return error.failure;
      throw error;
    },
  );
