// A call to Odoo before a transport encodes it, and its reply before anybody interprets it.
import type { Json } from "../../contract/values/json.ts";
import type { SourceResponse, SourceRequest } from "../source-client.ts";
import type { OdooSettings } from "./settings.ts";

/** A method of a model. `first` names the argument that the older protocols pass by position. */
export type Call = {
  model: string;
  method: string;
  first: { name: string; value: Json } | null;
  named: { [name: string]: Json };
};

/**
 * An exception raised by Odoo, named by its Python class. Its text serves classification only and
 * is never shown to people.
 */
export type Fault = { type: "fault"; name: string; text: string };

/** `page`: a web page instead of data, from a proxy, a login form or a wrong address. */
export type Reply =
  | { type: "value"; value: Json }
  | Fault
  | { type: "page"; status: number }
  | { type: "unreadable" }
  | { type: "too_large" };

export type SignIn = { settings: OdooSettings; secret: string };

/** One protocol: encodes a call and decodes its answer. */
export type Protocol = {
  call(signIn: SignIn, userId: number, call: Call): SourceRequest;
  version: SourceRequest;
  /** Finds the version in the answer to `version`: "19.0" or "18.0+e-20241005". */
  versionIn(value: Json): Json | undefined;
  signIn(signIn: SignIn): SourceRequest;
  /** The user id in the answer to a sign-in; null when the sign-in was refused. */
  userIn(value: Json): number | null | undefined;
  read(answer: SourceResponse): Reply;
};

/** Whether a value is an object. */
export const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Odoo's ids are 32-bit integers, and XML-RPC cannot even encode a larger one. */
export const lastId = 2 ** 31 - 1;

/** Whether a value is an Odoo record id. */
export const isId = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= lastId;

/** The user id as `authenticate` returns it: false when refused. */
export const userOrFalse = (value: Json): number | null | undefined =>
  value === false || value === null ? null : isId(value) ? value : undefined;

/** Whether a response is a web page instead of data. */
export const looksLikePage = (answer: SourceResponse): boolean =>
  /html/i.test(answer.headers["content-type"] ?? "") ||
  /^\s*<(!doctype html|html|head|title|body)/i.test(answer.body.slice(0, 200));
