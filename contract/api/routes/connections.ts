// Connections of one tenant: its own, and the shared ones that it may use. A secret goes in and
// never comes out.
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
  tryWords,
} from "./connection-parts.ts";
import type { Declarations } from "./route.ts";

export const connectionRoutes = {
  listConnections: {
    summary: "Connections",
    description: "Those marked `shared` belong to the house: they may be used, not changed.",
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
      "What the change does not name stays, the secret included, unless the address becomes another one.",
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: changeBody,
    answers: { 200: Connection },
    refuses: ["not_found", "address_refused", "connection_shared"],
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
    description: `Named checks, each with its remedy. With \`Accept: ${ndjson}\` each arrives on a line of its own as it happens; hanging up stops them. ${tryWords}`,
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: checkBody,
    answers: { 200: z.array(Check) },
    lines: Check,
    refuses: ["not_found", "address_refused", "connection_shared", "too_many_requests"],
  },
  discover: {
    summary: "What a ready configuration can read through a connection",
    tag: "Settings",
    access: { member: ["connection.write"] },
    body: discoverBody,
    answers: { 200: z.array(Discovered) },
    refuses: ["not_found", "address_refused", "connection_shared", "too_many_requests"],
    ofSource: true,
  },
  getQuota: {
    summary: "How many calls the outside system allows today, and how many are left",
    description: "null where it sets no number, or has not told one yet.",
    tag: "Settings",
    access: { member: ["configuration.read"] },
    answers: { 200: Quota.nullable() },
    refuses: ["not_found", "connection_not_shared"],
  },
  clearGate: {
    summary: "End the pause of a connection's account",
    description:
      "For global admins: the outside system is asked again at once, and says so should it still want a pause.",
    tag: "Settings",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found", "connection_not_shared"],
  },
} as const satisfies Declarations;
