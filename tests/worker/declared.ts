// Every answer that a test gets is held against the API description: a status or code that it does
// not name is a mistake of one of them.
import { exports } from "cloudflare:workers";
import type { ProblemDetails } from "../../contract/api/problem.ts";

type Schema = { allOf?: { properties?: { code?: { enum?: string[] } } }[] };
type Answer = { content?: Record<string, { schema?: Schema }> };
type Operation = {
  parameters?: { name: string; in: string }[];
  requestBody?: { required?: boolean };
  responses: Record<string, Answer>;
  security?: Record<string, string[]>[];
};
export type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: Record<string, unknown> };
};

let document: Promise<Document> | null = null;

/** The API description, as anybody gets it. */
export const described = (): Promise<Document> =>
  (document ??= exports.default
    .fetch(new Request("http://freshet.test/api/openapi.json"))
    .then((answer) => answer.json<Document>()));

/**
 * Throws when the description does not name the answer. Addresses that are no routes have nothing
 * to name.
 */
export async function expectDeclared(
  path: string,
  method: string,
  answer: Response,
): Promise<void> {
  const { pathname } = new URL(path, "http://freshet.test");
  if (pathname === "/api/openapi.json") return;
  const operation = await operationAt(pathname, method);
  if (operation === null) return;
  const declared = operation.responses[String(answer.status)];
  if (!declared)
    throw new Error(
      `${method} ${pathname} answers ${answer.status}, which its description does not name: ${await textOf(answer)}`,
    );
  if (answer.status < 400) return;
  const { code } = (await answer.clone().json()) as ProblemDetails;
  const schema = declared.content?.["application/problem+json"]?.schema;
  const codes = schema?.allOf?.flatMap((part) => part.properties?.code?.enum ?? []);
  if (codes && !codes.includes(code))
    throw new Error(
      `${method} ${pathname} answers ${answer.status} ${code}, which its description does not name`,
    );
}

const textOf = (answer: Response) =>
  answer.bodyUsed ? Promise.resolve("") : answer.clone().text();

/** The route of an address, the plainer one first: `/runs/current` before `/runs/{run}`. */
async function operationAt(pathname: string, method: string): Promise<Operation | null> {
  const { paths } = await described();
  const given = pathname.split("/");
  const fitting = Object.keys(paths).filter((pattern) => {
    const parts = pattern.split("/");
    return (
      parts.length === given.length &&
      parts.every((part, index) => part.startsWith("{") || part === given[index])
    );
  });
  const [plainest] = fitting.toSorted(
    (one, other) => one.split("{").length - other.split("{").length,
  );
  return (plainest === undefined ? undefined : paths[plainest]?.[method.toLowerCase()]) ?? null;
}
