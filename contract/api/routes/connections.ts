// Connections of one tenant: its own, and the shared ones that it may use. No answer has a secret.
import { z } from "zod";
import { Check } from "../../source/check.ts";
import { Discovered } from "../../source/resource.ts";
import { Connection } from "../connection.ts";
import { Quota } from "../quota.ts";
import {
  changeBody,
  checkBody,
  discoverBody,
  draftBody,
  ndjson,
  typedNote,
} from "./connection-parts.ts";
import type { Declarations } from "./route.ts";

export const connectionRoutes = {
  listConnections: {
    summary: "Connections",
    description: "Those marked `shared` are kept by global admins: they may be used, not changed.",
    tag: "Settings",
    access: { member: ["connection.read"] },
    answers: { 200: z.array(Connection) },
  },
  createConnection: {
    summary: "Add a connection",
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: draftBody,
    answers: { 201: Connection },
    refuses: ["address_refused"],
  },
  getConnection: {
    summary: "A connection",
    tag: "Settings",
    access: { member: ["connection.read"] },
    answers: { 200: Connection },
    refuses: ["not_found"],
  },
  changeConnection: {
    summary: "Change a connection",
    description:
      "What the change does not name stays as it is. Another address drops the secret, unless a new one is given.",
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: changeBody,
    answers: { 200: Connection },
    refuses: ["not_found", "kind_unknown", "address_refused", "connection_shared"],
  },
  deleteConnection: {
    summary: "Delete a connection",
    description: "409 `connection_in_use` while a configuration reads or delivers through it.",
    tag: "Settings",
    access: { member: ["connection.write"] },
    answers: { 204: null },
    refuses: ["not_found", "connection_in_use", "connection_shared"],
  },
  checkConnection: {
    summary: "Check a connection",
    description: `Named checks, each with its remedy. With \`Accept: ${ndjson}\` each arrives on a line of its own as soon as it is done; closing the connection stops them. ${typedNote}`,
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: checkBody,
    answers: { 200: z.array(Check) },
    lines: Check,
    refuses: [
      "not_found",
      "kind_unknown",
      "address_refused",
      "connection_shared",
      "too_many_requests",
    ],
  },
  discover: {
    summary: "What a template can read through a connection",
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: discoverBody,
    answers: { 200: z.array(Discovered) },
    refuses: [
      "not_found",
      "kind_unknown",
      "address_refused",
      "connection_shared",
      "too_many_requests",
    ],
    ofSource: true,
  },
  getQuota: {
    summary: "How many calls the outside system allows today, and how many are left",
    description: "`null` as long as no limit is known.",
    tag: "Settings",
    access: { member: ["configuration.read"] },
    answers: { 200: Quota.nullable() },
    refuses: ["not_found", "kind_unknown", "connection_not_shared"],
  },
  clearGate: {
    summary: "End the pause of a connection's account",
    description:
      "For global admins. The outside system is called again at once; if it still wants a pause, its next answer says so.",
    tag: "Settings",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found", "kind_unknown", "connection_not_shared"],
  },
} as const satisfies Declarations;
