// The HTML pages of Odoo and its web server: errors, the login page, "page not found".
import { html, type Answer } from "../http.ts";

/** Werkzeug's short error page. */
function errorPage(
  status: number,
  title: string,
  text: string,
  headers: Answer["headers"] = {},
): Answer {
  return html(
    `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`,
    status,
    headers,
  );
}

/** The page of versions 16 and 18 for a wrong content type. */
export function badRequestPage(inferred: string, route: string, type: string): Answer {
  return errorPage(400, "Bad Request", inferredText(inferred, route, type));
}

/** The page of version 19 for a wrong content type. */
export function unsupportedMediaPage(
  inferred: string,
  route: string,
  type: string,
  accept: string,
): Answer {
  const text = `${inferredText(inferred, route, type)}<br><br>Please verify the Content-Type request header and try again.`;
  return errorPage(415, "Unsupported Media Type", text, { Accept: accept });
}

function inferredText(inferred: string, route: string, type: string): string {
  return escaped(
    `Request inferred type is compatible with ${inferred} but '${route}' is type='${type}'.`,
  );
}

/** The page for a method that a path does not support. */
export function methodNotAllowed(): Answer {
  return errorPage(405, "Method Not Allowed", "The method is not allowed for the requested URL.", {
    Allow: "POST, OPTIONS",
  });
}

/** The page for a request that fits no database. */
export function noDatabasePage(): Answer {
  return html(
    `<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>\n<p>Please verify the hostname, <a href=/web/login>login</a> and try again.</p>\n\n<!-- Alternatively, use the X-Odoo-Database header. -->\n`,
    404,
  );
}

/** The redirect to the login page. */
export function toLogin(path: string, query: string): Answer {
  const location = `/web/login?redirect=${encodeURIComponent(`${path}?${query}`)}`;
  const body = `<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="${escaped(location)}">${escaped(location)}</a>. If not, click the link.\n`;
  return html(body, 303, { Location: location });
}

/** The website's own "page not found", with the cookies it sets for every visitor. */
export function notFoundPage(sessionId?: string): Answer {
  return {
    status: 404,
    headers: {
      "Content-Type": "text/html;charset=utf-8",
      "Set-Cookie": [cookie("frontend_lang=fr_FR"), sessionCookie(sessionId)],
      "X-Content-Type-Options": "nosniff",
    },
    body: `<!DOCTYPE html>\n<html>\n    <head>\n        <meta charset="utf-8"/>\n        <title>Odoo</title>\n    </head>\n    <body>\n        <div id="wrap" class="oe_structure">\n            <h1 class="container mt-5">Erreur 404</h1>\n            <p>Nous n'avons pas trouvé la page que vous recherchez.</p>\n            <a href="/web/login" class="nav-link">Se connecter</a>\n        </div>\n    </body>\n</html>\n`,
  };
}

/** The login page. */
export function loginPage(sessionId?: string): Answer {
  return html(
    `<!DOCTYPE html>\n<html>\n    <head><title>Odoo</title></head>\n    <body class="bg-100">\n        <form class="oe_login_form" role="form" method="post" action="/web/login">\n            <input type="text" name="login"/><input type="password" name="password"/>\n            <button type="submit" class="btn btn-primary">Log in</button>\n        </form>\n    </body>\n</html>\n`,
    200,
    { "Set-Cookie": [sessionCookie(sessionId)] },
  );
}

const weekSeconds = 604_800;

/** The cookie of a session; a visitor without one gets a value without a meaning here. */
export function sessionCookie(id = "sandbox"): string {
  const expires = new Date(Date.now() + weekSeconds * 1_000).toUTCString();
  return `session_id=${id}; Expires=${expires}; Max-Age=${weekSeconds}; HttpOnly; Path=/`;
}

function cookie(pair: string): string {
  return `${pair}; Path=/`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("'", "&#39;");
}
