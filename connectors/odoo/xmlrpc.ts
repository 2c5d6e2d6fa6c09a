// Odoo's XML-RPC: every version up to 21, the oldest protocol and the last resort.
import type { Json } from "../../contract/values/json.ts";
import { decodeAnswer, type XmlRpcAnswer } from "../../formats/xmlrpc/decode.ts";
import { encodeCall, UnencodableError } from "../../formats/xmlrpc/encode.ts";
import { XmlRpcError } from "../../formats/xmlrpc/error.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceRequest } from "../source-client.ts";
import { isObject, looksLikePage, userOrFalse, type Fault, type Protocol } from "./call.ts";
import { addressOf, type OdooSettings } from "./settings.ts";

export const xmlrpc: Protocol = {
  call: ({ settings, secret }, userId, { model, method, first, named }) =>
    signed(settings, "object", "execute_kw", [
      settings.database,
      userId,
      secret,
      model,
      method,
      first ? [first.value] : [],
      named,
    ]),
  version: request("common", "version", []),
  versionIn: (value) => (isObject(value) ? value["server_version"] : undefined),
  signIn: ({ settings, secret }) =>
    signed(settings, "common", "authenticate", [settings.database, settings.login, secret, {}]),
  userIn: userOrFalse,
  read: (answer) => {
    if (looksLikePage(answer) || answer.status >= 400)
      return { type: "page", status: answer.status };
    try {
      const decoded = decodeAnswer(answer.body);
      return decoded.type === "value" ? decoded : faultIn(decoded);
    } catch (error) {
      if (error instanceof XmlRpcError) return { type: error.reason };
      throw error;
    }
  },
};

function request(service: string, method: string, parameters: Json[]): SourceRequest {
  return {
    method: "POST",
    path: `/xmlrpc/2/${service}`,
    headers: { "content-type": "text/xml" },
    body: encodeCall(method, parameters),
  };
}

function signed(
  settings: OdooSettings,
  service: string,
  method: string,
  parameters: Json[],
): SourceRequest {
  try {
    return request(service, method, parameters);
  } catch (cause) {
    // Only a password can contain such characters; our own calls do not.
    if (cause instanceof UnencodableError)
      throw new ConnectorError("refused", "sign_in_refused", {
        facts: { host: addressOf(settings).host },
        cause,
      });
    throw cause;
  }
}

/**
 * Fault codes of `/xmlrpc/2`. Codes 2 and 4 carry a message for people; only 1 names the exception,
 * in its traceback.
 */
const namesByCode: Record<number, string> = {
  2: "odoo.exceptions.UserError",
  3: "odoo.exceptions.AccessDenied",
  4: "odoo.exceptions.AccessError",
};

function faultIn({ code, text }: Extract<XmlRpcAnswer, { type: "fault" }>): Fault {
  if (typeof code === "number")
    return { type: "fault", name: namesByCode[code] ?? exceptionIn(text), text: messageIn(text) };
  const warning = /^warning -- (\w+)/.exec(code)?.[1];
  if (warning) return { type: "fault", name: `odoo.exceptions.${warning}`, text: code };
  return {
    type: "fault",
    name: code === "AccessDenied" ? "odoo.exceptions.AccessDenied" : exceptionIn(text),
    text: messageIn(text),
  };
}

/** The last traceback's indented frames are followed by `name: message`. */
const lastLines = (text: string): string => {
  const last = text
    .slice(Math.max(0, text.lastIndexOf("Traceback (most recent call last):")))
    .split("\n")
    .slice(1);
  const start = last.findIndex((line) => line !== "" && !line.startsWith(" "));
  return start < 0 ? "" : last.slice(start).join("\n");
};

const exceptionIn = (text: string): string => {
  const name = /^[A-Za-z_][\w.]*/.exec(lastLines(text))?.[0] ?? "unknown";
  // Python omits the module of its built-in exceptions; the other protocols include it.
  return name.includes(".") || name === "unknown" ? name : `builtins.${name}`;
};

const messageIn = (text: string): string =>
  text.startsWith("Traceback") ? lastLines(text).replace(/^[\w.]+:? ?/, "") : text;
