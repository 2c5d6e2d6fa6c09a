// What can be connected and refreshed, looked up by key; the connectors declare it.
import type { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { ConnectionKind } from "../../contract/api/connection.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Connector, Destination, Source } from "../../connectors/connector.ts";
import { catalog, connectors } from "../../connectors/index.ts";

/**
 * The connector of a kind. Its settings are its own: they pass through its schema before anything
 * reads them.
 */
export const connectorOf = (kind: ConnectionKind): Connector<unknown> =>
  connectors[kind] as Connector<unknown>;

/** The connector of a kind that is read; throws where the kind is only written to. */
export function sourceOf(kind: ConnectionKind): Source<unknown> {
  const connector = connectorOf(kind);
  if ("survey" in connector) return connector;
  throw new Error(`${kind} is no source`);
}

/** The connector of a kind that is written to; throws where the kind is only read. */
export function destinationOf(kind: ConnectionKind): Destination<unknown> {
  const connector = connectorOf(kind);
  if ("push" in connector) return connector;
  throw new Error(`${kind} is no destination`);
}

/**
 * "Odoo (erp.example.org)": sentences speak of a system as people do, and say which one. Empty
 * where there is no host, as for files.
 */
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
