// The registered connectors and their templates, looked up by key.
import type { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Connector, Destination, Source } from "../../connectors/connector.ts";
import { connectors } from "../../connectors/index.ts";
import type { Connectors } from "../../connectors/registry.ts";
import { HttpProblem } from "../http/problem.ts";

type Options = { [name: string]: Json };

/** The questions the Worker asks of connectors, answered from those that are handed in. */
export function lookUpsIn(registered: Connectors) {
  const find = (kind: string): Connector<unknown> | undefined =>
    Object.hasOwn(registered, kind)
      ? (registered[kind] as unknown as Connector<unknown>)
      : undefined;

  /**
   * The connector of a kind. Settings pass through its schema before anything reads them.
   * @throws `kind_unknown` for a connection that another version made
   */
  const connectorOf = (kind: string): Connector<unknown> => {
    const connector = find(kind);
    if (!connector) throw new HttpProblem("kind_unknown", { facts: { kind } });
    return connector;
  };

  /** The connector of a kind that can be read. Throws if it can only be written to. */
  const sourceOf = (kind: string): Source<unknown> => {
    const connector = connectorOf(kind);
    if ("survey" in connector) return connector;
    throw new Error(`${kind} is no source`);
  };

  /** The connector of a kind that can be written to. Throws if it can only be read. */
  const destinationOf = (kind: string): Destination<unknown> => {
    const connector = connectorOf(kind);
    if ("push" in connector) return connector;
    throw new Error(`${kind} is no destination`);
  };

  const hasRole = (kind: string, role: "source" | "destination"): boolean =>
    find(kind)?.kind.roles.includes(role) ?? false;

  return {
    connectorOf,
    sourceOf,
    destinationOf,

    /** Whether a connector of this kind is registered. */
    isKind: (kind: string): boolean => find(kind) !== undefined,

    /** Whether a kind of system can be read. */
    isSource: (kind: string): boolean => hasRole(kind, "source"),

    /** Whether a kind of system can be written to. */
    isDestination: (kind: string): boolean => hasRole(kind, "destination"),

    /** Whether people upload files to connections of a kind. */
    takesFiles: (kind: string): boolean => find(kind)?.kind.files ?? false,

    /** A system as sentences name it: "Odoo (erp.example.org)". Empty without a host, as for files. */
    spokenName: (kind: string, host: string): string =>
      host === "" ? "" : `${find(kind)?.kind.label.en ?? kind} (${host})`,

    /** A ready configuration of a kind; undefined when the kind has none of this key. */
    templateOf: (kind: string, key: string): Template | undefined =>
      find(kind)?.kind.templates.find((template) => template.key === key),

    /** The settings of a connection, checked and filled in by its connector. */
    readSettings: (kind: string, settings: Options): z.ZodSafeParseResult<unknown> =>
      connectorOf(kind).settings.safeParse(settings),

    /** The options of a template, checked and filled in by its connector. */
    checkOptions: (
      kind: string,
      template: string,
      options: Options,
    ): z.ZodSafeParseResult<Options> => {
      const schema = sourceOf(kind).options?.(template);
      return schema ? schema.safeParse(options) : { success: true, data: options };
    },
  };
}

export const {
  checkOptions,
  connectorOf,
  destinationOf,
  isDestination,
  isKind,
  isSource,
  readSettings,
  sourceOf,
  spokenName,
  takesFiles,
  templateOf,
} = lookUpsIn(connectors);
