// The catalog of connectors and templates, looked up by key.
import type { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { ConnectionKind } from "../../contract/api/connection.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Connector, Destination, Source } from "../../connectors/connector.ts";
import { catalog, connectors } from "../../connectors/index.ts";

/** The connector of a kind. Settings pass through its schema before anything reads them. */
export const connectorOf = (kind: ConnectionKind): Connector<unknown> =>
  connectors[kind] as Connector<unknown>;

/** The connector of a kind that can be read. Throws if it can only be written to. */
export function sourceOf(kind: ConnectionKind): Source<unknown> {
  const connector = connectorOf(kind);
  if ("survey" in connector) return connector;
  throw new Error(`${kind} is no source`);
}

/** The connector of a kind that can be written to. Throws if it can only be read. */
export function destinationOf(kind: ConnectionKind): Destination<unknown> {
  const connector = connectorOf(kind);
  if ("push" in connector) return connector;
  throw new Error(`${kind} is no destination`);
}

/** A system as sentences name it: "Odoo (erp.example.org)". Empty without a host, as for files. */
export const spokenName = (kind: ConnectionKind, host: string): string =>
  host === "" ? "" : `${connectorOf(kind).kind.label.en} (${host})`;

/** Whether a kind of system can be read. */
export const isSource = (kind: ConnectionKind): boolean =>
  connectorOf(kind).kind.roles.includes("source");

/** Whether a kind of system can be written to. */
export const isDestination = (kind: ConnectionKind): boolean =>
  connectorOf(kind).kind.roles.includes("destination");

/** A ready configuration of a kind; undefined when the kind has none of this key. */
export const templateOf = (kind: ConnectionKind, key: string): Template | undefined =>
  catalog.kinds
    .find((one) => one.kind === kind)
    ?.templates.find((template) => template.key === key);

type Options = { [name: string]: Json };

/** The options of a template, checked and filled in by its connector. */
export function checkOptions(
  kind: ConnectionKind,
  template: string,
  options: Options,
): z.ZodSafeParseResult<Options> {
  const schema = sourceOf(kind).options?.(template);
  return schema ? schema.safeParse(options) : { success: true, data: options };
}
