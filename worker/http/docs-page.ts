// The OpenAPI document as a page: plain HTML and one style sheet, without scripts, so that it works
// everywhere and under the strictest content security policy.
import { html, raw } from "hono/html";
import type { OpenApi } from "./openapi.ts";
import type { Operation, ResponseObject } from "./openapi-operation.ts";

type Entry = { method: string; path: string; operation: Operation };

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The page, and the nonce that allows its style. */
export function docsPage(spec: OpenApi): { html: ReturnType<typeof html>; nonce: string } {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const entries = entriesOf(spec);
  const tags = [...new Set(entries.map((entry) => tagOf(entry)))];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${spec.info.title} API</title>
        <style nonce="${nonce}">
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${spec.info.title} API</h1>
          <p>${spec.info.description}</p>
          <p>
            In the examples, <code>$FRESHET</code> and <code>freshet</code> stand for the address of
            the service, <code>session</code> for the cookie of a sign-in.
          </p>
          <p><a href="/api/openapi.json">OpenAPI document</a></p>
          <nav aria-label="Sections">
            <ul>
              ${tags.map((tag) => html`<li><a href="#${anchor(tag)}">${tag}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${tags.map(
            (tag) =>
              html` <section aria-labelledby="${anchor(tag)}">
                <h2 id="${anchor(tag)}">${tag}</h2>
                ${entries.filter((entry) => tagOf(entry) === tag).map((entry) => route(entry))}
              </section>`,
          )}
        </main>
        <footer>${schemas(spec)}</footer>
      </body>
    </html>`;
  return { html: page, nonce };
}

function route({ method, path, operation }: Entry) {
  const parameters = operation.parameters ?? [];
  return html`<details>
    <summary>
      <code class="method">${method.toUpperCase()}</code> <code>${path}</code>
      <span>${operation.summary}</span>
    </summary>
    ${operation.description ? html`<p>${operation.description}</p>` : ""}
    ${
      parameters.length > 0
        ? html`<h3>Parameters</h3>
            <ul>
              ${parameters.map(
                (parameter) =>
                  html` <li>
                    <code>${parameter.name}</code>
                    (${parameter.in}${parameter.required ? ", required" : ""})
                    <code>${shape(parameter.schema)}</code>
                  </li>`,
              )}
            </ul>`
        : ""
    }
    ${bodyOf(operation)} ${examples(operation)}
    <h3>Answers</h3>
    <ul>
      ${Object.entries(operation.responses).map(
        ([status, answer]) =>
          html` <li>
            <code>${status}</code>
            ${answer.description}${answerShape(answer)}
          </li>`,
      )}
    </ul>
  </details>`;
}

const examples = ({ "x-codeSamples": samples = [] }: Operation) =>
  html`<h3>Examples</h3>
    ${samples.map(
      ({ label, source }) =>
        html` <p>${label}</p>
          <pre><code>${source}</code></pre>`,
    )}`;

function bodyOf(operation: Operation) {
  if (!operation.requestBody) return "";
  return html`<h3>Body</h3>
    ${Object.entries(operation.requestBody.content).map(
      ([media, content]) =>
        html` <p><code>${media}</code></p>
          <pre>${shape(content.schema)}</pre>`,
    )}`;
}

function answerShape(answer: ResponseObject) {
  if (!answer.content) return "";
  return Object.entries(answer.content).map(
    ([media, content]) =>
      html` <code>${media}</code>
        <pre>${shape(content.schema)}</pre>`,
  );
}

function schemas(spec: OpenApi) {
  const known = Object.entries(spec.components.schemas);
  if (known.length === 0) return "";
  return html`<h2>Schemas</h2>
    ${known.map(
      ([name, schema]) =>
        html` <details id="schema-${name}">
          <summary><code>${name}</code></summary>
          <pre>${shape(schema)}</pre>
        </details>`,
    )}`;
}

const shape = (schema: unknown) => JSON.stringify(schema, null, 2) ?? "anything";

const entriesOf = (spec: OpenApi): Entry[] =>
  Object.entries(spec.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );

const tagOf = (entry: Entry) => entry.operation.tags[0] ?? "Other";

const anchor = (tag: string) => tag.toLowerCase().replaceAll(/[^a-z]+/g, "-");

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
details { border-block-end: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary span { opacity: .8; }
.method { display: inline-block; min-width: 4rem; font-weight: 700; }
pre { overflow: auto; max-height: 24rem; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .25rem; font-size: .8125rem; }
h3 { margin: .75rem 0 .25rem; font-size: 1rem; }
:focus-visible { outline: 2px solid; outline-offset: 2px; }
`;
