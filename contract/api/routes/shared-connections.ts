// Shared connections: kept by global admins, shared with the tenants they name.
import { z } from "zod";
import { Check } from "../../source/check.ts";
import { Discovered } from "../../source/resource.ts";
import { Connection } from "../connection.ts";
import { GateView, Quota } from "../quota.ts";
import { Share, ShareDraft } from "../share.ts";
import {
  changeBody,
  checkBody,
  discoverBody,
  draftBody,
  ndjson,
  tryWords,
} from "./connection-parts.ts";
import type { Declarations } from "./route.ts";

export const sharedConnectionRoutes = {
  listSharedConnections: {
    summary: "Connections of the house",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 200: z.array(Connection) },
  },
  createSharedConnection: {
    summary: "Add a connection that can be shared",
    tag: "House",
    access: { above: "shared_connections.write" },
    body: draftBody,
    answers: { 201: Connection },
    refuses: ["address_refused"],
  },
  getSharedConnection: {
    summary: "A connection of the house",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 200: Connection },
    refuses: ["not_found"],
  },
  changeSharedConnection: {
    summary: "Change a connection of the house",
    description:
      "What the change does not name stays, the secret included, unless the address becomes another one. Every share must still fit.",
    tag: "House",
    access: { above: "shared_connections.write" },
    body: changeBody,
    answers: { 200: Connection },
    refuses: ["not_found", "address_refused"],
  },
  deleteSharedConnection: {
    summary: "Delete a connection of the house, and its shares",
    description:
      "409 `connection_in_use` while a configuration of any establishment goes through it.",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found", "connection_in_use"],
  },
  checkSharedConnection: {
    summary: "Check a connection of the house",
    description: `As for an establishment's own: with \`Accept: ${ndjson}\` line by line. ${tryWords}`,
    tag: "House",
    access: { above: "shared_connections.write" },
    body: checkBody,
    answers: { 200: z.array(Check) },
    lines: Check,
    refuses: ["not_found", "address_refused", "too_many_requests"],
  },
  discoverShared: {
    summary: "What a ready configuration can read through it",
    tag: "House",
    access: { above: "shared_connections.write" },
    body: discoverBody,
    answers: { 200: z.array(Discovered) },
    refuses: ["not_found", "address_refused", "too_many_requests"],
    ofSource: true,
  },
  getSharedQuota: {
    summary: "How many calls are left today",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 200: Quota.nullable() },
    refuses: ["not_found"],
  },
  getSharedGate: {
    summary: "What keeps its account waiting",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 200: GateView },
    refuses: ["not_found"],
  },
  clearSharedGate: {
    summary: "End the pause of its account",
    description:
      "The outside system is asked again at once. Should it still want a pause, it says so with its next answer.",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found"],
  },
  listShares: {
    summary: "Establishments it is shared with",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 200: z.array(Share) },
    refuses: ["not_found"],
  },
  putShare: {
    summary: "Share a connection with an establishment",
    description:
      "`settings` are fixed for it: they win over those of the connection, and keep it to its own data. The address stays the same.",
    tag: "House",
    access: { above: "shared_connections.write" },
    body: { schema: ShareDraft, example: { settings: { establishment: "ESTABLISHMENT" } } },
    answers: { 200: z.array(Share) },
    refuses: ["not_found", "address_refused"],
  },
  deleteShare: {
    summary: "Take a connection back from an establishment",
    description:
      "Its configurations stay and keep their data; a new refresh answers 409 `connection_not_shared`.",
    tag: "House",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found"],
  },
} as const satisfies Declarations;
