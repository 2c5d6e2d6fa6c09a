// The paths of the simulated Odoo, and the protocol of each.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { answerDoc } from "./doc.ts";
import { answerJson2 } from "./json2.ts";
import { answerJsonRpc } from "./jsonrpc.ts";
import type { Odoo } from "./odoo.ts";
import { loginPage, notFoundPage, sessionCookie, toLogin } from "./pages.ts";
import type { Session } from "./sessions.ts";
import { traitsOf } from "./versions.ts";
import type { Version } from "./version.ts";
import { answerWebRpc } from "./web.ts";
import { answerXmlRpc, isXmlRpcPath } from "./xmlrpc.ts";

// The recorded servers closed the connection after each answer.
const serverHeaders = { Server: "Werkzeug/2.2.2 Python/3.11.2", Connection: "close" };

/** Answers any request as an Odoo server of the listener's version does. */
export async function answerOdoo(
  call: Call,
  base: { odoo: Odoo; exchange: Exchange; version: Version },
): Promise<Answer> {
  const answer = await route(call, base);
  return { ...answer, headers: { ...serverHeaders, ...answer.headers } };
}

function route(
  call: Call,
  base: { odoo: Odoo; exchange: Exchange; version: Version },
): Answer | Promise<Answer> {
  const { path } = call;
  if (isXmlRpcPath(path)) return answerXmlRpc(call, base);
  if (path === "/jsonrpc") return answerJsonRpc(call, base);
  if (path.startsWith("/json/2/")) return answerJson2(call, base);
  if (path.startsWith("/doc-bearer/")) return answerDoc(call, base);
  const answer = answerWebRpc(call, base);
  if (answer) return answer;
  base.exchange.identify({
    protocol: "web",
    database: headerDatabase(call),
    model: null,
    method: path.slice(1),
    detail: call.method,
  });
  return answerWeb(call, base);
}

function answerWeb(call: Call, { odoo, version }: { odoo: Odoo; version: Version }): Answer {
  const { path } = call;
  const session = odoo.sessions.of(call);
  const { major } = traitsOf(
    odoo.planOf(headerDatabase(call) ?? session?.database ?? "")?.version ?? version,
  );
  if (path === "/web/login") return loginPage(session?.id);
  if (path === "/web/session/logout") return loggedOut(odoo, session);
  if (path === "/web" || path === "/" || path === "/odoo")
    return toLogin(path, call.query.toString());
  if (major >= 19 && (path === "/web/version" || path === "/json/version"))
    return versionJson(major, session?.id);
  if (major >= 18 && path.startsWith("/json/")) return toLogin(path, call.query.toString());
  return notFoundPage(session?.id);
}

function loggedOut(odoo: Odoo, session: Session | undefined): Answer {
  if (session) odoo.sessions.close(session);
  return { status: 303, headers: { Location: "/odoo", "Set-Cookie": sessionCookie() }, body: "" };
}

function versionJson(major: number, sessionId: string | undefined): Answer {
  return {
    status: 200,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Set-Cookie": sessionCookie(sessionId),
      "X-Content-Type-Options": "nosniff",
    },
    body: `{"version_info": [${major}, 0, 0, "final", 0, ""], "version": "${major}.0"}`,
  };
}

function headerDatabase(call: Call): string | null {
  const header = call.headers["x-odoo-database"];
  return typeof header === "string" ? header : null;
}
