// Clients for tests: to a running server, or with recorded and invented responses.
import type { Json } from "../../contract/values/json.ts";
import type {
  SourceResponse,
  SourceClient,
  SourceRequest,
} from "../../connectors/source-client.ts";
import { OdooSettings } from "../../connectors/odoo/settings.ts";

type Settings = Partial<OdooSettings>;

/** A client whose responses come from a function; it records its requests. */
export function aClient(
  settings: Settings = {},
  answer: (request: SourceRequest) => SourceResponse | Promise<SourceResponse> = unanswered,
  secret: string | null = "secret",
) {
  const memory = new Map<string, Json>();
  const requests: SourceRequest[] = [];
  const client: SourceClient<OdooSettings> & { requests: SourceRequest[] } = {
    settings: OdooSettings.parse({
      url: "https://erp.example.org",
      database: "company",
      login: "reader@example.test",
      ...settings,
    }),
    secret,
    host: "erp.example.org",
    files: { list: async () => [], open: async () => null },
    withSocket: () => {
      throw new Error("Odoo is asked by HTTP");
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

function unanswered(request: SourceRequest): never {
  throw new Error(`nobody answers ${request.path}`);
}

/** A JSON response as Odoo sends it. */
export const jsonAnswer = (
  body: Json,
  status = 200,
  headers: Record<string, string> = {},
): SourceResponse => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

export const pageAnswer = (status = 200): SourceResponse => ({
  status,
  headers: { "content-type": "text/html" },
  body: "<!doctype html><title>Odoo</title>",
});
