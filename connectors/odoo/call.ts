// What we ask Odoo, before a transport gives it a form; and what came back, before anybody judges
// it.
import type { Json } from "../../contract/values/json.ts";
import type { SourceResponse, SourceRequest } from "../source-client.ts";
import type { OdooSettings } from "./settings.ts";

/** A method of a model. `first` names the argument that the older protocols take by position. */
export type Call = {
  model: string;
  method: string;
  first: { name: string; value: Json } | null;
  named: { [name: string]: Json };
};

/**
 * An exception that Odoo raised, under the name of its Python class; its text is for
 * classification, never for people.
 */
export type Fault = { type: "fault"; name: string; text: string };

/** `page`: no data at all, as a proxy, a login page or a wrong address gives it. */
export type Reply =
  | { type: "value"; value: Json }
  | Fault
  | { type: "page"; status: number }
  | { type: "unreadable" }
  | { type: "too_large" };

export type SignIn = { settings: OdooSettings; secret: string };

/** One protocol: how a call is written and how its answer is read. */
export type Protocol = {
  call(signIn: SignIn, userId: number, call: Call): SourceRequest;
  version: SourceRequest;
  /** Where the version stands in the answer to that question, "19.0" or "18.0+e-20241005". */
  versionIn(value: Json): Json | undefined;
  signIn(signIn: SignIn): SourceRequest;
  /** The user's number in the answer to a sign-in; null when it was refused. */
  userIn(value: Json): number | null | undefined;
  read(answer: SourceResponse): Reply;
};

export const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Odoo's ids are 32-bit integers; a greater one could not even be asked for by XML-RPC. */
export const lastId = 2 ** 31 - 1;

export const isId = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= lastId;

/** The user's number as `authenticate` tells it: false when refused. */
export const userOrFalse = (value: Json): number | null | undefined =>
  value === false || value === null ? null : isId(value) ? value : undefined;

export const looksLikePage = (answer: SourceResponse): boolean =>
  /html/i.test(answer.headers["content-type"] ?? "") ||
  /^\s*<(!doctype html|html|head|title|body)/i.test(answer.body.slice(0, 200));
