// Shared connections: global admins keep them and share them with tenants.
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
  typedNote,
} from "./connection-parts.ts";
import type { Declarations } from "./route.ts";

export const sharedConnectionRoutes = {
  listSharedConnections: {
    summary: "Shared connections",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 200: z.array(Connection) },
  },
  createSharedConnection: {
    summary: "Add a shared connection",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    body: draftBody,
    answers: { 201: Connection },
    refuses: ["address_refused"],
  },
  getSharedConnection: {
    summary: "A shared connection",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 200: Connection },
    refuses: ["not_found"],
  },
  changeSharedConnection: {
    summary: "Change a shared connection",
    description:
      "What the change does not name stays as it is. Another address drops the secret, unless a new one is given. Every share must still fit.",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    body: changeBody,
    answers: { 200: Connection },
    refuses: ["not_found", "kind_unknown", "address_refused"],
  },
  deleteSharedConnection: {
    summary: "Delete a shared connection and its shares",
    description: "409 `connection_in_use` while a configuration of any establishment uses it.",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found", "connection_in_use"],
  },
  checkSharedConnection: {
    summary: "Check a shared connection",
    description: `As for an establishment's own connection: with \`Accept: ${ndjson}\` line by line. ${typedNote}`,
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    body: checkBody,
    answers: { 200: z.array(Check) },
    lines: Check,
    refuses: ["not_found", "kind_unknown", "address_refused", "too_many_requests"],
  },
  discoverShared: {
    summary: "What a template can read through a shared connection",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    body: discoverBody,
    answers: { 200: z.array(Discovered) },
    refuses: ["not_found", "kind_unknown", "address_refused", "too_many_requests"],
    ofSource: true,
  },
  getSharedQuota: {
    summary: "How many calls are left today",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 200: Quota.nullable() },
    refuses: ["not_found", "kind_unknown"],
  },
  getSharedGate: {
    summary: "The pause of its account, and its calls in flight",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 200: GateView },
    refuses: ["not_found", "kind_unknown"],
  },
  clearSharedGate: {
    summary: "End the pause of its account",
    description:
      "The outside system is called again at once; if it still wants a pause, its next answer says so.",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found", "kind_unknown"],
  },
  listShares: {
    summary: "The establishments that it is shared with",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 200: z.array(Share) },
    refuses: ["not_found"],
  },
  putShare: {
    summary: "Share a connection with an establishment",
    description:
      "`settings` are fixed for the establishment: they override those of the connection and limit it to its own data. They cannot change the address.",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    body: { schema: ShareDraft, example: { settings: { establishment: "ESTABLISHMENT" } } },
    answers: { 200: z.array(Share) },
    refuses: ["not_found", "kind_unknown", "address_refused"],
  },
  deleteShare: {
    summary: "Stop sharing a connection with an establishment",
    description:
      "Its configurations stay and keep their data; starting a refresh answers 409 `connection_not_shared`.",
    tag: "Shared connections",
    access: { above: "shared_connections.write" },
    answers: { 204: null },
    refuses: ["not_found"],
  },
} as const satisfies Declarations;
