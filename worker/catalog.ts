// What can be connected and refreshed, looked up by key; the connectors declare it.
import type { z } from "zod";
import type { Template } from "../contract/catalog.ts";
import type { ConnectionKind } from "../contract/connection.ts";
import type { Json } from "../contract/json.ts";
import type { Connector } from "../connectors/connector.ts";
import { catalog, connectors } from "../connectors/index.ts";

/** The connector of a kind. Its settings are its own: they pass through its schema before anything reads them. */
export const connectorOf = (kind: ConnectionKind): Connector<unknown> => connectors[kind] as Connector<unknown>;

/** A ready configuration of a kind; undefined when the kind has none of this key. */
export const templateOf = (kind: ConnectionKind, key: string): Template | undefined =>
  catalog.kinds.find((one) => one.kind === kind)?.templates.find((template) => template.key === key);

type Options = { [name: string]: Json };

/** The options of a template, checked and filled in by its connector. */
export function checkOptions(kind: ConnectionKind, template: string, options: Options): z.ZodSafeParseResult<Options> {
  const schema = connectorOf(kind).options?.(template);
  return schema ? schema.safeParse(options) : { success: true, data: options };
}
