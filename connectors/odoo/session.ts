// Finding the protocol, signing in, and asking: the only file of Odoo that talks to the client.
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

/** What is remembered of an account once it has signed in. */
export const Session = z.object({
  transport: Transport,
  userId: z.int(),
  version: z.string(),
  major: z.int(),
});
export type Session = z.infer<typeof Session>;

/** A value from Odoo, and the moment its server gave it; null when no header told. */
export type Told = { value: Json; at: Instant | null };

type OdooClient = SourceClient<OdooSettings>;

/** Signs in, or recalls that it did. */
export async function openSession(client: OdooClient): Promise<Session> {
  const known = Session.safeParse(client.recall("session"));
  if (known.success) return known.data;
  if (client.secret === null) throw failure(client, "refused", "secret_missing");
  const { version, major } = await probeVersion(client);
  const signIn = { settings: client.settings, secret: client.secret };
  const accepted = await signInBy(client, candidates(client, major), signIn).catch(
    async (error: unknown) => {
      throw await explained(client, signIn, error);
    },
  );
  const session = { version, major, ...accepted };
  client.remember("session", session);
  return session;
}

/**
 * The same no stands for a wrong password, a key that has run out and a second factor: what can be
 * told apart is.
 */
async function explained(client: OdooClient, signIn: SignIn, error: unknown): Promise<unknown> {
  if (!(error instanceof ConnectorError) || error.failure.code !== "sign_in_refused") return error;
  const { login, transport } = client.settings;
  if (isApiKey(signIn.secret)) return failure(client, "refused", "key_refused", { login });
  const asked = await client.call(pageSignIn(signIn)).catch(() => null);
  if (asked !== null && awaitsSecondFactor(asked))
    return failure(client, "refused", "second_factor", { login });
  return transport === "json2" ? failure(client, "refused", "key_needed") : error;
}

/**
 * Asks one question as the signed-in user. A remembered sign-in that no longer holds is renewed
 * once.
 */
export async function ask(
  client: OdooClient,
  call: Call,
  patience: { timeoutMs?: number } = {},
): Promise<Told> {
  const recalled = client.recall("session") !== null;
  const first = await askOnce(client, call, patience);
  if (first.reply.type !== "fault" || !isSignInFault(first.reply))
    return judge(client, call, first);
  client.remember("session", null);
  // The password is part of every call, so a refusal here means that it has changed: signing in
  // again tells for sure.
  if (!recalled) throw failure(client, "refused", "sign_in_refused");
  return judge(client, call, await askOnce(client, call, patience));
}

/**
 * What the signed-in user is told; null where it is anything but a value. Only the way there
 * raises.
 */
export async function hearOut(client: OdooClient, call: Call): Promise<Json> {
  const { reply } = await askOnce(client, call, {});
  return reply.type === "value" ? reply.value : null;
}

type Heard = { reply: Reply; answer: SourceResponse; transport: Transport };

async function askOnce(
  client: OdooClient,
  call: Call,
  patience: { timeoutMs?: number },
): Promise<Heard> {
  const { transport, userId } = await openSession(client);
  const signIn = { settings: client.settings, secret: client.secret ?? "" };
  const heard = await hear(client, protocols[transport], {
    ...protocols[transport].call(signIn, userId, call),
    ...patience,
  });
  return { ...heard, transport };
}

async function hear(
  client: OdooClient,
  protocol: Protocol,
  question: SourceRequest,
): Promise<{ reply: Reply; answer: SourceResponse }> {
  const answer = await client.call(question);
  return { reply: protocol.read(answer), answer };
}

function judge(client: OdooClient, call: Call, { reply, answer, transport }: Heard): Told {
  switch (reply.type) {
    case "value":
      return { value: reply.value, at: dateOf(answer) };
    case "fault":
      throw failureOf(reply, { client, model: call.model, fields: fieldsOf(call) });
    case "page":
      // Perhaps the server has moved or has been updated: the next try looks again from the
      // beginning.
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

/** Odoo tells its version before any sign-in: newest door first. */
export async function probeVersion(
  client: OdooClient,
): Promise<{ version: string; major: number }> {
  let refusal: ConnectorError | null = null;
  for (const protocol of [json2, jsonrpc, xmlrpc]) {
    const { reply } = await hear(client, protocol, protocol.version).catch((error: unknown) => ({
      reply: closedDoor(error),
    }));
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
    // A status that says "later" must not be taken for a wrong address.
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
 * A door that leads to a page of the same system is closed, and the next may be open; anything else
 * is a failure.
 */
function closedDoor(error: unknown): ConnectorError {
  if (
    error instanceof ConnectorError &&
    ["not_that_system", "address_moved"].includes(error.failure.code)
  )
    return error;
  throw error;
}

/**
 * The protocols to try, best first. JSON-2 takes API keys only; where a secret is none, its 401
 * leads to the next.
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
    const { reply } = await hear(client, protocol, protocol.signIn(signIn)).catch(
      (error: unknown) => ({ reply: closedDoor(error) }),
    );
    const userId =
      !(reply instanceof ConnectorError) && reply.type === "value"
        ? protocol.userIn(reply.value)
        : undefined;
    if (typeof userId === "number") return { transport, userId };
    const failed =
      reply instanceof ConnectorError ? reply : signInFailure(client, transport, reply, userId);
    // JSON-RPC knows passwords and keys alike: its no is final. Only a closed door or JSON-2's no
    // leads on.
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

/**
 * The form of HTTP and no other: `Date.parse` takes anything, years beyond four digits included.
 */
const httpDate =
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} (19[7-9]|[2-8]\d{2})\d \d{2}:\d{2}:\d{2} GMT$/;

function dateOf(answer: SourceResponse): Instant | null {
  const text = answer.headers["date"] ?? "";
  const ms = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
