// Negotiates the protocol, signs in and sends calls. The only file of the Odoo connector that uses
// the client.
import { z } from "zod";
import type { Instant, Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceResponse, SourceClient, SourceRequest } from "../source-client.ts";
import { awaitsSecondFactor, isApiKey, pageSignIn } from "./account.ts";
import type { Call, Protocol, Reply, SignIn } from "./call.ts";
import { failure, failureOf, failureOfPage, isSignInFault } from "./faults.ts";
import { json2, mayBeApiKey } from "./json2.ts";
import { jsonrpc } from "./jsonrpc.ts";
import { Transport, type OdooSettings } from "./settings.ts";
import { xmlrpc } from "./xmlrpc.ts";

const protocols: Record<Transport, Protocol> = { json2, jsonrpc, xmlrpc };

/** What is remembered about an account after sign-in. */
export const Session = z.object({
  transport: Transport,
  userId: z.int(),
  version: z.string(),
  major: z.int(),
});
export type Session = z.infer<typeof Session>;

/** A value from Odoo, and the server's time from the Date header, if any. */
export type CallResult = { value: Json; at: Instant | null };

type OdooClient = SourceClient<OdooSettings>;

/** Signs in, or reuses an earlier sign-in. */
export async function openSession(client: OdooClient): Promise<Session> {
  const known = Session.safeParse(client.recall("session"));
  if (known.success) return known.data;
  if (client.secret === null) throw failure(client, "refused", "secret_missing");
  const { version, major } = await probeVersion(client);
  const signIn = { settings: client.settings, secret: client.secret };
  const accepted = await signInBy(client, candidates(client, major), signIn).catch(
    async (error: unknown) => {
      throw await explainRefusal(client, signIn, error);
    },
  );
  const session = { version, major, ...accepted };
  client.remember("session", session);
  return session;
}

/**
 * One refusal covers a wrong password, an expired key and a missing second factor. This tells apart
 * what it can.
 */
async function explainRefusal(
  client: OdooClient,
  signIn: SignIn,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ConnectorError) || error.failure.code !== "sign_in_refused") return error;
  const { login, transport } = client.settings;
  if (isApiKey(signIn.secret)) return failure(client, "refused", "key_refused", { login });
  const asked = await client.call(pageSignIn(signIn)).catch(() => null);
  if (asked !== null && awaitsSecondFactor(asked))
    return failure(client, "refused", "second_factor", { login });
  return transport === "json2" ? failure(client, "refused", "key_needed") : error;
}

/** Sends one call as the signed-in user. An expired sign-in is renewed once. */
export async function callOdoo(
  client: OdooClient,
  call: Call,
  patience: { timeoutMs?: number } = {},
): Promise<CallResult> {
  const recalled = client.recall("session") !== null;
  const first = await callOnce(client, call, patience);
  if (first.reply.type !== "fault" || !isSignInFault(first.reply))
    return resultOf(client, call, first);
  client.remember("session", null);
  // The password is part of every call, so a refusal here means it has changed. Signing in again
  // makes sure.
  if (!recalled) throw failure(client, "refused", "sign_in_refused");
  return resultOf(client, call, await callOnce(client, call, patience));
}

/** The value a call returns; null for any other reply. Only transport failures throw. */
export async function tryCall(client: OdooClient, call: Call): Promise<Json> {
  const { reply } = await callOnce(client, call, {});
  return reply.type === "value" ? reply.value : null;
}

type Exchange = { reply: Reply; answer: SourceResponse; transport: Transport };

async function callOnce(
  client: OdooClient,
  call: Call,
  patience: { timeoutMs?: number },
): Promise<Exchange> {
  const { transport, userId } = await openSession(client);
  const signIn = { settings: client.settings, secret: client.secret ?? "" };
  const heard = await exchange(client, protocols[transport], {
    ...protocols[transport].call(signIn, userId, call),
    ...patience,
  });
  return { ...heard, transport };
}

async function exchange(
  client: OdooClient,
  protocol: Protocol,
  request: SourceRequest,
): Promise<{ reply: Reply; answer: SourceResponse }> {
  const answer = await client.call(request);
  return { reply: protocol.read(answer), answer };
}

function resultOf(
  client: OdooClient,
  call: Call,
  { reply, answer, transport }: Exchange,
): CallResult {
  switch (reply.type) {
    case "value":
      return { value: reply.value, at: dateOf(answer) };
    case "fault":
      throw failureOf(reply, { client, model: call.model, fields: fieldsOf(call) });
    case "page":
      // The server may have moved or been upgraded, so the next attempt negotiates again.
      client.remember("session", null);
      if (transport === "json2" && reply.status === 404)
        throw failure(client, "refused", "database_unknown", {
          database: client.settings.database,
        });
      throw failureOfPage(reply.status, true, { client });
    case "too_large":
      throw failure(client, "broken", "answer_too_large");
    case "unreadable":
      throw failure(client, "broken", "answer_unreadable");
  }
}

/** Odoo reports its version without a sign-in. Tries the newest protocol first. */
export async function probeVersion(
  client: OdooClient,
): Promise<{ version: string; major: number }> {
  let refusal: ConnectorError | null = null;
  for (const protocol of [json2, jsonrpc, xmlrpc]) {
    const { reply } = await exchange(client, protocol, protocol.version).catch(
      (error: unknown) => ({
        reply: closedEndpoint(error),
      }),
    );
    if (reply instanceof ConnectorError) {
      refusal = reply;
      continue;
    }
    const version = reply.type === "value" ? protocol.versionIn(reply.value) : undefined;
    const [shown, major] =
      (typeof version === "string"
        ? /^(?:saas[~-])?(\d{1,3})\b[\w.~+-]{0,30}/.exec(version)
        : null) ?? [];
    if (shown !== undefined) return { version: shown, major: Number(major) };
    // A temporary status must not be taken for a wrong address.
    if (reply.type === "page" && reply.status >= 500)
      throw failureOfPage(reply.status, false, { client });
    refusal =
      reply.type === "page" && refusal === null
        ? failureOfPage(reply.status, false, { client })
        : refusal;
  }
  throw refusal ?? failure(client, "refused", "not_that_system");
}

/**
 * An endpoint that returns a web page is closed, and the next protocol may work. Anything else is a
 * failure.
 */
function closedEndpoint(error: unknown): ConnectorError {
  if (
    error instanceof ConnectorError &&
    ["not_that_system", "address_moved"].includes(error.failure.code)
  )
    return error;
  throw error;
}

/**
 * The protocols to try, best first. JSON-2 accepts API keys only: a secret that is not one gets a
 * 401, and the next protocol is tried.
 */
function candidates(client: OdooClient, major: number): Transport[] {
  const { transport } = client.settings;
  if (transport === "json2" && major < 19)
    throw failure(client, "refused", "version_unsupported", { version: String(major) });
  if (transport !== "auto") return [transport];
  return major >= 19 && mayBeApiKey(client.secret ?? "")
    ? ["json2", "jsonrpc", "xmlrpc"]
    : ["jsonrpc", "xmlrpc"];
}

async function signInBy(
  client: OdooClient,
  transports: Transport[],
  signIn: SignIn,
): Promise<{ transport: Transport; userId: number }> {
  let refusal = null as ConnectorError | null;
  for (const transport of transports) {
    const protocol = protocols[transport];
    const { reply } = await exchange(client, protocol, protocol.signIn(signIn)).catch(
      (error: unknown) => ({ reply: closedEndpoint(error) }),
    );
    const userId =
      !(reply instanceof ConnectorError) && reply.type === "value"
        ? protocol.userIn(reply.value)
        : undefined;
    if (typeof userId === "number") return { transport, userId };
    const failed =
      reply instanceof ConnectorError ? reply : signInFailure(client, transport, reply, userId);
    // JSON-RPC accepts passwords and keys, so its refusal is final. Only a closed endpoint or
    // JSON-2's refusal moves on.
    if (
      failed.failure.kind !== "refused" ||
      (transport !== "json2" && failed.failure.code !== "not_that_system")
    )
      throw failed;
    if (refusal === null || refusal.failure.code !== "sign_in_refused") refusal = failed;
  }
  throw refusal ?? failure(client, "refused", "sign_in_refused");
}

function signInFailure(
  client: OdooClient,
  transport: Transport,
  reply: Reply,
  userId: number | null | undefined,
): ConnectorError {
  if (reply.type === "fault") return failureOf(reply, { client, model: "res.users", fields: [] });
  if (reply.type === "page" && transport === "json2" && reply.status === 404) {
    return failure(client, "refused", "database_unknown", { database: client.settings.database });
  }
  if (reply.type === "page") return failureOfPage(reply.status, false, { client });
  return userId === null
    ? failure(client, "refused", "sign_in_refused")
    : failure(client, "broken", "answer_unreadable");
}

function fieldsOf({ first, named }: Call): string[] {
  const domain = Array.isArray(first?.value) ? first.value : [];
  const conditions = domain.flatMap((leaf) =>
    Array.isArray(leaf) && typeof leaf[0] === "string" ? [leaf[0]] : [],
  );
  const asked = Array.isArray(named["fields"])
    ? named["fields"].filter((field) => typeof field === "string")
    : [];
  return [...asked, ...conditions];
}

/** Strict, because `Date.parse` accepts anything, even years of five digits. */
const httpDate =
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} (19[7-9]|[2-8]\d{2})\d \d{2}:\d{2}:\d{2} GMT$/;

function dateOf(answer: SourceResponse): Instant | null {
  const text = answer.headers["date"] ?? "";
  const ms = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
