// Example calls of a route, in curl and in JavaScript, for the document and the page.
import { apiRoot, endpoints, partsOf, type EndpointName } from "../../contract/api/endpoints.ts";
import { routeOf } from "../../contract/api/routes.ts";
import type { RouteDeclaration } from "../../contract/api/routes/route.ts";

export type CodeSample = { lang: "Shell" | "JavaScript"; label: string; source: string };

/** A request, before it is written in either language. */
type Sketch = { name: EndpointName; method: string; url: string; route: RouteDeclaration };

/**
 * Calls of a route, with ids in capitals: `TENANT`, `RUN`. `$FRESHET` in a shell and `freshet` in a
 * program are the address of the service.
 */
export function examplesOf(name: EndpointName): CodeSample[] {
  const route = routeOf(name);
  const { method, path } = partsOf(endpoints[name]);
  const filled = path.replace(/:(\w+)/g, (_, parameter: string) => parameter.toUpperCase());
  const question = new URLSearchParams(route.queryExample).toString();
  const url = apiRoot + filled + (question === "" ? "" : `?${question}`);
  const sketch = { name, method, url, route };
  const javascript = 101 in route.answers ? socket(url) : fetched(sketch);
  return [
    ...(101 in route.answers
      ? []
      : [{ lang: "Shell" as const, label: "curl", source: curl(sketch) }]),
    { lang: "JavaScript", label: "JavaScript", source: javascript },
  ];
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function curl({ name, method, url, route: { access, body, idempotent, answers } }: Sketch): string {
  const isDownload = Object.values(answers).some((one) => one !== null && "media" in one);
  const jar = access === "anybody" || access === "operator" ? [] : ["-b cookies.txt"];
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "$FRESHET${url}"`,
    ...(name === "signIn" ? ["-c cookies.txt"] : jar),
    ...(access === "operator" ? [`-H "authorization: Bearer $SETUP_TOKEN"`] : []),
    ...(idempotent ? [`-H 'idempotency-key: KEY'`] : []),
    ...(body ? curlBody(body) : []),
    ...(isDownload ? ["-o answer"] : []),
  ].join(" \\\n  ");
}

const curlBody = (body: NonNullable<RouteDeclaration["body"]>): string[] =>
  "media" in body
    ? [`-H 'content-type: ${body.media}'`, `--data-binary @${body.example}`]
    : [`-H 'content-type: application/json'`, `-d ${quoted(JSON.stringify(body.example))}`];

function fetched({ name, method, url, route: { access, body, idempotent, answers } }: Sketch) {
  const isJson = body !== undefined && "schema" in body;
  const headers = [
    ...(access === "anybody" || access === "operator" ? [] : ["cookie: session"]),
    ...(access === "operator" ? ["authorization: `Bearer ${token}`"] : []),
    ...(idempotent ? [`"idempotency-key": crypto.randomUUID()`] : []),
    ...(body
      ? [`"content-type": ${JSON.stringify(isJson ? "application/json" : body.media)}`]
      : []),
  ];
  const options = [
    ...(method === "GET" ? [] : [`method: "${method}"`]),
    ...(headers.length > 0 ? [`headers: { ${headers.join(", ")} }`] : []),
    ...(isJson ? [`body: JSON.stringify(${JSON.stringify(body.example)})`] : []),
    ...(body && !isJson ? ["body: file"] : []),
  ];
  const given = options.length > 0 ? `, {\n${options.map((one) => `  ${one},\n`).join("")}}` : "";
  return [
    `const answer = await fetch(new URL("${url}", freshet)${given});`,
    ...(Object.values(answers).some((one) => one !== null && !("media" in one))
      ? ["const result = await answer.json();"]
      : []),
    ...(name === "signIn"
      ? [
          `const session = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");`,
        ]
      : []),
  ].join("\n");
}

/** The socket opens only for pages of the same site, which have the session already. */
const socket = (url: string) =>
  [
    `const socket = new WebSocket("${url}");`,
    `socket.addEventListener("message", ({ data }) => console.log(JSON.parse(data)));`,
  ].join("\n");
