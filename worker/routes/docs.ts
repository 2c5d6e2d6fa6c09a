// The description of the API: as an OpenAPI document, and as a page.
import { sessionCookieName } from "../access/auth.ts";
import { factory, isLocal, type AppContext } from "../http/context.ts";
import { docsPage } from "../http/docs-page.ts";
import { openapi, type OpenApi } from "../http/openapi.ts";
import { serve } from "../http/serve.ts";

export const docsRoutes = factory.createApp();

serve(docsRoutes, "getOpenapi", (c) => ({ ...described(c) }));

serve(docsRoutes, "getDocs", async (c) => {
  const page = docsPage(described(c));
  c.header(
    "content-security-policy",
    `default-src 'none'; style-src 'nonce-${page.nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  return c.html(page.html);
});

let made: OpenApi | null = null;

const described = (c: AppContext): OpenApi => (made ??= openapi(sessionCookieName(isLocal(c.env))));
