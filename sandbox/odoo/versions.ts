// The differences between the Odoo versions that the sandbox simulates, one line each.

import type { Lang, Version } from "./version.ts";
import { pythonRepr, type Json } from "./values.ts";

export interface VersionTraits {
  version: Version;
  major: number;
  /** As `version()` returns it; the recorded 18 was a dated build. */
  serverVersion: string;
  /** The `code` of a JSON-RPC error. */
  rpcErrorCode: number;
  /** Version 19 puts `debug` last in the error data. */
  debugLast: boolean;
  /** The name of a draft that was never posted. */
  draftName: string | false;
  hasJson2: boolean;
  /** Odoo sets this header on its own responses, not on those of its error handler. */
  nosniffOnXmlFaults: boolean;
  invalidField: (model: string, field: string) => string;
  /** The error for an unknown field in a write. */
  unknownFieldWritten: (model: string, field: string) => string;
  invalidDomainField: (model: string, field: string, leaf: string) => string;
  invalidOperator: (leaf: string) => string;
  /** The error for a domain term that is neither a condition nor an operator. */
  invalidTerm: (term: Json) => string;
  /** The error for `child_of` on a field without related records. */
  noFamily: (field: string, operator: string, leaf: string) => string;
  invalidDomain: (repr: string) => { name: string; message: string };
  missingMethod: (model: string, method: string) => string;
  privateMethod: (model: string, method: string, lang: Lang) => string;
  isPrivate: (method: string) => boolean;
}

const before19 = {
  rpcErrorCode: 200,
  debugLast: false,
  draftName: "/",
  hasJson2: false,
  nosniffOnXmlFaults: true,
  invalidField: (model: string, field: string) => `Invalid field '${field}' on model '${model}'`,
  unknownFieldWritten: (model: string, field: string) =>
    `Invalid field '${field}' on model '${model}'`,
  invalidDomainField: (model: string, field: string, leaf: string) =>
    `Invalid field ${model}.${field} in leaf ${leaf}`,
  invalidOperator: (leaf: string) => `Invalid leaf ${leaf}`,
  invalidTerm: (term: Json) => `Invalid leaf ${pythonRepr(term, true)}`,
  noFamily: (_field: string, _operator: string, leaf: string) => `Invalid leaf ${leaf}`,
  invalidDomain: () => ({
    name: "builtins.AssertionError",
    message: "Domains to normalize must have a 'domain' form: a list or tuple of domain components",
  }),
  missingMethod: (model: string, method: string) =>
    `The method '${method}' does not exist on the model '${model}'`,
  privateMethod: (_model: string, method: string, lang: Lang) =>
    lang === "fr_FR"
      ? `Les méthodes privées (comme ${method}) ne peuvent pas être appelées à distance.`
      : `Private methods (such as ${method}) cannot be called remotely.`,
  isPrivate: (method: string) => method.startsWith("_"),
} as const;

/** Methods that 19 no longer offers to remote callers. */
const private19 = new Set([
  "update",
  "exists",
  "mapped",
  "filtered",
  "sorted",
  "browse",
  "fetch",
  "check_access",
  "filtered_domain",
]);

const traits: Record<Version, VersionTraits> = {
  "16.0": { ...before19, version: "16.0", major: 16, serverVersion: "16.0" },
  "18.0": { ...before19, version: "18.0", major: 18, serverVersion: "18.0+e-20241005" },
  "19.0": {
    version: "19.0",
    major: 19,
    serverVersion: "19.0",
    rpcErrorCode: 0,
    debugLast: true,
    draftName: false,
    hasJson2: true,
    nosniffOnXmlFaults: false,
    invalidField: (model, field) => `Invalid field '${field}' on '${model}'`,
    unknownFieldWritten: (model, field) => `Invalid field '${field}' in '${model}'`,
    invalidDomainField: (model, field, leaf) =>
      `Invalid field ${model}.${field} in condition ${leaf}`,
    invalidOperator: (leaf) => `Invalid operator in condition ${leaf}`,
    invalidTerm: (term) => `Domain() invalid item in domain: ${pythonRepr(term)}`,
    noFamily: (field, operator, leaf) =>
      `Cannot execute ${operator} for ${field}, works only for relational fields in condition ${leaf}`,
    invalidDomain: (repr) => ({
      name: "builtins.TypeError",
      message: `Domain() invalid argument type for domain: ${repr}`,
    }),
    missingMethod: (model, method) => `The method '${model}.${method}' does not exist`,
    privateMethod: (model, method) =>
      `Private methods (such as '${model}.${method}') cannot be called remotely.`,
    isPrivate: (method) => method.startsWith("_") || private19.has(method),
  },
};

/** The behaviour of a version. */
export function traitsOf(version: Version): VersionTraits {
  return traits[version];
}

/** Parses a version from the command line. */
export function parseVersion(text: string): Version {
  if (text === "16.0" || text === "18.0" || text === "19.0") return text;
  throw new RangeError(`the sandbox pretends to be 16.0, 18.0 or 19.0, not ${text}`);
}

/** The answer of `version()` in the common service. */
export function versionAnswer({ major, version, serverVersion }: VersionTraits): {
  [key: string]: string | number | (string | number)[];
} {
  return {
    server_version: serverVersion,
    server_version_info: [major, 0, 0, "final", 0, ""],
    server_serie: version,
    protocol_version: 1,
  };
}
